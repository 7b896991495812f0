// Facts and advice, from the JSON of a model.

import { describe, expect, it } from 'vitest'
import { advise, textureMemory } from './budget'
import { type GltfJson, readContainer } from './glb'
import { imageSize } from './image-size'
import { inspectModel, type ModelFacts } from './inspect'

const JSON_OF: GltfJson = {
  asset: { version: '2.0', generator: 'test' },
  scenes: [{ nodes: [0] }],
  nodes: [{ children: [1, 2], translation: [10, 0, 0] }, { mesh: 0 }, { mesh: 0, scale: [2, 2, 2] }],
  meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }, { attributes: { POSITION: 0 }, mode: 5 }] }],
  accessors: [{ count: 24, min: [-1, -1, -1], max: [1, 1, 1] }, { count: 36 }],
  buffers: [{ uri: 'tank.bin', byteLength: 10 }],
  images: [{ uri: 'wood.png' }],
  animations: [{ name: 'Spin' }, {}],
}

describe('inspectModel', () => {
  const facts = inspectModel({ json: JSON_OF, bin: null }, 100, new Map([['tank.bin', new Uint8Array(10)]]))

  it('counts what is drawn', () => {
    expect([facts.triangles, facts.vertices, facts.draws]).toEqual([2 * (12 + 22), 4 * 24, 4])
    expect(facts.size_bytes).toBe(110)
    expect(facts.missing).toEqual(['wood.png'])
    expect(facts.animations).toEqual(['Spin', 'Animation 2'])
  })

  it('measures at the places of nodes', () => expect(facts.box_m).toEqual({ min: [8, -2, -2], max: [12, 2, 2] }))

  it('ends on rings of nodes', () => {
    const ring = inspectModel({ json: { scenes: [{ nodes: [0] }], nodes: [{ children: [0] }] }, bin: null }, 0, new Map())
    expect([ring.triangles, ring.box_m]).toEqual([0, null])
  })
})

const FACTS: ModelFacts = {
  size_bytes: 1, triangles: 10, vertices: 10, draws: 1, nodes: 1, meshes: 1, materials: 1, textures: [], animations: [],
  skins: 0, extensions: [], box_m: { min: [0, 0, 0], max: [1, 1, 1] }, generator: null, missing: [],
}

describe('advise', () => {
  it('has nothing to say about small models', () => expect(advise(FACTS)).toEqual([]))

  it('advises, then warns', () => {
    const about = (facts: Partial<ModelFacts>) => advise({ ...FACTS, ...facts }).map((it) => `${it.about} ${it.weight}`)
    expect(about({ triangles: 100_000 })).toEqual([])
    expect(about({ triangles: 100_001 })).toEqual(['triangles advice'])
    expect(about({ triangles: 500_001, draws: 300 })).toEqual(['triangles warning', 'draws advice'])
    expect(about({ box_m: { min: [0, 0, 0], max: [2500, 1, 1] } })).toEqual(['box_m advice'])
    expect(about({ missing: ['a.bin'] })).toEqual(['missing warning'])
    const texture = { name: '', format: 'PNG', width_px: 4096, height_px: 4096, size_bytes: 1 }
    expect(about({ textures: [texture] })).toEqual(['texture_px advice', 'texture_memory_bytes advice'])
    expect(textureMemory({ ...FACTS, textures: [texture] })).toBeCloseTo(89_478_485, -1)
  })
})

describe('containers', () => {
  it('say what is wrong', () => {
    expect(() => readContainer(new TextEncoder().encode('no json'))).toThrow('neither GLB nor glTF')
    expect(() => readContainer(new TextEncoder().encode('{}'))).toThrow('asset')
    const old = new Uint8Array([0x67, 0x6c, 0x54, 0x46, 1, 0, 0, 0, 12, 0, 0, 0])
    expect(() => readContainer(old)).toThrow('version 1')
    const short = new Uint8Array([0x67, 0x6c, 0x54, 0x46, 2, 0, 0, 0, 99, 0, 0, 0])
    expect(() => readContainer(short)).toThrow('cut off')
  })
})

function bytes(...parts: (string | number[])[]): Uint8Array {
  const all = parts.flatMap((it) => (typeof it === 'string' ? [...it].map((letter) => letter.charCodeAt(0)) : it))
  return new Uint8Array([...all, ...Array.from({ length: 40 }, () => 0)])
}

describe('imageSize', () => {
  it('knows the kinds', () => {
    expect(imageSize(bytes([0x89], 'PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 1, 0, 0, 0, 0, 128]))).toEqual({ format: 'PNG', width_px: 256, height_px: 128 })
    expect(imageSize(bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc2, 0, 17, 8, 0, 64, 1, 0]))).toEqual({ format: 'JPEG', width_px: 256, height_px: 64 })
    expect(imageSize(bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, 0, 0, 0, 0, 255, 3, 0, 255, 1, 0]))).toEqual({ format: 'WebP', width_px: 1024, height_px: 512 })
    expect(imageSize(bytes('nothing'))).toBeNull()
  })
})
