// What differs between documents, and what two people did to one.

import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { addNodes } from '../commands/add-nodes'
import { removeNodes } from '../commands/remove-nodes'
import { renameNode } from '../commands/rename-node'
import { reorderNodes, reparentNodes } from '../commands/reparent-nodes'
import { addComponent, setComponent } from '../commands/set-component'
import { addRule, removeRule, setRule } from '../commands/set-rule'
import { setSceneProperties, setUnit } from '../commands/set-scene'
import { setNodeProperties } from '../commands/set-node-properties'
import { moveNodes, transformNodes } from '../commands/transform-nodes'
import type { Command } from '../editor/types'
import { checkTree } from './check-tree'
import { newNode, newTag } from './defaults'
import { diffScenes, type FieldChange } from './diff'
import { mergeScenes } from './merge'
import { parseScene } from './parse'
import { printScene } from './print'
import { inTreeOrder } from './query'
import { randomScene } from './random-scene'
import type { NodeId, SceneDocument } from './types'

// Many random documents take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const TRANSFORM = { position: [0, 0, 0], rotation: [0, 0, 0], scale: [1, 1, 1] }
const TAG = { type: 'Tag', icon: 'iottwinmaker.common.icon:Info', ruleBasedMapId: 'r1' }
const BASE = JSON.stringify({
  specVersion: '1.0',
  unit: 'meters',
  properties: { environmentPreset: 'neutral', fogSettings: { color: '#cccccc', near: 1, far: 9 } },
  nodes: [
    { name: 'hall', transform: TRANSFORM, children: [1, 2, 3] },
    { name: 'mixer', transform: TRANSFORM, components: [TAG], properties: { alwaysVisible: true } },
    {
      name: 'oven',
      transform: TRANSFORM,
      components: [{ type: 'ModelRef', uri: 'oven.glb', modelType: 'GLB' }],
    },
    { name: 'belt', transform: TRANSFORM },
    { name: 'yard', transform: TRANSFORM },
  ],
  rootNodeIndexes: [0, 4],
  cameras: [],
  rules: { r1: { statements: [] }, r2: { statements: [] } },
})

type Change = (id: (name: string) => NodeId) => Command

/** The base as read once more, with changes made to it. */
function changed(document: SceneDocument, ...changes: readonly Change[]): SceneDocument {
  const idOf = (name: string): NodeId => {
    const found = [...document.nodes.values()].find((node) => node.name === name)
    if (found === undefined) throw new Error(name)
    return found.id
  }
  return changes.reduce((before, change) => change(idOf).apply(before), document)
}

const read = (): SceneDocument => parseScene(BASE).document
const there = (...changes: readonly Change[]): SceneDocument =>
  parseScene(printScene(changed(read(), ...changes))).document

function wordsOf(fields: readonly FieldChange[]): string {
  return fields.map((field) => field.words).join('; ')
}

function words(before: SceneDocument, after: SceneDocument): readonly string[] {
  const { nodes, rules, settings } = diffScenes(before, after)
  return [
    ...nodes.map(
      (node) => `${node.kind} ${node.path}${node.kind === 'changed' ? `: ${wordsOf(node.fields)}` : ''}`,
    ),
    ...rules.map((rule) => `${rule.kind} rule ${rule.id}`),
    ...settings.map((setting) => setting.words),
  ]
}

const at = (x: number) => ({ position: [x, 0, 0] as const })

