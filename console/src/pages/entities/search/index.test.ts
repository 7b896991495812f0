// Search: what matches, what comes first.

import { describe, expect, it } from 'vitest'
import { ROOT } from '../tree/model'
import { EntityIndex } from './index'

function index(...rows: readonly (readonly [id: string, name: string, parentId?: string, description?: string])[]): EntityIndex {
  const it = new EntityIndex()
  for (const [id, name, parentId = ROOT, description = ''] of rows) {
    it.put({ id, name, parentId, description, hasChildren: false, state: 'ACTIVE', error: undefined })
  }
  return it
}
const ids = (it: EntityIndex, text: string) => it.search(text, 10).hits.map(({ node }) => node.id)

describe('EntityIndex', () => {
  const plant = index(['line-1', 'Line 1'], ['mixing-1', 'Mixing 1', 'line-1'], ['mixer-3', 'Mixer 3', 'mixing-1', 'Spiral mixer of 600 kg'], ['old-mixer', 'Old mixer'], ['remix', 'Premixer'], ['p-7', 'Pump', ROOT, 'feeds the mixer'])

  it('puts whole words before beginnings before parts before descriptions', () => {
    expect(ids(plant, 'mixer 3')).toEqual(['mixer-3'])
    expect(ids(plant, 'mixer')).toEqual(['mixer-3', 'old-mixer', 'remix', 'p-7'])
  })
  it('finds by id and says so', () => {
    expect(plant.search('p-7', 10).hits[0]).toMatchObject({ because: 'id', node: { name: 'Pump' } })
    expect(plant.search('feeds', 10).hits[0]).toMatchObject({ because: 'description' })
  })
  it('wants every word', () => {
    expect(ids(plant, 'spiral mixer')).toEqual(['mixer-3'])
    expect(ids(plant, 'mixer nothing')).toEqual([])
  })
  it('shows where a hit stands', () => {
    expect(plant.search('mixer 3', 10).hits[0]?.path).toEqual(['Line 1', 'Mixing 1'])
  })
  it('keeps to the entities of a type', () => {
    const { hits, total } = plant.search('', 10, new Set(['remix']))
    expect(hits.map(({ node }) => node.id)).toEqual(['remix'])
    expect(total).toBe(1)
  })
  it('follows writes', () => {
    const it = index(['a', 'Alpha'], ['b', 'Beta', 'a'], ['c', 'Gamma', 'b'])
    expect(it.descendantsOf('a')).toEqual(['b', 'c'])
    it.remove('b')
    expect(it.descendantsOf('a')).toEqual([])
    it.put({ id: 'a', name: 'Omega', parentId: ROOT, description: '', hasChildren: false, state: 'ACTIVE', error: undefined })
    expect(ids(it, 'omega')).toEqual(['a'])
    expect(ids(it, 'alpha')).toEqual([])
  })
  it('is quick over 50,000 entities', () => {
    const big = new EntityIndex()
    for (let n = 0; n < 50_000; n++) big.put({ id: `pump-${n}`, name: `Pump ${n}`, parentId: ROOT, description: 'a pump', hasChildren: false, state: 'ACTIVE', error: undefined })
    const start = performance.now()
    const { hits, total } = big.search('pump 4999', 100)
    expect(hits[0]?.node.id).toBe('pump-4999')
    expect(total).toBeGreaterThan(9)
    expect(performance.now() - start).toBeLessThan(500)
  })
})
