// Functions: zips, handlers, limits, answers, sample events and templates.

import { expect, test } from 'vitest'
import { failureOf, prettyPayload, printedOf, reportOf, textOfBase64 } from './answer'
import { problemsOf, type Settings, variableProblem } from './check'
import { EVENT_KINDS, type EventKind, eventKindOf, eventOf, EXAMPLE } from './events'
import { filesOfHandler, missingInZip } from './runtime'
import { isTemplate, KINDS, templateOf, type TemplateKind } from './templates'
import { crc32, entriesOf, zipOf } from './zip'

const bytes = (text: string) => new TextEncoder().encode(text)

test('a checksum is the one that all zips have', () => {
  expect(crc32(bytes('123456789'))).toBe(0xcbf43926)
  expect(crc32(bytes(''))).toBe(0)
})

test('a zip is read back, and the same files make the same zip', () => {
  const files = [{ name: 'app.py', bytes: bytes('x = 1\n') }, { name: 'lib/ü.py', bytes: bytes('') }]
  const zip = zipOf(files)
  expect(entriesOf(zip)).toEqual([{ name: 'app.py', size_bytes: 6 }, { name: 'lib/ü.py', size_bytes: 0 }])
  expect(zipOf(files)).toEqual(zip)
  const view = new DataView(zip.buffer)
  expect(view.getUint32(0, true)).toBe(0x04034b50)
  expect(view.getUint32(zip.length - 22, true)).toBe(0x06054b50)
  // What lies at the offset of the second file's entry is its local head.
  expect(view.getUint32(30 + 6 + 6, true)).toBe(0x04034b50)
})

test.each([[bytes('hello'), 'not a zip'], [new Uint8Array(0), 'not a zip']])('what is no zip is refused', (given, want) => {
  expect(entriesOf(given)).toMatchObject({ problem: expect.stringContaining(want) })
})

test('a damaged directory is refused', () => {
  const zip = zipOf([{ name: 'a', bytes: bytes('a') }])
  const broken = zip.slice()
  broken.set([0xff, 0xff], broken.length - 6)
  expect(entriesOf(broken)).toMatchObject({ problem: expect.stringContaining('damaged') })
})

test('a handler means a file', () => {
  expect(filesOfHandler('app.handler', 'python')).toEqual(['app.py', 'app/__init__.py'])
  expect(filesOfHandler('lib.read.handler', 'python')[0]).toBe('lib/read.py')
  expect(filesOfHandler('index.handler', 'node')).toEqual(['index.js', 'index.mjs', 'index.cjs'])
  expect(missingInZip(['app.py'], 'app.handler', 'python3.12')).toBeNull()
  expect(missingInZip(['code/app.py'], 'app.handler', 'python3.12')).toContain('must lie at the top')
  expect(missingInZip(['main.py'], 'app.handler', 'python3.12')).toContain('needs app.py')
  expect(missingInZip(['bootstrap'], '', 'provided.al2023')).toBeNull()
})

const GOOD: Settings = {
  name: 'reader', runtime: 'python3.12', handler: 'app.handler', description: '', timeout_s: 3, memory_mb: 128,
  role: 'arn:aws:iam::000000000000:role/any', variables: [],
}