describe('the difference of two documents', () => {
  const rows: readonly (readonly [string, readonly Change[], readonly string[]])[] = [
    ['none', [], []],
    [
      'a move',
      [(id) => transformNodes(new Map([[id('mixer'), at(2.5)]]))],
      ['changed hall / mixer: Position: 0, 0, 0 → 2.5, 0, 0'],
    ],
    [
      'a new name',
      [(id) => renameNode(id('oven'), 'big oven')],
      ['changed hall / big oven: Name: oven → big oven'],
    ],
    [
      'a new place in the tree',
      [(id) => reparentNodes([id('belt')], { parentId: id('yard') })],
      ['changed yard / belt: Moved from hall to yard'],
    ],
    [
      'another order',
      [(id) => reorderNodes([id('belt')], 0)],
      ['changed hall / belt: Order among its siblings'],
    ],
    [
      'more and less',
      [
        (id) => addNodes([newNode({ name: 'new' })], { parentId: id('hall') }),
        (id) => removeNodes([id('yard')]),
      ],
      ['added hall / new', 'removed yard'],
    ],
    [
      'a component',
      [
        (id) => addComponent(id('belt'), newTag()),
        (id) => setComponent(id('mixer'), 0, newTag({ ruleBasedMapId: 'r2', offset: [0, 2, 0] })),
      ],
      [
        'changed hall / mixer: Tag › rule Based Map Id: r1 → r2; Tag › offset: 0, 2, 0 (new)',
        'changed hall / belt: Tag added',
      ],
    ],
    [
      'properties',
      [(id) => setNodeProperties([id('mixer')], { alwaysVisible: undefined, 'x-gemel-note': 'hi' })],
      ['changed hall / mixer: Always Visible removed; X-gemel-note: hi (new)'],
    ],
    [
      'rules and settings',
      [
        () => setRule('r1', { statements: [{ expression: 'a', target: 'b' }] }),
        () => removeRule('r2'),
        () => addRule('r3'),
        () => setUnit('feet'),
        () => setSceneProperties({ fogSettings: { color: '#cccccc', near: 2, far: 9 } }),
      ],
      [
        'changed rule r1',
        'removed rule r2',
        'added rule r3',
        'Unit: meters → feet',
        'Fog Settings › near: 1 → 2',
      ],
    ],
  ]

  it.each(rows)('%s', (_, changes, expected) => {
    expect(words(read(), there(...changes))).toEqual(expected)
  })

  it('of any document and itself is none', () => {
    fc.assert(
      fc.property(randomScene, (scene) => {
        expect(diffScenes(parseScene(scene).document, parseScene(scene).document).isSame).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})

/** Merges; `mine` is worked on from the base itself, `theirs` is read anew. */
function merged(mine: readonly Change[], theirs: readonly Change[], prefer?: 'mine' | 'theirs') {
  const base = read()
  const result = mergeScenes(
    base,
    changed(base, ...mine),
    there(...theirs),
    prefer === undefined ? {} : { prefer },
  )
  checkTree(result.document)
  return result
}

const goneMixer: Change = (id) => removeNodes([id('mixer')])
const movedMixer: Change = (id) => moveNodes([id('mixer')], [1, 0, 0])

interface Choice {
  readonly name: string
  readonly kind: number
  readonly number: number
}

/** One of seven changes of a node. */
function changeOf({ name, kind, number }: Choice): Change {
  return (id) =>
    [
      moveNodes([id(name)], [number, 0, 0]),
      renameNode(id(name), `n${number}`),
      reparentNodes([id(name)], { parentId: id('yard'), index: number }),
      reorderNodes([id(name)], number),
      removeNodes([id(name)]),
      addComponent(id(name), newTag({ chosenColor: `#00000${number}` })),
      addNodes([newNode({ name: `new ${number}` })], { parentId: id(name) }),
    ][kind] as Command
}

describe('the work of two', () => {
  it('is all there when it is of different things', () => {
    const mine: Change[] = [
      (id) => transformNodes(new Map([[id('mixer'), at(1)]])),
      (id) => addNodes([newNode({ name: 'mine' })], { parentId: id('hall') }),
      (id) => setNodeProperties([id('mixer')], { 'x-gemel-note': 'hi' }),
      () => addRule('r3'),
      (id) => removeNodes([id('yard')]),
    ]
    const theirs: Change[] = [
      (id) => renameNode(id('mixer'), 'mixer 1'),
      (id) => addNodes([newNode({ name: 'theirs' })], { parentId: id('hall'), index: 0 }),
      (id) =>
        setComponent(
          id('mixer'),
          0,
          newTag({ icon: 'iottwinmaker.common.icon:Error', ruleBasedMapId: 'r1' }),
        ),
      () => removeRule('r2'),
      () => setUnit('feet'),
      (id) => reparentNodes([id('belt')], { parentId: id('oven') }),
    ]
    const { document, conflicts } = merged(mine, theirs)
    expect(conflicts).toEqual([])
    expect(inTreeOrder(document).map((node) => node.name)).toEqual([
      'hall',
      'theirs',
      'mixer 1',
      'oven',
      'belt',
      'mine',
    ])
    const mixer = [...document.nodes.values()].find((node) => node.name === 'mixer 1')
    expect(mixer).toMatchObject({
      transform: { position: [1, 0, 0] },
      properties: { alwaysVisible: true, 'x-gemel-note': 'hi' },
      components: [{ icon: 'iottwinmaker.common.icon:Error', ruleBasedMapId: 'r1' }],
    })
    expect(Object.keys(document.rules)).toEqual(['r1', 'r3'])
    expect(document.unit).toBe('feet')
  })

  it('tells where both changed the same thing, and keeps what is preferred', () => {
    const mine: Change[] = [
      (id) => transformNodes(new Map([[id('mixer'), at(1)]])),
      () => setSceneProperties({ environmentPreset: 'directional' }),
    ]
    const theirs: Change[] = [
      (id) => transformNodes(new Map([[id('mixer'), at(2)]])),
      () => setSceneProperties({ environmentPreset: 'chromatic' }),
    ]
    const one = merged(mine, theirs)
    expect(
      one.conflicts.map(({ where, what, mine: m, theirs: t, kept }) => [where, what, m, t, kept]),
    ).toEqual([
      ['hall / mixer', 'position', [1, 0, 0], [2, 0, 0], 'mine'],
      ['Scene settings', 'environmentPreset', 'directional', 'chromatic', 'mine'],
    ])
    const other = merged(mine, theirs, 'theirs')
    expect(other.document.properties.environmentPreset).toBe('chromatic')
    expect(inTreeOrder(other.document)[1]?.transform.position).toEqual([2, 0, 0])
  })

  it('is no conflict when both did the same', () => {
    const both: Change[] = [
      (id) => renameNode(id('mixer'), 'm'),
      (id) => removeNodes([id('yard')]),
      () => addRule('r3'),
    ]
    expect(merged(both, both).conflicts).toEqual([])
  })

  it('keeps a node that one deleted and the other changed', () => {
    for (const { document, conflicts } of [
      merged([goneMixer], [movedMixer]),
      merged([movedMixer], [goneMixer]),
    ]) {
      expect(conflicts).toHaveLength(1)
      expect(inTreeOrder(document).map((node) => node.name)).toEqual([
        'hall',
        'mixer',
        'oven',
        'belt',
        'yard',
      ])
    }
  })

  it('keeps what a new node hangs under', () => {
    const { document, conflicts } = merged(
      [(id) => removeNodes([id('hall')])],
      [(id) => addNodes([newNode({ name: 'new' })], { parentId: id('oven') })],
    )
    expect(inTreeOrder(document).map((node) => node.name)).toEqual(['hall', 'oven', 'new', 'yard'])
    expect(conflicts.map((conflict) => `${conflict.where}: ${conflict.what}`)).toEqual([
      'hall / oven: deleted here, something below it changed there',
      'hall: deleted here, something below it changed there',
    ])
  })

  it('does not make a circle of two moves', () => {
    const { document, conflicts } = merged(
      [(id) => reparentNodes([id('hall')], { parentId: id('yard') })],
      [(id) => reparentNodes([id('yard')], { parentId: id('hall') })],
    )
    expect(document.nodes.size).toBe(5)
    expect(conflicts.map((conflict) => conflict.what)).toContain('parent')
  })

  it('follows the order of the one who ordered', () => {
    const { document } = merged(
      [(id) => addNodes([newNode({ name: 'mine' })], { parentId: id('hall'), index: 1 })],
      [(id) => reorderNodes([id('belt')], 0)],
    )
    expect(inTreeOrder(document).map((node) => node.name)).toEqual([
      'hall',
      'belt',
      'mixer',
      'mine',
      'oven',
      'yard',
    ])
  })

  it('is the work of one when the other did nothing', () => {
    const change = fc.record({
      name: fc.constantFrom('hall', 'mixer', 'oven', 'belt', 'yard'),
      kind: fc.nat(6),
      number: fc.nat(4),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), (choices) => {
        const base = read()
        const mine = changed(base, ...choices.map(changeOf))
        const alone = mergeScenes(base, mine, read())
        expect(alone.conflicts).toEqual([])
        expect(printScene(alone.document)).toBe(printScene(mine))
        // A base that was read anew does as well.
        expect(printScene(mergeScenes(read(), mine, read()).document)).toBe(printScene(mine))
        // From the other side the same, save for the order in which nodes are written.
        const theirs = parseScene(printScene(mine)).document
        const other = mergeScenes(base, base, theirs)
        checkTree(other.document)
        expect(other.conflicts).toEqual([])
        expect(words(other.document, theirs)).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  it('of any two is a tree that is written and read again', () => {
    fc.assert(
      fc.property(randomScene, randomScene, randomScene, (base, mine, theirs) => {
        const [one, two, three] = [base, mine, theirs].map((scene) => parseScene(scene).document)
        if (one === undefined || two === undefined || three === undefined) return
        const { document } = mergeScenes(one, two, three)
        checkTree(document)
        const printed = printScene(document)
        expect(printScene(parseScene(printed).document)).toBe(printed)
      }),
      { numRuns: 50 },
    )
  })
})
