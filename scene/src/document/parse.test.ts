// Documents are read and written without loss, and broken ones as far as they go.

import fc from 'fast-check'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { checkTree } from './check-tree'
import { printJson, readJson } from './json'
import { parseScene } from './parse'
import { printScene } from './print'
import { randomScene } from './random-scene'
import { node, sceneWith, wordsOf } from './scene-json'
import type { Json, JsonObject } from './types'

// Many random documents take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const SCENES = new URL('../../../../shared/data/scenes', import.meta.url).pathname

/** JSON in one form, the order of members kept. */
function canonical(text: string): string {
  return printJson(readJson(text))
}

describe.skipIf(!existsSync(SCENES))('scene documents of others', () => {
  const names = existsSync(SCENES) ? readdirSync(SCENES).filter((name) => name.endsWith('.json')) : []
  it.each(names)('%s is the same once read and written', (name) => {
    const text = readFileSync(`${SCENES}/${name}`, 'utf8')
    const { document, problems, isReadOnly } = parseScene(text)
    const printed = printScene(document)
    const isComplete = !problems.some((problem) => problem.message.startsWith('Left out'))
    if (isReadOnly) expect(printed).toBe(text)
    else if (isComplete) expect(printed).toBe(canonical(text))
    else expect(JSON.parse(printed)).toMatchObject(JSON.parse(text) as object)
    expect(printScene(parseScene(printed).document)).toBe(printed)
    expect(document.nodes.size).toBe((JSON.parse(text) as { nodes: unknown[] }).nodes.length)
  })
})

describe('any document', () => {
  it('is the same once read and written', () => {
    fc.assert(
      fc.property(randomScene, (scene) => {
        const { document, isReadOnly } = parseScene(scene)
        expect(isReadOnly).toBe(false)
        expect(printScene(document)).toBe(printJson(scene))
      }),
      { numRuns: 150 },
    )
  })

  it('is the same once its text is read and written', () => {
    fc.assert(
      fc.property(randomScene, (scene) => {
        const text = printJson(scene)
        expect(printScene(parseScene(text).document)).toBe(text)
      }),
      { numRuns: 100 },
    )
  })

  it('never throws, and what is written again reads the same', () => {
    const anything = fc.oneof(
      (fc.jsonValue() as fc.Arbitrary<Json>).filter((json) => typeof json !== 'string'),
      fc
        .tuple(randomScene, fc.jsonValue() as fc.Arbitrary<Json>, fc.nat(), fc.nat())
        .map(([scene, value, at, deep]) => spoil(scene, value, at, deep))
        .filter((json) => typeof json !== 'string'),
    )
    fc.assert(
      fc.property(anything, (json) => {
        const { document, isReadOnly } = parseScene(json)
        checkTree(document)
        const printed = printScene(document)
        if (isReadOnly) expect(printed).toBe(printJson(json))
        else expect(printScene(parseScene(printed).document)).toBe(printed)
      }),
      { numRuns: 400 },
    )
  })
})

/** Puts a value that does not belong there somewhere into a document. */
function spoil(json: Json, value: Json, at: number, deep: number): Json {
  if (typeof json !== 'object' || json === null || deep % 5 === 0) return value
  const names = Object.keys(json)
  const name = names[at % Math.max(1, names.length)]
  if (name === undefined) return value
  const child = spoil((json as JsonObject)[name] ?? null, value, at * 31 + 7, Math.floor(deep / 5))
  return Array.isArray(json)
    ? (json as Json[]).with(Number(name), child)
    : { ...(json as JsonObject), [name]: child }
}

describe('numbers and names', () => {
  it.each([
    '-0',
    '12345678901234567890',
    '1e400',
    '0.1',
    '1e-7',
    '123456789012345680000',
    '-12345678901234567891234',
  ])('keeps %s', (number) => {
    const text = printJson(sceneWith([node({ future: 1 })])).replace('"future": 1', `"future": ${number}`)
    expect(printScene(parseScene(text).document)).toBe(text)
  })

  it('keeps the order of members named like numbers, in rules and in what is unknown', () => {
    const text = canonical(
      '{"specVersion":"1.0","nodes":[],"rootNodeIndexes":[],"cameras":[],"9":{"z":1,"2":2,"1":3},' +
        '"rules":{"zz":{"statements":[]},"10":{"statements":[]},"2":{"statements":[]}}}',
    )
    expect(Object.keys(JSON.parse(text) as object)[0]).toBe('9')
    expect(text.indexOf('"zz"')).toBeLessThan(text.indexOf('"10"'))
    expect(printScene(parseScene(text).document)).toBe(text)
  })

  it('keeps a member called __proto__', () => {
    const text = canonical(
      '{"specVersion":"1.0","__proto__":{"a":1},"nodes":[],"rootNodeIndexes":[],"cameras":[],' +
        '"rules":{"__proto__":{"statements":[]}}}',
    )
    expect(printScene(parseScene(text).document)).toBe(text)
    expect(text).toContain('__proto__')
  })

  it('says where a text is not JSON', () => {
    const { document, problems, isReadOnly } = parseScene('{\n  "nodes": [1, }\n}')
    expect(isReadOnly).toBe(true)
    expect(problems[0]?.message).toBe(
      'The document is not JSON: A value was expected, not "}" (line 2, column 16).',
    )
    expect(printScene(document)).toBe('{\n  "nodes": [1, }\n}')
  })

  it('does not fall over hostile depth', () => {
    expect(parseScene('['.repeat(100_000)).isReadOnly).toBe(true)
  })
})

