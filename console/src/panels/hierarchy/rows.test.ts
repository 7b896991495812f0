// The lines of the hierarchy: folding, searching, typing ahead, and a tree of 20,000.

import {
  addNodes,
  emptyScene,
  newEntityBinding,
  newModel,
  newNode,
  newTag,
  type NodeId,
  type SceneDocument,
  type SceneNode,
} from '@gemel/scene'
import { describe, expect, it } from 'vitest'
import { allExpandable, iconOf, rowsOf, typeAhead } from './rows'

function sceneOf(...nodes: readonly SceneNode[]): SceneDocument {
  const children = new Map<NodeId | null, NodeId[]>()
  for (const { id, parentId } of nodes) children.set(parentId, [...(children.get(parentId) ?? []), id])
  return addNodes(nodes.map((it) => ({ ...it, childIds: children.get(it.id) ?? [] }))).apply(emptyScene())
}

const plant = newNode({ name: 'Plant' })
const under = (parent: SceneNode, node: SceneNode): SceneNode => ({ ...node, parentId: parent.id })
const mixer = under(
  plant,
  newNode({ name: 'Mixer', components: [newModel('s3://b/mixer.glb'), newEntityBinding('mixer-1')] }),
)
const tag = under(
  mixer,
  newNode({
    name: 'Heat',
    components: [
      newTag({
        valueDataBinding: {
          dataBindingContext: {
            entityId: 'mixer-1',
            componentName: 'telemetry',
            propertyName: 'Temperature',
          },
        },
      }),
    ],
  }),
)
const oven = under(plant, newNode({ name: 'Oven' }))
const names = (document: SceneDocument, options: Partial<Parameters<typeof rowsOf>[0]> = {}) =>
  rowsOf({ document, expanded: new Set(), query: '', ...options }).map(
    (row) => `${'  '.repeat(row.depth)}${row.kind === 'mesh' ? row.name : document.nodes.get(row.id)?.name}`,
  )

describe('rowsOf', () => {
  const document = sceneOf(plant, mixer, tag, oven)

  it('shows the roots of a folded tree', () => expect(names(document)).toEqual(['Plant']))

  it('shows what is unfolded', () => {
    expect(names(document, { expanded: new Set([plant.id, mixer.id]) })).toEqual([
      'Plant',
      '  Mixer',
      '    Heat',
      '  Oven',
    ])
    expect(names(document, { expanded: allExpandable(document) })).toEqual([
      'Plant',
      '  Mixer',
      '    Heat',
      '  Oven',
    ])
  })

  it('shows the meshes of a model below its node', () => {
    const meshesOf = (id: NodeId) => (id === mixer.id ? [{ name: 'Bowl', children: [] }] : [])
    expect(names(document, { expanded: new Set([plant.id, mixer.id]), meshesOf })).toEqual([
      'Plant',
      '  Mixer',
      '    Heat',
      '    Bowl',
      '  Oven',
    ])
  })

  it.each([
    ['heat', ['Plant', '  Mixer', '    Heat']],
    ['temperature mixer-1', ['Plant', '  Mixer', '    Heat']],
    ['3d model', ['Plant', '  Mixer']],
    ['nothing', []],
  ])('finds %s with its ancestors', (query, rows) => {
    expect(names(document, { query })).toEqual(rows)
  })

  it('says where a line stands among its siblings', () => {
    const rows = rowsOf({ document, expanded: new Set([plant.id]), query: '' })
    expect(rows.map((it) => [it.position, it.count])).toEqual([
      [1, 1],
      [1, 2],
      [2, 2],
    ])
  })

  it('takes a tree of 20,000 without walking what is folded', () => {
    const groups = Array.from({ length: 100 }, (_, i) => newNode({ name: `Group ${i}` }))
    const parts = groups.flatMap((group) =>
      Array.from({ length: 200 }, (_, i) => under(group, newNode({ name: `Part ${i}` }))),
    )
    const large = sceneOf(...groups, ...parts)
    const before = performance.now()
    expect(rowsOf({ document: large, expanded: new Set(), query: '' })).toHaveLength(100)
    expect(performance.now() - before).toBeLessThan(100)
    expect(rowsOf({ document: large, expanded: allExpandable(large), query: '' })).toHaveLength(20_100)
  })
})

describe('typeAhead', () => {
  const document = sceneOf(newNode({ name: 'Alpha' }), newNode({ name: 'Beta' }), newNode({ name: 'Bravo' }))
  const rows = rowsOf({ document, expanded: new Set(), query: '' })
  const nameOf = (row: (typeof rows)[number]) => document.nodes.get(row.id)?.name ?? ''
  it('goes on with the same letter, stays with more, goes round', () => {
    expect(typeAhead(rows, 0, 'b', nameOf)).toBe(1)
    expect(typeAhead(rows, 1, 'b', nameOf)).toBe(2)
    expect(typeAhead(rows, 2, 'b', nameOf)).toBe(1)
    expect(typeAhead(rows, 1, 'be', nameOf)).toBe(1)
    expect(typeAhead(rows, 0, 'x', nameOf)).toBe(-1)
  })
})

describe('iconOf', () => {
  it('says what a node is mostly', () => {
    expect(iconOf(mixer)).toBe('model')
    expect(iconOf(tag)).toBe('tag')
    expect(iconOf(plant)).toBe('empty')
  })
})
