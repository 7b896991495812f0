// What is in a model: counted from its JSON, so that compressed models (Draco, meshopt, KTX2) count as well.

import { bytesOfDataUri, type Container, type GltfAccessor, type GltfJson, type GltfNode, type GltfPrimitive } from './glb'
import { imageSize } from './image-size'

export interface TextureFacts {
  readonly name: string
  readonly format: string
  readonly width_px: number
  readonly height_px: number
  readonly size_bytes: number
}

export interface ModelFacts {
  /** The model and all files it needs. */
  readonly size_bytes: number
  /** As drawn: a mesh that stands at ten places counts ten times. */
  readonly triangles: number
  readonly vertices: number
  /** Calls to the graphics card for one picture, if nothing is merged. */
  readonly draws: number
  readonly nodes: number
  readonly meshes: number
  readonly materials: number
  readonly textures: readonly TextureFacts[]
  readonly animations: readonly string[]
  readonly skins: number
  readonly extensions: readonly string[]
  /** Metres; `null` when nothing has a place. */
  readonly box_m: { readonly min: Vec; readonly max: Vec } | null
  readonly generator: string | null
  /** Files it names that were not given. */
  readonly missing: readonly string[]
}
type Vec = readonly [number, number, number]

/** `files`: the bytes of neighbouring files by the uri the model has for them. */
export function inspectModel({ json, bin }: Container, own_bytes: number, files: ReadonlyMap<string, Uint8Array>): ModelFacts {
  const drawn = drawnNodes(json)
  const primitives = drawn.flatMap(({ mesh }) => json.meshes?.[mesh]?.primitives ?? [])
  const named = [...(json.buffers ?? []), ...(json.images ?? [])].flatMap(({ uri }) => (uri && !uri.startsWith('data:') ? [uri] : []))
  const neighbours = [...new Set(named)]
  return {
    size_bytes: own_bytes + neighbours.reduce((sum, uri) => sum + (files.get(uri)?.byteLength ?? 0), 0),
    triangles: primitives.reduce((sum, it) => sum + trianglesOf(json, it), 0),
    vertices: primitives.reduce((sum, it) => sum + (position(json, it)?.count ?? 0), 0),
    draws: primitives.length,
    nodes: json.nodes?.length ?? 0,
    meshes: json.meshes?.length ?? 0,
    materials: json.materials?.length ?? 0,
    textures: (json.images ?? []).map((_, index) => textureOf(json, bin, files, index)),
    animations: (json.animations ?? []).map((it, index) => it.name ?? `Animation ${index + 1}`),
    skins: json.skins?.length ?? 0,
    extensions: json.extensionsUsed ?? [],
    box_m: boxOf(json, drawn),
    generator: json.asset?.generator ?? null,
    missing: neighbours.filter((uri) => !files.has(uri)),
  }
}

interface Drawn {
  readonly mesh: number
  readonly world: Matrix
}

/** Nodes with a mesh that the shown scene reaches, each with its place. */
function drawnNodes(json: GltfJson): readonly Drawn[] {
  const scene = json.scenes?.[json.scene ?? 0]
  const drawn: Drawn[] = []
  const seen = new Set<number>()
  const stack = (scene?.nodes ?? []).map((index) => ({ index, parent: IDENTITY }))
  for (let it = stack.pop(); it; it = stack.pop()) {
    const node = json.nodes?.[it.index]
    // A broken file may name a node twice or in a ring.
    if (!node || seen.has(it.index)) continue
    seen.add(it.index)
    const world = multiply(it.parent, localMatrix(node))
    if (node.mesh !== undefined) drawn.push({ mesh: node.mesh, world })
    for (const index of node.children ?? []) stack.push({ index, parent: world })
  }
  return drawn
}

function position(json: GltfJson, it: GltfPrimitive): GltfAccessor | undefined {
  const index = it.attributes?.['POSITION']
  return index === undefined ? undefined : json.accessors?.[index]
}

function trianglesOf(json: GltfJson, it: GltfPrimitive): number {
  const count = (it.indices === undefined ? position(json, it) : json.accessors?.[it.indices])?.count ?? 0
  const mode = it.mode ?? 4
  if (mode === 4) return Math.floor(count / 3)
  // Strips and fans; points and lines have none.
  return mode === 5 || mode === 6 ? Math.max(0, count - 2) : 0
}

