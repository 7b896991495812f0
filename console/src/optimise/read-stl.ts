// STL files: triangles and nothing else, as text or as bytes.

import type { MeshPart } from './mesh-data'

const HEADER_BYTES = 80
const TRIANGLE_BYTES = 50
/** A limit on what is turned into a model in a browser: some 2 GB of memory. */
export const TRIANGLES_MAX = 10_000_000

export function readStl(bytes: Uint8Array, name: string): readonly MeshPart[] {
  const positions = isBinary(bytes) ? binary(bytes) : text(new TextDecoder().decode(bytes))
  if (positions.length === 0) return []
  return [{ name, material: null, positions, normals: null, uvs: null }]
}

/** Bytes have a count that fits the length; some programs begin byte files with `solid` as well. */
function isBinary(bytes: Uint8Array): boolean {
  if (bytes.byteLength < HEADER_BYTES + 4) return false
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(HEADER_BYTES, true)
  return HEADER_BYTES + 4 + count * TRIANGLE_BYTES === bytes.byteLength || new TextDecoder().decode(bytes.subarray(0, 5)) !== 'solid'
}

function binary(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const told = view.getUint32(HEADER_BYTES, true)
  const count = Math.floor((bytes.byteLength - HEADER_BYTES - 4) / TRIANGLE_BYTES)
  if (told > count) throw new Error(`This STL is cut off: it says it has ${told} triangles, and has ${count}. Upload it again.`)
  if (told > TRIANGLES_MAX) throw new Error(`This STL has ${told} triangles; up to ${TRIANGLES_MAX} can be converted here.`)
  const positions = new Float32Array(told * 9)
  for (let triangle = 0; triangle < told; triangle += 1) {
    // The file's own normals are skipped: many programs write zeros.
    const at = HEADER_BYTES + 4 + triangle * TRIANGLE_BYTES + 12
    for (let number = 0; number < 9; number += 1) positions[triangle * 9 + number] = view.getFloat32(at + number * 4, true)
  }
  return positions
}

function text(source: string): Float32Array<ArrayBuffer> {
  const numbers: number[] = []
  for (const match of source.matchAll(/vertex\s+(\S+)\s+(\S+)\s+(\S+)/gi)) {
    const point = [Number(match[1]), Number(match[2]), Number(match[3])]
    if (point.some((it) => !Number.isFinite(it))) throw new Error(`This STL has a vertex that is no place: “${match[0]}”.`)
    numbers.push(...point)
  }
  if (numbers.length / 9 > TRIANGLES_MAX) throw new Error(`This STL has ${numbers.length / 9} triangles; up to ${TRIANGLES_MAX} can be converted here.`)
  return new Float32Array(numbers.slice(0, numbers.length - (numbers.length % 9)))
}
