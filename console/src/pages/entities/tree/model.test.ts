// The tree's rules: rows, keys, selection, moves.

import { describe, expect, it } from 'vitest'
import { type Branch, findTyped, flatten, moveRefusal, parentIndex, ROOT, selectionAfter, stepOf, topmost, type Tree, type TreeNode, visibleRange } from './model'

const node = (id: string, parentId: string, hasChildren = false): TreeNode => ({ id, name: id.toUpperCase(), parentId, hasChildren, state: 'ACTIVE', error: undefined, description: '' })
const branch = (ids: string[], rest: Partial<Branch> = {}): Branch => ({ ids, nextToken: undefined, isLoading: false, error: undefined, ...rest })

function tree(expanded: string[], branches: Record<string, Branch>): Tree {
  const nodes = [node('a', ROOT, true), node('b', ROOT), node('a1', 'a', true), node('a2', 'a'), node('x', 'a1')]
  return { nodes: new Map(nodes.map((it) => [it.id, it])), branches: new Map(Object.entries(branches)), expanded: new Set(expanded) }
}
const open = tree(['a', 'a1'], { [ROOT]: branch(['a', 'b']), a: branch(['a1', 'a2']), a1: branch(['x']) })
const names = (it: Tree) => flatten(it).map((row) => `${row.level}${row.id}`)

describe('flatten', () => {
  it('lists what is open, depth first', () => {
    expect(names(open)).toEqual(['1a', '2a1', '3x', '2a2', '1b'])
  })
  it('says where children are on their way, missing, or more', () => {
    expect(names(tree([], {}))).toEqual(['1loading:$ROOT'])
    expect(names(tree(['a'], { [ROOT]: branch(['a'], { nextToken: 't' }), a: branch([], { error: new Error('no') }) })))
      .toEqual(['1a', '2error:a', '1more:$ROOT'])
    expect(names(tree(['a'], { [ROOT]: branch(['a'], { isLoading: true }) }))).toEqual(['1a', '2loading:a', '1loading:$ROOT'])
  })
  it('tells position and size, and that a size is not known yet', () => {
    expect(flatten(open)[1]).toMatchObject({ position: 1, count: 2 })
    expect(flatten(tree([], { [ROOT]: branch(['a', 'b'], { nextToken: 't' }) }))[1]).toMatchObject({ position: 2, count: -1 })
  })
  it('flattens 50,000 brothers fast enough for a click', () => {
    const ids = Array.from({ length: 50_000 }, (_, n) => `n${n}`)
    const big: Tree = { nodes: new Map(ids.map((id) => [id, node(id, ROOT)])), branches: new Map([[ROOT, branch(ids)]]), expanded: new Set() }
    const start = performance.now()
    expect(flatten(big)).toHaveLength(50_000)
    expect(performance.now() - start).toBeLessThan(200)
  })
})

describe('keys', () => {
  const rows = flatten(open)
  const step = (key: string, index: number) => stepOf(key, rows, index, open, 3)
  it('moves, and stays inside', () => {
    expect(step('ArrowDown', 0)).toEqual({ kind: 'focus', index: 1 })
    expect(step('ArrowUp', 0)).toEqual({ kind: 'focus', index: 0 })
    expect(step('End', 0)).toEqual({ kind: 'focus', index: 4 })
    expect(step('PageDown', 3)).toEqual({ kind: 'focus', index: 4 })
  })
  it('opens to the right, closes or climbs to the left', () => {
    expect(stepOf('ArrowRight', flatten(tree([], { [ROOT]: branch(['a']) })), 0, tree([], {}), 3)).toEqual({ kind: 'expand', id: 'a' })
    expect(step('ArrowRight', 0)).toEqual({ kind: 'focus', index: 1 })
    expect(step('ArrowRight', 4)).toBeNull()
    expect(step('ArrowLeft', 0)).toEqual({ kind: 'collapse', id: 'a' })
    expect(step('ArrowLeft', 2)).toEqual({ kind: 'focus', index: 1 })
    expect(step('ArrowLeft', 4)).toBeNull()
  })
  it('finds by typing', () => {
    expect(findTyped(rows, 0, 'a', open)).toBe(1)
    expect(findTyped(rows, 4, 'a', open)).toBe(0)
    expect(findTyped(rows, 0, 'x', open)).toBe(2)
    expect(findTyped(rows, 0, 'q', open)).toBe(-1)
  })
  it('knows the parent of a row', () => {
    expect(parentIndex(rows, 3)).toBe(0)
    expect(parentIndex(rows, 4)).toBe(-1)
  })
})

describe('selection', () => {
  const rows = flatten(open)
  it('takes one, toggles, takes a range', () => {
    expect([...selectionAfter(new Set(['b']), null, rows, 0, 'only')]).toEqual(['a'])
    expect([...selectionAfter(new Set(['b']), null, rows, 0, 'toggle')]).toEqual(['b', 'a'])
    expect([...selectionAfter(new Set(['a']), null, rows, 0, 'toggle')]).toEqual([])
    expect([...selectionAfter(new Set(), 'a2', rows, 1, 'range')]).toEqual(['a1', 'x', 'a2'])
  })
  it('keeps the topmost only, since the rest goes with it', () => {
    expect(topmost(['x', 'a', 'b'], (id) => open.nodes.get(id)?.parentId)).toEqual(['a', 'b'])
  })
})

describe('moves', () => {
  const refusal = (ids: string[], target: string) => moveRefusal(ids, target, (id) => open.nodes.get(id)?.parentId, (id) => id)
  it('refuses cycles with the reason', () => {
    expect(refusal(['a'], 'a')).toMatch(/below itself/)
    expect(refusal(['a'], 'x')).toMatch(/descendant/)
  })
  it('refuses what changes nothing', () => {
    expect(refusal(['b'], ROOT)).toMatch(/already at the top level/)
    expect(refusal(['a1', 'a2'], 'a')).toMatch(/already below/)
  })
  it('allows the rest', () => {
    expect(refusal(['x'], 'b')).toBeNull()
    expect(refusal(['x', 'b'], ROOT)).toBeNull()
  })
})

it('shows only the rows of the window', () => {
  expect(visibleRange(0, 320, 32, 50_000)).toEqual([0, 18])
  expect(visibleRange(32_000, 320, 32, 50_000)).toEqual([992, 1018])
  expect(visibleRange(0, 320, 32, 3)).toEqual([0, 3])
  expect(visibleRange(9_000, 320, 32, 3)).toEqual([3, 3])
})