function textureOf(json: GltfJson, bin: Uint8Array | null, files: ReadonlyMap<string, Uint8Array>, index: number): TextureFacts {
  const image = json.images?.[index]
  const bytes = imageBytes(json, bin, files, index)
  const size = bytes && imageSize(bytes)
  return {
    name: image?.name ?? (image?.uri && !image.uri.startsWith('data:') ? image.uri : `Texture ${index + 1}`),
    format: size?.format ?? image?.mimeType?.replace('image/', '').toUpperCase() ?? 'unknown',
    width_px: size?.width_px ?? 0,
    height_px: size?.height_px ?? 0,
    size_bytes: bytes?.byteLength ?? 0,
  }
}

function imageBytes(json: GltfJson, bin: Uint8Array | null, files: ReadonlyMap<string, Uint8Array>, index: number): Uint8Array | null {
  const image = json.images?.[index]
  if (image?.uri) return bytesOfDataUri(image.uri) ?? files.get(image.uri) ?? null
  const view = image?.bufferView === undefined ? undefined : json.bufferViews?.[image.bufferView]
  if (!view) return null
  const buffer = json.buffers?.[view.buffer ?? 0]
  const bytes = buffer?.uri ? (bytesOfDataUri(buffer.uri) ?? files.get(buffer.uri) ?? null) : bin
  const from = view.byteOffset ?? 0
  return bytes && bytes.subarray(from, from + view.byteLength)
}

/** The box around all meshes: the corners of each mesh's own box, at its place. */
function boxOf(json: GltfJson, drawn: readonly Drawn[]): ModelFacts['box_m'] {
  const min: [number, number, number] = [Infinity, Infinity, Infinity]
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity]
  for (const { mesh, world } of drawn) {
    for (const primitive of json.meshes?.[mesh]?.primitives ?? []) {
      const accessor = position(json, primitive)
      if (!accessor?.min || !accessor.max) continue
      const unit = unitOf(accessor)
      for (let corner = 0; corner < 8; corner += 1) {
        const pick = (axis: number) => ((corner >> axis) & 1 ? accessor.max : accessor.min)?.[axis] ?? 0
        const point = transform(world, [pick(0) * unit, pick(1) * unit, pick(2) * unit])
        for (const axis of [0, 1, 2] as const) {
          min[axis] = Math.min(min[axis], point[axis])
          max[axis] = Math.max(max[axis], point[axis])
        }
      }
    }
  }
  return min[0] === Infinity ? null : { min, max }
}

/** Quantised positions: whole numbers that stand for −1…1. */
function unitOf({ normalized, componentType }: GltfAccessor): number {
  if (!normalized) return 1
  const largest: Readonly<Record<number, number>> = { 5120: 127, 5121: 255, 5122: 32_767, 5123: 65_535 }
  return 1 / (largest[componentType ?? 0] ?? 1)
}

// Matrices as glTF has them: sixteen numbers, column by column.
type Matrix = readonly number[]
const IDENTITY: Matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]

function localMatrix({ matrix, translation, rotation, scale }: GltfNode): Matrix {
  if (matrix?.length === 16) return matrix
  const [x = 0, y = 0, z = 0, w = 1] = rotation ?? []
  const [sx = 1, sy = 1, sz = 1] = scale ?? []
  const [tx = 0, ty = 0, tz = 0] = translation ?? []
  return [
    (1 - 2 * (y * y + z * z)) * sx, 2 * (x * y + w * z) * sx, 2 * (x * z - w * y) * sx, 0,
    2 * (x * y - w * z) * sy, (1 - 2 * (x * x + z * z)) * sy, 2 * (y * z + w * x) * sy, 0,
    2 * (x * z + w * y) * sz, 2 * (y * z - w * x) * sz, (1 - 2 * (x * x + y * y)) * sz, 0,
    tx, ty, tz, 1,
  ]
}

function multiply(a: Matrix, b: Matrix): Matrix {
  return IDENTITY.map((_, at) => {
    const [row, column] = [at % 4, at - (at % 4)]
    let sum = 0
    for (let k = 0; k < 4; k += 1) sum += (a[row + 4 * k] ?? 0) * (b[column + k] ?? 0)
    return sum
  })
}

function transform(m: Matrix, [x, y, z]: Vec): Vec {
  const row = (at: 0 | 1 | 2) => (m[at] ?? 0) * x + (m[at + 4] ?? 0) * y + (m[at + 8] ?? 0) * z + (m[at + 12] ?? 0)
  return [row(0), row(1), row(2)]
}