test.each([
  [{}, null], [{ name: '' }, 'name'], [{ name: 'a.b' }, 'name'], [{ name: 'x'.repeat(65) }, 'name'], [{ handler: '' }, 'handler'],
  [{ handler: 'a b.c' }, 'handler'], [{ handler: 'app' }, 'handler'], [{ handler: '', runtime: 'provided' }, null],
  [{ timeout_s: 0 }, 'timeout_s'], [{ timeout_s: 901 }, 'timeout_s'], [{ timeout_s: Number.NaN }, 'timeout_s'],
  [{ memory_mb: 127 }, 'memory_mb'], [{ memory_mb: 10_241 }, 'memory_mb'], [{ role: 'admin' }, 'role'],
  [{ role: 'arn:aws-cn:iam::000000000000:role/x/y' }, null], [{ description: 'x'.repeat(257) }, 'description'],
  [{ variables: [{ name: 'A', value: '' }] }, 'variables'], [{ variables: [{ name: 'AWS_REGION', value: 'x' }] }, 'variables'],
  [{ variables: [{ name: 'AB', value: 'x'.repeat(4095) }] }, 'variables'], [{ variables: [{ name: 'TZ', value: 'x' }] }, null],
] as const)('settings %o', (change, want) => {
  expect(Object.keys(problemsOf({ ...GOOD, ...change }))).toEqual(want === null ? [] : [want])
})

test('names may not be taken twice', () => {
  expect(problemsOf(GOOD, ['reader'])).toHaveProperty('name')
  const twice = { name: 'AB', value: '' }
  expect(variableProblem(twice, [twice, twice])).toContain('twice')
})

const LOG = 'START RequestId: 1 Version: $LATEST\nhello\nEND RequestId: 1\nREPORT RequestId: 1\tDuration: 2.67 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 11 MB\tInit Duration: 418.20 ms\t\n'

test('the log has figures and what was printed', () => {
  expect(reportOf(LOG)).toEqual({ duration_ms: 2.67, memory_mb: 128, memory_max_mb: 11, init_ms: 418.2 })
  expect(printedOf(LOG)).toBe('hello')
  expect(reportOf('')).toEqual({})
  expect(textOfBase64(btoa('abc'))).toBe('abc')
  expect(textOfBase64(undefined)).toBe('')
})

test('an error is taken apart, in the form of either language', () => {
  expect(failureOf('{"errorType": "KeyError", "errorMessage": "x", "stackTrace": ["a\\n"]}')).toEqual({ type: 'KeyError', message: 'x', stack: ['a'] })
  expect(failureOf('{"errorType": "Error", "errorMessage": "x", "trace": ["Error: x"]}').stack).toEqual(['Error: x'])
  expect(failureOf('no json')).toEqual({ type: 'Error', message: 'no json', stack: [] })
  expect(prettyPayload('{"a":1}')).toBe('{\n  "a": 1\n}')
})

test('sample events have the keys that the server sends', () => {
  const keys = (kind: EventKind) => Object.keys(eventOf(kind, EXAMPLE, 1_700_000_000_000)).toSorted()
  expect(keys('dataReaderByEntity')).toEqual([
    'componentName', 'componentTypeId', 'endDateTime', 'endTime', 'entityId', 'maxResults', 'orderByTime', 'properties', 'selectedProperties',
    'startDateTime', 'startTime', 'workspaceId',
  ])
  expect(keys('dataReaderByComponentType')).not.toContain('entityId')
  expect(eventOf('attributeReader', EXAMPLE, 0)).toMatchObject({ selectedProperties: ['state'] })
  expect(eventOf('dataWriter', EXAMPLE, 1_700_000_000_000)).toMatchObject({
    entries: [{ entityPropertyReference: { propertyName: 'pressure' }, propertyValues: [{ time: '2023-11-14T22:13:20Z', timestamp: 1_700_000_000 }] }],
  })
  for (const kind of Object.keys(EVENT_KINDS)) expect(() => JSON.stringify(eventOf(kind as EventKind, EXAMPLE, 0))).not.toThrow()
  expect(eventKindOf('dataReader')).toBe('dataReaderByEntity')
})

test('every template names the file of its handler', () => {
  for (const kind of Object.keys(KINDS) as TemplateKind[]) {
    for (const language of ['python', 'node', 'provided'] as const) {
      const { handler, file, code } = templateOf(kind, language)
      expect(filesOfHandler(handler, language)).toContain(file)
      expect(isTemplate(code)).toBe(true)
    }
  }
  expect(isTemplate('own')).toBe(false)
})
