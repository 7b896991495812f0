// @vitest-environment node
// OBJ, MTL and STL as programs write them, and the models made of them.

import { describe, expect, it } from 'vitest'
import { materialFilesOf, readMtl, readObj } from './read-obj'
import { readStl } from './read-stl'
import { type Job, work } from './work'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const convert = async (job: Omit<Extract<Job, { kind: 'convert' }>, 'kind' | 'name'>) => {
  const answer = await work({ ...job, kind: 'convert', name: 'part' }, null, () => undefined)
  if (answer.kind !== 'made') throw new Error('nothing made')
  return answer.value.after
}

const SQUARE = `# a square and a triangle
mtllib plant.mtl
v 0 0 0
v 2 0 0
v 2 1 0
v 0 1 0
vt 0 0
vt 1 0
vt 1 1
vt 0 1
vn 0 0 1
o Panel
usemtl Red
f 1/1/1 2/2/1 3/3/1 4/4/1
o Flag
usemtl Glass
f -4 -3 \\
-2
`
const MATERIALS = 'newmtl Red\nKd 1 0 0\nNs 100\nnewmtl Glass\nKd 0.5 0.5 0.5\nd 0.25\nmap_Kd -s 1 1 1 glass.png\n'

describe('OBJ', () => {
  it('cuts faces into triangles, by object and material', () => {
    const [panel, flag] = readObj(SQUARE, 'part', readMtl(MATERIALS))
    expect([panel?.name, panel?.positions.length, panel?.material?.name]).toEqual(['Panel', 18, 'Red'])
    expect([...(panel?.uvs ?? [])].slice(0, 4)).toEqual([0, 0, 1, 0])
    expect([flag?.positions.length, flag?.normals, flag?.uvs, flag?.material?.texture]).toEqual([9, null, null, 'glass.png'])
    expect(materialFilesOf(SQUARE)).toEqual(['plant.mtl'])
  })

  it('reads colours as light, and opacity', () => {
    const materials = readMtl(MATERIALS)
    expect(materials.get('Red')?.color).toEqual([1, 0, 0])
    expect(materials.get('Glass')?.opacity).toBe(0.25)
  })

  it('says which line is wrong', () => {
    expect(() => readObj('v 0 0 0\nf 1 2 3', 'part')).toThrow('Line 2')
    expect(() => readObj('v 0 zero 0', 'part')).toThrow('Line 1')
  })

  it('becomes a model in metres', async () => {
    const after = await convert({ format: 'obj', bytes: bytesOf(SQUARE), files: new Map([['plant.mtl', bytesOf(MATERIALS)]]), options: { unit_m: 0.001, up: 'y' } })
    expect([after.triangles, after.meshes, after.materials]).toEqual([3, 2, 2])
    expect(after.box_m?.max[0]).toBeCloseTo(0.002, 6)
  })
})

const TEXT_STL = 'solid part\nfacet normal 0 0 1\n outer loop\n  vertex 0 0 0\n  vertex 1 0 0\n  vertex 0 1e0 5\n endloop\nendfacet\nendsolid'

function binaryStl(triangles: number, header = ''): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(84 + triangles * 50)
  bytes.set(bytesOf(header))
  const view = new DataView(bytes.buffer)
  view.setUint32(80, triangles, true)
  for (let at = 0; at < triangles; at += 1) view.setFloat32(84 + at * 50 + 12 + 4 * 4, at + 1, true)
  return bytes
}

describe('STL', () => {
  it('is read as text and as bytes, also bytes that begin with “solid”', () => {
    expect([...(readStl(bytesOf(TEXT_STL), 'part')[0]?.positions ?? [])]).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 5])
    expect(readStl(binaryStl(3), 'part')[0]?.positions).toHaveLength(27)
    expect(readStl(binaryStl(3, 'solid of some program'), 'part')[0]?.positions).toHaveLength(27)
  })

  it('says when it is cut off', () => {
    expect(() => readStl(binaryStl(3).slice(0, 150), 'part')).toThrow('cut off')
  })

  it('is laid over when Z is up', async () => {
    const after = await convert({ format: 'stl', bytes: bytesOf(TEXT_STL), files: new Map(), options: { unit_m: 1, up: 'z' } })
    expect(after.box_m?.max[1]).toBe(5)
    expect(after.box_m?.min[2]).toBe(-1)
  })

  it('without triangles says so', async () => {
    await expect(convert({ format: 'stl', bytes: bytesOf('solid\nendsolid'), files: new Map(), options: { unit_m: 1, up: 'y' } })).rejects.toThrow('no triangles')
  })
})
