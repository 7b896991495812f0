// Every command has its way back: on random documents, with random choices.

import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { newLight, newNode, newTag } from '../document/defaults'
import { parseScene } from '../document/parse'
import { checkTree } from '../document/check-tree'
import { printScene } from '../document/print'
import { worldMatrix } from '../document/query'
import { randomScene } from '../document/random-scene'
import type { NodeId, SceneDocument, Vec3 } from '../document/types'
import type { Command } from '../editor/types'
import { addNodes } from './add-nodes'
import { alignNodes, distributeNodes } from './arrange-nodes'
import { duplicateNodes } from './duplicate-nodes'
import { groupNodes, ungroupNodes } from './group-nodes'
import { copyNodes, pasteNodes, readCopiedNodes } from './paste-nodes'
import { removeNodes } from './remove-nodes'
import { renameNode } from './rename-node'
import { reorderNodes, reparentNodes } from './reparent-nodes'
import { addComponent, removeComponent, setComponent } from './set-component'
import { setNodeProperties, setSnapToFloor } from './set-node-properties'
import { addRule, removeRule, renameRule, setRule } from './set-rule'
import { replaceDocument, setSceneProperties, setUnit } from './set-scene'
import { moveNodes, transformNodes } from './transform-nodes'

// Many random documents take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

interface Choice {
  readonly kind: number
  readonly nodes: readonly number[]
  readonly number: number
  readonly vector: Vec3
}

const part = fc.double({ noNaN: true, min: -1000, max: 1000 })
const choice: fc.Arbitrary<Choice> = fc.record({
  kind: fc.nat(),
  nodes: fc.array(fc.nat(), { maxLength: 4 }),
  number: fc.nat(6),
  vector: fc.tuple(part, part, part),
})

type Maker = (document: SceneDocument, ids: readonly NodeId[], choice: Choice) => Command | null

const RULES = ['ruleA', 'rule-b', 'r2', 'new_rule']
const ruleOf = ({ number }: Choice): string => RULES[number % RULES.length] ?? ''

const MAKERS: Readonly<Record<string, Maker>> = {
  'add-nodes': (_, ids, { number }) => {
    const top = newNode({ name: 'top', components: [newTag()] })
    const below = { ...newNode({ name: 'below' }), parentId: top.id }
    return addNodes([{ ...top, childIds: [below.id] }, below], { parentId: ids[0] ?? null, index: number })
  },
  'remove-nodes': (_, ids) => removeNodes(ids),
  'transform-nodes': (_, ids, { vector }) =>
    transformNodes(new Map(ids.map((id) => [id, { position: vector, scale: [2, 2, 2] }]))),
  'move-nodes': (_, ids, { vector }) => moveNodes(ids, vector),
  'rename-node': (_, [id], { number }) => (id === undefined ? null : renameNode(id, `name ${number}`)),
  'reparent-nodes': (_, [parentId, ...ids], { number }) =>
    reparentNodes(ids, { parentId: parentId ?? null, index: number }),
  'reparent-nodes without keeping the world': (_, [parentId, ...ids]) =>
    reparentNodes(ids, { parentId: parentId ?? null, keepsWorld: false }),
  'reorder-nodes': (_, ids, { number }) => reorderNodes(ids, number),
  'set-component': (_, [id], { number }) =>
    id === undefined ? null : setComponent(id, number % 3, newLight('Point')),
  'add-component': (_, [id], { number }) =>
    id === undefined ? null : addComponent(id, newTag(), number % 3),
  'remove-component': (_, [id], { number }) => (id === undefined ? null : removeComponent(id, number % 3)),
  'set-node-properties': (_, ids, { number }) =>
    setNodeProperties(ids, { alwaysVisible: number > 3, 'x-gemel-note': undefined }),
  'set-snap-to-floor': (_, ids, { number }) => setSnapToFloor(ids, number > 3),
  'duplicate-nodes': (document, ids) => duplicateNodes(document, ids),
  'paste-nodes': (document, [parentId, ...ids], { vector }) => {
    const copied = readCopiedNodes(copyNodes(document, ids))
    return copied === null
      ? null
      : pasteNodes(
          { ...copied, rules: { ...copied.rules, ruleA: { statements: [] } } },
          {
            parentId: parentId ?? null,
            at: vector,
          },
        )
  },
  'group-nodes': (_, ids) => groupNodes(ids),
  'ungroup-nodes': (document, ids) => ungroupNodes(document, ids),
  'align-nodes': (_, ids) => alignNodes(ids, 'y', 'center'),
  'distribute-nodes': (_, ids) => distributeNodes(ids, 'x'),
  'add-rule': (_, __, choice) => addRule(ruleOf(choice)),
  'set-rule': (_, __, choice) => setRule(ruleOf(choice), { statements: [{ expression: 'a', target: 'b' }] }),
  'rename-rule': (_, __, choice) => renameRule(ruleOf(choice), 'other_rule'),
  'remove-rule': (_, __, choice) => removeRule(ruleOf(choice)),
  'set-scene-properties': (_, __, { number }) =>
    setSceneProperties({ environmentPreset: `p${number}`, fogSettings: undefined }),
  'set-unit': () => setUnit('feet'),
  'replace-document': () =>
    replaceDocument(parseScene({ specVersion: '1.0', nodes: [], rootNodeIndexes: [] }).document),
}

