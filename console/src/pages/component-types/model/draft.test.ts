// Drafts: what an update says of a change, the differences shown, types and values in words, import, names.

import { expect, test } from 'vitest'
import { parseValue, printDataType, printValue } from './data-type'
import { diff } from './diff'
import { isSame, type TypeDraft } from './draft'
import { draftsOf, inOrder } from './import'
import { copyOf, freeName, prefixOf } from './names'
import { requestOf, updateOf } from './request'
import { schemaOf } from './schema'

const BEFORE: TypeDraft = {
  componentTypeId: 'x.pump', description: 'old',
  propertyDefinitions: { a: { dataType: { type: 'DOUBLE' } }, b: { dataType: { type: 'STRING' } } },
}

test('an update has only the keys that differ, and says what it cannot take away', () => {
  const same = updateOf('w', BEFORE, BEFORE)
  expect(same).toMatchObject({ isEmpty: true, removed: [] })
  const { request, removed } = updateOf('w', BEFORE, {
    componentTypeId: 'x.pump', isSingleton: true,
    propertyDefinitions: { a: { dataType: { type: 'DOUBLE' } }, c: { dataType: { type: 'LONG' } } },
  })
  expect(request).toEqual({
    workspaceId: 'w', componentTypeId: 'x.pump', description: '', isSingleton: true,
    propertyDefinitions: { c: { dataType: { type: 'LONG' } } },
  })
  expect(removed).toEqual(['propertyDefinitions.b'])
})

test('a request is a copy without what is undefined', () => {
  expect(requestOf('w', { ...BEFORE, description: undefined })).toEqual({ workspaceId: 'w', componentTypeId: 'x.pump', propertyDefinitions: BEFORE.propertyDefinitions })
})

test('differences are by member, and say whether others rely on it', () => {
  const changes = diff(BEFORE, {
    componentTypeId: 'x.pump', description: 'new',
    propertyDefinitions: { a: { dataType: { type: 'DOUBLE' }, isTimeSeries: true }, c: { dataType: { type: 'LONG' } } },
  })
  expect(changes.map((it) => `${it.kind} ${it.path} ${it.isReliedOn}`)).toEqual([
    'changed description false', 'added propertyDefinitions.a.isTimeSeries true', 'removed propertyDefinitions.b true',
    'added propertyDefinitions.c true',
  ])
  expect(diff(BEFORE, { ...BEFORE, extendsFrom: [], functions: {} })).toEqual([])
})

