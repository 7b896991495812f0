// OBJ files and their MTL materials: faces by object and material, cut into triangles.

import type { MaterialData, MeshPart } from './mesh-data'
import { TRIANGLES_MAX } from './read-stl'

/** The MTL files an OBJ names. */
export function materialFilesOf(source: string): readonly string[] {
  return [...source.matchAll(/^[ \t]*mtllib[ \t]+(.+?)[ \t\r]*$/gm)].flatMap((it) => (it[1] ? [it[1]] : []))
}

interface Bin {
  readonly name: string
  readonly material: MaterialData | null
  readonly positions: number[]
  readonly normals: number[]
  readonly uvs: number[]
  hasNormals: boolean
  hasUvs: boolean
}

interface Reading {
  readonly v: number[]
  readonly vn: number[]
  readonly vt: number[]
  readonly bins: Map<string, Bin>
  readonly materials: ReadonlyMap<string, MaterialData>
  object: string
  material: string
  triangles: number
}

export function readObj(source: string, name: string, materials: ReadonlyMap<string, MaterialData> = new Map()): readonly MeshPart[] {
  const reading: Reading = { v: [], vn: [], vt: [], bins: new Map(), materials, object: name, material: '', triangles: 0 }
  let number = 0
  // A line that ends with a backslash goes on in the next.
  for (const line of source.replaceAll(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    number += 1
    readLine(reading, line.trim(), number)
  }
  return [...reading.bins.values()].map((bin) => ({
    name: bin.name, material: bin.material,
    positions: new Float32Array(bin.positions),
    normals: bin.hasNormals ? new Float32Array(bin.normals) : null,
    uvs: bin.hasUvs ? new Float32Array(bin.uvs) : null,
  }))
}

function readLine(reading: Reading, line: string, number: number): void {
  const [word = '', ...rest] = line.split(/\s+/)
  const numbers = (count: number) => rest.slice(0, count).map((it) => finite(it, line, number))
  if (word === 'v') reading.v.push(...numbers(3))
  else if (word === 'vn') reading.vn.push(...numbers(3))
  else if (word === 'vt') reading.vt.push(finite(rest[0], line, number), rest[1] === undefined ? 0 : finite(rest[1], line, number))
  else if (word === 'o' || word === 'g') reading.object = rest.join(' ') || reading.object
  else if (word === 'usemtl') reading.material = rest.join(' ')
  else if (word === 'f') face(reading, rest, line, number)
}

function finite(text: string | undefined, line: string, number: number): number {
  const value = Number(text)
  if (text === undefined || !Number.isFinite(value)) throw new Error(`Line ${number} of this OBJ cannot be read: “${line.slice(0, 60)}”.`)
  return value
}

/** A face of n corners is a fan of n − 2 triangles; fine for the flat, convex ones that programs write. */
function face(reading: Reading, corners: readonly string[], line: string, number: number): void {
  const points = corners.map((it) => it.split('/').map((part) => (part === '' ? 0 : Number(part))))
  if (points.length < 3) return
  reading.triangles += points.length - 2
  if (reading.triangles > TRIANGLES_MAX) throw new Error(`This OBJ has more than ${TRIANGLES_MAX} triangles, which is too much to convert here.`)
  const bin = binOf(reading)
  for (let third = 2; third < points.length; third += 1) {
    for (const point of [points[0], points[third - 1], points[third]]) corner(reading, bin, point ?? [], line, number)
  }
}

function binOf(reading: Reading): Bin {
  const key = `${reading.object}\u0000${reading.material}`
  let bin = reading.bins.get(key)
  if (!bin) {
    const material = reading.materials.get(reading.material) ?? null
    bin = { name: reading.object, material, positions: [], normals: [], uvs: [], hasNormals: true, hasUvs: true }
    reading.bins.set(key, bin)
  }
  return bin
}

function corner(reading: Reading, bin: Bin, [v = 0, vt = 0, vn = 0]: readonly number[], line: string, number: number): void {
  const at = indexOf(v, reading.v.length / 3)
  if (at === null) throw new Error(`Line ${number} of this OBJ names a vertex that is not there: “${line.slice(0, 60)}”.`)
  bin.positions.push(...reading.v.slice(at * 3, at * 3 + 3))
  const normal = indexOf(vn, reading.vn.length / 3)
  const uv = indexOf(vt, reading.vt.length / 2)
  bin.hasNormals &&= normal !== null
  bin.hasUvs &&= uv !== null
  bin.normals.push(...(normal === null ? [0, 0, 0] : reading.vn.slice(normal * 3, normal * 3 + 3)))
  bin.uvs.push(...(uv === null ? [0, 0] : reading.vt.slice(uv * 2, uv * 2 + 2)))
}

/** Counted from 1, or backwards from the newest when negative. */
function indexOf(told: number, count: number): number | null {
  const at = told > 0 ? told - 1 : count + told
  return told !== 0 && Number.isInteger(at) && at >= 0 && at < count ? at : null
}

/** MTL files: colour, opacity, shine and the picture of each material. */
export function readMtl(source: string): ReadonlyMap<string, MaterialData> {
  const materials = new Map<string, MaterialData>()
  let now: MaterialData | null = null
  const change = (part: Partial<MaterialData>) => {
    if (!now) return
    now = { ...now, ...part }
    materials.set(now.name, now)
  }
  for (const line of source.split(/\r?\n/)) {
    const [word = '', ...rest] = line.trim().split(/\s+/)
    const [x = 0, y = 0, z = 0] = rest.map(Number)
    if (word === 'newmtl') {
      now = { name: rest.join(' '), color: [0.8, 0.8, 0.8], opacity: 1, roughness: 0.8, texture: null }
      change({})
    } else if (word === 'Kd') change({ color: [linear(x), linear(y), linear(z)] })
    else if (word === 'd' && Number.isFinite(x)) change({ opacity: x })
    else if (word === 'Tr' && Number.isFinite(x)) change({ opacity: 1 - x })
    // Shine of 0…1000 as programs write it.
    else if (word === 'Ns' && Number.isFinite(x)) change({ roughness: Math.min(1, Math.max(0.05, Math.sqrt(2 / (x + 2)))) })
    else if (word === 'map_Kd') change({ texture: rest.at(-1) ?? null, color: [1, 1, 1] })
  }
  return materials
}

/** Colours are written as screens show them; glTF wants light. */
function linear(it: number): number {
  const value = Number.isFinite(it) ? Math.min(1, Math.max(0, it)) : 0.8
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}