describe('versions', () => {
  it('opens a later minor version with a warning and keeps its number', () => {
    const scene = sceneWith([node()], { specVersion: '1.7' })
    expect(wordsOf(scene)).toEqual([
      'warning /specVersion The document is of version 1.7, not 1.0; what is new is kept and not shown.',
    ])
    expect(printScene(parseScene(scene).document)).toBe(printJson(scene))
  })

  it('opens a later major version read-only and writes it exactly as it was', () => {
    const text = '{"specVersion": "2.0",   "nodes": [{"name": "x", "transform": {}}], "what": 1e2}'
    const { document, isReadOnly } = parseScene(text)
    expect(isReadOnly).toBe(true)
    expect(document.nodes.size).toBe(1)
    expect(printScene(document)).toBe(text)
  })

  it.each([undefined, '1', 'new', 1])('reads version %j as 1.0 and says so', (specVersion) => {
    const { document, problems } = parseScene(sceneWith([], { specVersion, rootNodeIndexes: [] }))
    expect(problems[0]?.severity).toBe('error')
    expect(JSON.parse(printScene(document))).toMatchObject({ specVersion: '1.0' })
  })
})

describe('components', () => {
  it('keeps unknown and malformed ones in their place', () => {
    const components = [
      { type: 'Future', a: [1] },
      { type: 'Tag', offset: 'x' },
      7,
      { type: 'Tag', icon: null, future: 1 },
    ]
    const scene = sceneWith([node({ components })])
    const { document, problems } = parseScene(scene)
    const types = [...document.nodes.values()][0]?.components.map((component) => component.type)
    expect(types).toEqual(['?', '?', '?', 'Tag'])
    expect(problems.map((problem) => problem.severity)).toEqual(['warning', 'warning', 'warning'])
    expect(problems[1]?.message).toBe(
      'The Tag component is malformed: "offset" must be three numbers. It is kept as it is, and not shown.',
    )
    expect(printScene(document)).toBe(printJson(scene))
  })

  it('completes what App Kit cannot do without', () => {
    const components = [
      { type: 'MotionIndicator', shape: 'LinearPlane' },
      { type: 'DataOverlay', subType: 'OverlayPanel' },
    ]
    const printed = JSON.parse(printScene(parseScene(sceneWith([node({ components })])).document)) as {
      nodes: JsonObject[]
    }
    expect(printed.nodes[0]?.['components']).toMatchObject([
      { valueDataBindings: {}, config: { numOfRepeatInY: 2, backgroundColorOpacity: 1 } },
      { valueDataBindings: [], dataRows: [] },
    ])
  })

  it('adds a rule that a tag or motion indicator lacks, and only tells of one that a shader lacks', () => {
    const components = [
      { type: 'Tag', ruleBasedMapId: 'gone' },
      { type: 'ModelShader', ruleBasedMapId: 'lost' },
    ]
    const { document, problems } = parseScene(sceneWith([node({ components })]))
    expect(problems.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual([
      '/rules/gone "N" uses the rule "gone", which does not exist. An empty rule of that name is added.',
      '/rules/lost "N" uses the rule "lost", which does not exist. It has no effect.',
    ])
    expect(JSON.parse(printScene(document))).toMatchObject({ rules: { gone: { statements: [] } } })
    const malformed = sceneWith([node({ components: [{ type: 'Tag', offset: 1, ruleBasedMapId: 'away' }] })])
    expect(JSON.parse(printScene(parseScene(malformed).document))).toMatchObject({ rules: { away: {} } })
  })
})

function showing(cameraIndex: number): JsonObject {
  return node({ components: [{ type: 'Camera', cameraIndex }] })
}

describe('cameras', () => {
  const usual = { cameraType: 'Perspective', fov: 53.13, near: 0.1, far: 1000, zoom: 1 }

  it('keeps cameras that no node shows in their place, and shared ones shared', () => {
    const cameras = [
      { ...usual, fov: 1 },
      { ...usual, fov: 2 },
      { ...usual, fov: 3 },
      { ...usual, fov: 4, extra: true },
    ]
    const scene = sceneWith([showing(3), showing(1), showing(1)], { cameras, rootNodeIndexes: [0, 1, 2] })
    expect(printScene(parseScene(scene).document)).toBe(printJson(scene))
  })

  it('gives a changed camera of a shared place its own, and closes up a place nobody needs', () => {
    const cameras = [
      { ...usual, fov: 1 },
      { ...usual, fov: 2 },
      { ...usual, fov: 9 },
    ]
    const { document } = parseScene(
      sceneWith([showing(0), showing(1), showing(1)], { cameras, rootNodeIndexes: [0, 1, 2] }),
    )
    const [first, second, third] = [...document.nodes.values()]
    if (first === undefined || second === undefined || third === undefined) throw new Error('three nodes')
    const changed = {
      ...third,
      components: [{ type: 'Camera' as const, cameraIndex: 1, camera: { ...usual, fov: 5 } as never }],
    }
    const edited = {
      ...document,
      nodes: new Map([
        [second.id, second],
        [third.id, changed],
      ]),
      rootIds: [second.id, third.id],
    }
    const printed = JSON.parse(printScene(edited)) as JsonObject
    expect(printed['cameras']).toMatchObject([{ fov: 2 }, { fov: 9 }, { fov: 5 }])
    expect(printed['nodes']).toMatchObject([
      { components: [{ cameraIndex: 0 }] },
      { components: [{ cameraIndex: 2 }] },
    ])
  })
})