test('sameness does not care for the order of keys', () => {
  expect(isSame({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true)
  expect(isSame({ a: 1 }, { a: 1, b: undefined })).toBe(true)
  expect(isSame([1, 2], [2, 1])).toBe(false)
})

test.each([
  [{ type: 'DOUBLE' }, 'Double'], [{ type: 'LIST', nestedType: { type: 'MAP', nestedType: { type: 'STRING' } } }, 'List of Map of String'],
  [{ type: 'RELATIONSHIP', relationship: { relationshipType: 'feeds', targetComponentTypeId: 'x.y' } }, 'Relationship “feeds” to x.y'],
  [undefined, 'as inherited'],
] as const)('type in words: %o', (type, want) => {
  expect(printDataType(type)).toBe(want)
})

test.each([
  ['21.5', { type: 'DOUBLE' }, { doubleValue: 21.5 }], ['21.5', { type: 'INTEGER' }, 'whole number'], ['7', { type: 'LONG' }, { longValue: 7 }],
  ['2147483648', { type: 'INTEGER' }, '32 bits'], ['x', { type: 'DOUBLE' }, 'Write a number'], ['', { type: 'DOUBLE' }, 'Write a number'],
  ['true', { type: 'BOOLEAN' }, { booleanValue: true }], ['yes', { type: 'BOOLEAN' }, 'true or false'],
  ['${Parameters.a}', { type: 'DOUBLE' }, { expression: '${Parameters.a}' }],
  ['[1, 2]', { type: 'LIST', nestedType: { type: 'DOUBLE' } }, { listValue: [{ doubleValue: 1 }, { doubleValue: 2 }] }],
  ['[]', { type: 'LIST', nestedType: { type: 'DOUBLE' } }, '1 to 50'], ['[', { type: 'LIST', nestedType: { type: 'DOUBLE' } }, 'not JSON'],
  ['["a"]', { type: 'LIST', nestedType: { type: 'DOUBLE' } }, 'not a number'],
  ['{"a": [true]}', { type: 'MAP', nestedType: { type: 'LIST', nestedType: { type: 'BOOLEAN' } } }, { mapValue: { a: { listValue: [{ booleanValue: true }] } } }],
  ['{"targetEntityId": "e"}', { type: 'RELATIONSHIP' }, { relationshipValue: { targetEntityId: 'e' } }], ['{}', { type: 'RELATIONSHIP' }, 'targetEntityId'],
] as const)('value %s as %o', (text, type, want) => {
  const parsed = parseValue(text, type as Parameters<typeof parseValue>[1])
  if (typeof want === 'string') expect(parsed).toMatchObject({ problem: expect.stringContaining(want) })
  else {
    expect(parsed).toEqual({ value: want })
    if ('value' in parsed) expect(parseValue(printValue(parsed.value), type as Parameters<typeof parseValue>[1])).toEqual(parsed)
  }
})

test('files hold one type, a list or componentTypes, in any order', () => {
  const types = [{ componentTypeId: 'x.b', extendsFrom: ['x.a'] }, { componentTypeId: 'x.a' }]
  const ids = (text: string) => {
    const found = draftsOf(text)
    return 'drafts' in found ? found.drafts.map((it) => it.componentTypeId) : found.problem
  }
  expect(ids(JSON.stringify(types))).toEqual(['x.a', 'x.b'])
  expect(ids(JSON.stringify({ componentTypes: types, entities: [] }))).toEqual(['x.a', 'x.b'])
  expect(ids('{"componentTypeId": "x.c"}')).toEqual(['x.c'])
  expect(ids('{')).toContain('not JSON')
  expect(ids('[]')).toContain('no component type')
  expect(ids('{"a": 1}')).toContain('no componentTypeId')
  expect(ids('[{"componentTypeId": "x.a"}, {"componentTypeId": "x.a"}]')).toContain('twice')
})

test('an answer of the API is imported without what it inherits', () => {
  const found = draftsOf(JSON.stringify({
    componentTypeId: 'x.a', arn: 'a', isAbstract: false, status: { state: 'ACTIVE' },
    propertyDefinitions: { own: { dataType: { type: 'LONG' }, isInherited: false, isFinal: false, isTimeSeries: true }, other: { dataType: { type: 'LONG' }, isInherited: true } },
  }))
  expect(found).toEqual({ drafts: [{ componentTypeId: 'x.a', propertyDefinitions: { own: { dataType: { type: 'LONG' }, isTimeSeries: true } } }] })
})

test('types that need each other are still made, one after the other', () => {
  const circle = [{ componentTypeId: 'a', extendsFrom: ['b'] }, { componentTypeId: 'b', extendsFrom: ['a'] }]
  expect(inOrder(circle)).toHaveLength(2)
})

test('ids are suggested from what is there', () => {
  expect(prefixOf(['com.acme.pump', 'com.acme.valve', 'x.y'], 'w')).toBe('com.acme.')
  expect(prefixOf([], 'My Plant_1')).toBe('com.example.my-plant-1.')
  expect(copyOf('com.acme.pump', new Set(['com.acme.pump-copy']), 'p.')).toBe('com.acme.pump-copy-2')
  expect(copyOf('com.amazon.kvs.video', new Set(), 'com.acme.')).toBe('com.acme.video')
  expect(freeName('part', ['part1'])).toBe('part2')
})

test('the schema offers what is known', () => {
  const schema = schemaOf({ typeIds: ['x.a'], functionArns: ['arn'], propertyNames: ['speed'] })
  expect(schema.properties?.['extendsFrom']?.items?.examples).toEqual(['x.a'])
  expect(Object.keys(schema.properties?.['functions']?.properties ?? {})).toHaveLength(7)
})
