// Rows, moves and uses of the library.

import { describe, expect, it } from 'vitest'
import { moveProblem, planMoves } from './moves'
import { isKeptByConsole, kindLabel, kindOf, nameProblem, parentsOf, type Row, rowsOf } from './rows'
import { keysIn, withMoved } from './uses'

const object = (key: string) => ({ key, size_bytes: 1, etag: '"e"', modified_at: new Date(0) })
const row = (key: string): Row => ({ key, name: key, kind: kindOf(key), object: key.endsWith('/') ? null : object(key) })

describe('rowsOf', () => {
  const listing = {
    folders: ['models/pumps/', 'models/line.versions/'], isCut: false,
    objects: [object('models/'), object('models/tank.glb'), object('models/line.json'), object('models/line.json.thumbnail.webp')],
  }
  it('lists folders first, without what is kept for the console', () => {
    expect(rowsOf(listing, 'models/', { kept: false, isFlat: false }).map((it) => `${it.kind} ${it.name}`)).toEqual(['folder pumps', 'model tank.glb', 'scene line.json'])
    expect(rowsOf(listing, 'models/', { kept: true, isFlat: false })).toHaveLength(5)
  })
  it('has paths for names when flat', () => {
    expect(rowsOf({ folders: [], objects: [object('a/b/c.glb')], isCut: false }, 'a/', { kept: false, isFlat: true })[0]?.name).toBe('b/c.glb')
  })
})

it('names kinds', () => {
  expect([row('a.glb'), row('b/'), row('c.json'), row('d.xyz'), row('e')].map(kindLabel)).toEqual(['3D model · GLB', 'Folder', 'JSON', 'File · XYZ', 'File'])
  expect([isKeptByConsole('a.versions/x.json'), isKeptByConsole('a.glb')]).toEqual([true, false])
  expect(parentsOf('a/b/')).toEqual([{ name: 'a', prefix: 'a/' }, { name: 'b', prefix: 'a/b/' }])
  expect(['', 'a/b', '..', 'a\nb', 'x'.repeat(300)].map((it) => nameProblem(it) !== null)).toEqual([true, true, true, true, true])
  expect(nameProblem('tank (2).glb')).toBeNull()
})

describe('planMoves', () => {
  const rows = [row('old/tank.glb'), row('old/pumps/')]
  const keys = ['old/tank.glb', 'old/pumps/', 'old/pumps/a/p1.glb']
  it('keeps what is inside of folders', () => {
    expect(planMoves(rows, keys, 'new/').map((it) => it.to)).toEqual(['new/tank.glb', 'new/pumps/', 'new/pumps/a/p1.glb'])
  })
  it('renames', () => {
    expect(planMoves([row('old/pumps/')], keys.slice(1), 'old/', 'valves').map((it) => it.to)).toEqual(['old/valves/', 'old/valves/a/p1.glb'])
  })
  it('has nothing to do for the same place', () => expect(planMoves(rows, keys, 'old/')).toEqual([]))
  it('refuses a folder in itself', () => {
    expect(moveProblem(rows, 'old/pumps/deep/')).toContain('itself')
    expect(moveProblem(rows, 'new/')).toBeNull()
  })
})

describe('uses', () => {
  const scene = { bucket: 'plant', key: 'scenes/line.json' }
  const text = `{
  "nodes": [ {"components":[{"type":"ModelRef","uri":"s3://plant/models/tank.glb"}, {"type":"ModelRef","uri":"tank.glb"}]},
             {"name":"s3://plant/models/tank.glb?", "components":[{"type":"PlaneGeometry","textureUri":"s3:\\/\\/plant\\/models\\/floor.png"}]} ],
  "uri": "s3://other/models/tank.glb"
}`
  it('are found wherever a uri stands, also relative ones', () => {
    expect(keysIn(text, 'plant', scene)).toEqual(['models/tank.glb', 'scenes/tank.glb', 'models/floor.png'])
    expect(keysIn('no json', 'plant', scene)).toEqual([])
  })
  it('follow moves, and nothing else changes', () => {
    const moved = withMoved(text, scene, new Map([['scenes/tank.glb', 'models/small/tank.glb'], ['models/floor.png', 'floor $& 2.png']]))
    expect(moved).toBe(text.replace('"tank.glb"', '"s3://plant/models/small/tank.glb"').replace(String.raw`"s3:\/\/plant\/models\/floor.png"`, () => '"s3://plant/floor $& 2.png"'))
  })
})