function make(document: SceneDocument, choice: Choice, name?: string): Command | null {
  const ids = [...document.nodes.keys()]
  const chosen = [
    ...new Set(choice.nodes.flatMap((at) => (ids.length === 0 ? [] : (ids[at % ids.length] ?? [])))),
  ]
  const makers = Object.values(MAKERS)
  const maker = name === undefined ? makers[choice.kind % makers.length] : MAKERS[name]
  return maker?.(document, chosen, choice) ?? null
}

/** Applies a command, takes it back, makes it again; all must agree. Answers the document after it. */
function thereAndBack(document: SceneDocument, command: Command): SceneDocument {
  const before = printScene(document)
  const inverse = command.inverse(document)
  const after = command.apply(document)
  checkTree(after)
  const back = inverse.apply(after)
  checkTree(back)
  expect(printScene(back)).toBe(before)
  const printed = printScene(after)
  expect(printScene(inverse.inverse(after).apply(back))).toBe(printed)
  expect(printScene(command.apply(back))).toBe(printed)
  expect(printScene(document)).toBe(before)
  return after
}

describe('every command', () => {
  it.each(Object.keys(MAKERS))('%s can be taken back and made again', (name) => {
    fc.assert(
      fc.property(randomScene, choice, (scene, chosen) => {
        const { document } = parseScene(scene)
        const command = make(document, chosen, name)
        if (command !== null) thereAndBack(document, command)
      }),
      { numRuns: 40 },
    )
  })

  it('a row of any commands can be taken back one by one', () => {
    fc.assert(
      fc.property(randomScene, fc.array(choice, { maxLength: 8 }), (scene, choices) => {
        let { document } = parseScene(scene)
        const start = printScene(document)
        const ways: Command[] = []
        for (const chosen of choices) {
          const command = make(document, chosen)
          if (command === null) continue
          ways.unshift(command.inverse(document))
          document = thereAndBack(document, command)
        }
        // What is written opens again as it is, with nothing to mend.
        const written = printScene(document)
        expect(printScene(parseScene(written).document)).toBe(written)
        for (const way of ways) document = way.apply(document)
        expect(printScene(document)).toBe(start)
      }),
      { numRuns: 80 },
    )
  })
})

/** A small tree with turned, moved and evenly scaled nodes, in which nothing is sheared. */
const plain = fc
  .array(
    fc.record({
      position: fc.tuple(part, part, part),
      rotation: fc.tuple(part, part, part),
      scale: fc.double({ min: 0.1, max: 10, noNaN: true }),
    }),
    { minLength: 3, maxLength: 6 },
  )
  .map((list) => {
    const nodes = list.map(({ scale, ...rest }, index) => ({
      name: `n${index}`,
      transform: { ...rest, scale: [scale, scale, scale] },
      children: list.flatMap((_, child) =>
        child > 0 && Math.floor((child - 1) / 2) === index ? [child] : [],
      ),
    }))
    return parseScene({ specVersion: '1.0', nodes, rootNodeIndexes: [0] }).document
  })

function close(one: readonly number[], other: readonly number[]): void {
  const size = Math.max(1, ...one.map(Math.abs))
  for (const [index, value] of one.entries())
    expect(Math.abs(value - (other[index] ?? 0)) / size).toBeLessThan(1e-6)
}

describe('nodes stay where they are in the world', () => {
  it('when they hang under another parent, are grouped or ungrouped', () => {
    fc.assert(
      fc.property(plain, fc.nat(), fc.nat(), (document, first, second) => {
        const ids = [...document.nodes.keys()]
        const [one, other] = [ids[first % ids.length] as NodeId, ids[second % ids.length] as NodeId]
        const reparented = reparentNodes([one], { parentId: other }).apply(document)
        for (const id of ids) close(worldMatrix(document, id), worldMatrix(reparented, id))
        const grouped = groupNodes([one, other]).apply(document)
        for (const id of ids) close(worldMatrix(document, id), worldMatrix(grouped, id))
        const ungrouped = ungroupNodes(document, [one]).apply(document)
        for (const id of ungrouped.nodes.keys()) close(worldMatrix(document, id), worldMatrix(ungrouped, id))
      }),
      { numRuns: 200 },
    )
  })
})
