// The tree as it is loaded and as it follows writes, with a service made of a map.

import type { IoTTwinMakerClient, ListEntitiesCommand } from '@aws-sdk/client-iottwinmaker'
import { describe, expect, it } from 'vitest'
import { flatten, ROOT, type TreeNode } from './model'
import { TreeStore } from './store'

const node = (id: string, parentId: string, hasChildren = false): TreeNode => ({ id, name: id, parentId, hasChildren, state: 'ACTIVE', error: undefined, description: '' })

/** A service that pages two at a time, and fails for the parent `bad`. */
function service(children: Record<string, readonly string[]>, asked: string[] = []): IoTTwinMakerClient {
  const send = async ({ input }: ListEntitiesCommand) => {
    const filter = input.filters?.[0]
    const parent = (filter && 'parentEntityId' in filter ? filter.parentEntityId : undefined) ?? ''
    asked.push(`${parent}@${input.nextToken ?? 0}`)
    if (parent === 'bad') throw new Error('no')
    const from = Number(input.nextToken ?? 0)
    const ids = children[parent] ?? []
    const entitySummaries = ids.slice(from, from + 2).map((id) => ({ entityId: id, entityName: id, parentEntityId: parent, hasChildEntities: id in children }))
    return { entitySummaries, nextToken: from + 2 < ids.length ? String(from + 2) : undefined }
  }
  return { send } as unknown as IoTTwinMakerClient
}
const rows = (tree: TreeStore) => flatten(tree.state).map((it) => it.id)

describe('TreeStore', () => {
  it('loads children when they are opened, page by page', async () => {
    const asked: string[] = []
    const tree = new TreeStore(service({ [ROOT]: ['a', 'b', 'c'], a: ['a10', 'a2'] }, asked), 'w')
    await tree.load(ROOT)
    expect(rows(tree)).toEqual(['a', 'b', 'more:$ROOT'])
    await tree.more(ROOT)
    tree.setExpanded('a', true)
    await tree.load('a')
    await Promise.resolve()
    expect(asked).toEqual(['$ROOT@0', '$ROOT@2', 'a@0'])
    await new Promise((done) => { setTimeout(done) })
    expect(rows(tree)).toEqual(['a', 'a2', 'a10', 'b', 'c'])
  })
  it('keeps an error at its place and asks again', async () => {
    const tree = new TreeStore(service({ [ROOT]: ['bad'], bad: [] }), 'w')
    await tree.load(ROOT)
    tree.setExpanded('bad', true)
    await new Promise((done) => { setTimeout(done) })
    expect(rows(tree)).toEqual(['bad', 'error:bad'])
  })
  it('follows a move, and knows that the old parent is empty', async () => {
    const tree = new TreeStore(service({ [ROOT]: ['a', 'b'], a: ['x'] }), 'w')
    await tree.load(ROOT)
    tree.setExpanded('a', true)
    await new Promise((done) => { setTimeout(done) })
    tree.put(node('x', 'b'))
    tree.setExpanded('b', true)
    expect(tree.state.nodes.get('a')?.hasChildren).toBe(false)
    expect(tree.state.nodes.get('b')?.hasChildren).toBe(true)
  })
  it('forgets a deleted entity with all below it', async () => {
    const tree = new TreeStore(service({ [ROOT]: ['a', 'b'], a: ['x'] }), 'w')
    await tree.load(ROOT)
    tree.setExpanded('a', true)
    await new Promise((done) => { setTimeout(done) })
    tree.select(new Set(['x', 'b']), 'x', 'x')
    tree.remove('a')
    expect(rows(tree)).toEqual(['b'])
    expect([...tree.state.selected]).toEqual(['b'])
    expect(tree.state.nodes.has('x')).toBe(false)
  })
  it('reveals an entity whose page is not here', async () => {
    const tree = new TreeStore(service({ [ROOT]: ['a', 'b', 'c', 'd'], d: ['d1', 'd2', 'd3'] }), 'w')
    await tree.reveal([node('d', ROOT, true), node('d3', 'd')])
    expect(rows(tree)).toEqual(['a', 'b', 'd', 'd1', 'd2', 'd3', 'more:d', 'more:$ROOT'])
  })
})
