// A model as few draws: meshes of one material become one geometry; each triangle still knows its mesh.

import { BufferAttribute, BufferGeometry, Matrix3, Matrix4, Vector3, type InterleavedBufferAttribute,
  type Material, type Mesh,
  type Object3D, type SkinnedMesh } from 'three'

/** The triangles `[start, end)` of a merged geometry that come from the mesh `object`. */
export interface MeshRange {
  readonly start: number
  readonly end: number
  readonly object: Object3D
}
/** What is drawn in one call: a geometry in the model's own space. */
export interface Primitive {
  readonly geometry: BufferGeometry
  readonly material: Material
  readonly ranges: readonly MeshRange[]
  readonly triangles: number
}

type Attribute = BufferAttribute | InterleavedBufferAttribute

interface Piece {
  readonly geometry: BufferGeometry
  readonly matrix: Matrix4
  readonly object: Object3D
  /** Places in the index (or vertices, when there is none) that are drawn. */
  readonly start: number
  readonly count: number
}

/** Whether a model must be drawn as its own tree: skins and morphs change its vertices, lines are no
 *  triangles. */
export function isMergeable(root: Object3D): boolean {
  let isPlain = true
  root.traverse((object) => {
    const mesh = object as Mesh
    if ((object as SkinnedMesh).isSkinnedMesh || 'isLine' in object || 'isPoints' in object) isPlain = false
    if ('isInstancedMesh' in object) isPlain = false
    if (mesh.isMesh && mesh.geometry.morphAttributes['position']?.length) isPlain = false
  })
  return isPlain
}

function layoutOf(geometry: BufferGeometry): string {
  const names = ['color', 'normal', 'tangent', 'uv', 'uv1', 'uv2', 'uv3']
  return names.filter((name) => geometry.hasAttribute(name))
    .map((name) => `${name}${geometry.getAttribute(name).itemSize}`).join()
}

function collect(root: Object3D): Map<string, { material: Material; pieces: Piece[] }> {
  const groups = new Map<string, { material: Material; pieces: Piece[] }>()
  root.updateMatrixWorld(true)
  const toRoot = new Matrix4().copy(root.matrixWorld).invert()
  root.traverse((object) => {
    const mesh = object as Mesh
    if (!mesh.isMesh || !mesh.geometry.hasAttribute('position')) return
    const geometry = mesh.geometry
    const matrix = new Matrix4().multiplyMatrices(toRoot, mesh.matrixWorld)
    const length = geometry.index?.count ?? geometry.getAttribute('position').count
    const whole = [{ start: 0, count: length, materialIndex: 0 }]
    for (const part of geometry.groups.length && Array.isArray(mesh.material) ? geometry.groups : whole) {
      const material = Array.isArray(mesh.material) ? mesh.material[part.materialIndex ?? 0] : mesh.material
      if (!material) continue
      const key = `${material.uuid} ${layoutOf(geometry)}`
      const group = groups.get(key) ?? { material, pieces: [] }
      group.pieces.push({ geometry, matrix, object, start: part.start,
        count: Math.min(part.count, length - part.start) })
      groups.set(key, group)
    }
  })
  return groups
}

const point = new Vector3()

function copyAttribute(from: Attribute, to: Float32Array, at: number, name: string, matrix: Matrix4,
  normals: Matrix3): void {
  const size = from.itemSize
  for (let i = 0; i < from.count; i++) {
    const base = (at + i) * size
    if (name === 'position') point.fromBufferAttribute(from, i).applyMatrix4(matrix).toArray(to, base)
    else if (name === 'normal') {
      point.fromBufferAttribute(from, i).applyMatrix3(normals).normalize().toArray(to, base)
    }
    else if (name === 'tangent') {
      point.fromBufferAttribute(from, i).transformDirection(matrix).toArray(to, base)
      to[base + 3] = from.getW(i)
    } else for (let k = 0; k < size; k++) to[base + k] = from.getComponent(i, k)
  }
}

function merge(material: Material, pieces: readonly Piece[]): Primitive {
  const first = pieces[0] as Piece
  const names = ['position', 'color', 'normal', 'tangent', 'uv', 'uv1', 'uv2', 'uv3']
    .filter((name) => first.geometry.hasAttribute(name))
  // Pieces cut from one geometry (several materials) bring its vertices once each; rare enough to stay
  // simple.
  const vertices = pieces.reduce((sum, piece) => sum + piece.geometry.getAttribute('position').count, 0)
  const indices = new Uint32Array(pieces.reduce((sum, piece) => sum + piece.count, 0))
  const arrays = new Map(names.map((name) =>
    [name, new Float32Array(vertices * first.geometry.getAttribute(name).itemSize)]))
  const ranges: MeshRange[] = []
  let vertex = 0
  let index = 0
  for (const piece of pieces) {
    const normals = new Matrix3().getNormalMatrix(piece.matrix)
    for (const name of names) {
      copyAttribute(piece.geometry.getAttribute(name), arrays.get(name) as Float32Array, vertex, name,
        piece.matrix, normals)
    }
    // A mirrored mesh would show its inside.
    const isMirrored = piece.matrix.determinant() < 0
    const source = piece.geometry.index
    for (let i = 0; i + 2 < piece.count; i += 3) {
      for (let corner = 0; corner < 3; corner++) {
        const place = piece.start + i + (isMirrored ? 2 - corner : corner)
        indices[index + i + corner] = vertex + (source ? source.getX(place) : place)
      }
    }
    ranges.push({ start: index / 3, end: (index + piece.count) / 3, object: piece.object })
    vertex += piece.geometry.getAttribute('position').count
    index += piece.count
  }
  const geometry = new BufferGeometry()
  for (const [name, array] of arrays) {
    geometry.setAttribute(name, new BufferAttribute(array, first.geometry.getAttribute(name).itemSize))
  }
  geometry.setIndex(new BufferAttribute(vertices > 65_535 ? indices : new Uint16Array(indices), 1))
  if (!geometry.hasAttribute('normal')) geometry.computeVertexNormals()
  geometry.computeBoundingBox()
  geometry.computeBoundingSphere()
  return { geometry, material, ranges, triangles: indices.length / 3 }
}

/** One primitive for each material (and layout of vertices) of a model. */
export function mergeModel(root: Object3D): Primitive[] {
  return [...collect(root).values()].map(({ material, pieces }) => merge(material, pieces))
}

/** The mesh a triangle of a primitive comes from. */
export function meshAt(primitive: Primitive, triangle: number): Object3D | undefined {
  let low = 0
  let high = primitive.ranges.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const range = primitive.ranges[middle] as MeshRange
    if (triangle < range.start) high = middle - 1
    else if (triangle >= range.end) low = middle + 1
    else return range.object
  }
  return undefined
}
