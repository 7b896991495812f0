// Triangles by material, as OBJ and STL files give them, and the glTF document made of them.

import { Document, type Material } from '@gltf-transform/core'

export interface MeshPart {
  readonly name: string
  readonly material: MaterialData | null
  /** Three numbers a vertex, three vertices a triangle. */
  readonly positions: Float32Array<ArrayBuffer>
  /** As many as positions; made from the triangles when absent. */
  readonly normals: Float32Array<ArrayBuffer> | null
  /** Two numbers a vertex, the origin at the lower left as in OBJ. */
  readonly uvs: Float32Array<ArrayBuffer> | null
}
export interface MaterialData {
  readonly name: string
  /** Linear 0…1. */
  readonly color: readonly [number, number, number]
  readonly opacity: number
  /** 0 mirror … 1 dull. */
  readonly roughness: number
  /** A picture beside the file. */
  readonly texture: string | null
}

export interface MeshOptions {
  /** Metres of one unit of the file. */
  readonly unit_m: number
  /** glTF has Y up; with 'z' the model is laid over. */
  readonly up: 'y' | 'z'
}

/** Builds a document with one node and one mesh a part. `textures`: the pictures by the name materials have for them. */
export function documentOfParts(parts: readonly MeshPart[], options: MeshOptions, textures: ReadonlyMap<string, Uint8Array> = new Map()): Document {
  if (parts.length === 0) throw new Error('The file holds no triangles, so that there is nothing to show.')
  const document = new Document()
  const buffer = document.createBuffer()
  const scene = document.createScene()
  document.getRoot().setDefaultScene(scene)
  const materials = new Map<MaterialData, Material>()
  for (const part of parts) {
    const positions = placed(part.positions, options.up, options.unit_m)
    const normals = placed(part.normals ?? normalsOf(part.positions), options.up, 1)
    const accessor = (type: 'VEC2' | 'VEC3', array: Float32Array<ArrayBuffer>) => document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
    const primitive = document.createPrimitive()
      .setAttribute('POSITION', accessor('VEC3', positions))
      .setAttribute('NORMAL', accessor('VEC3', normals))
    if (part.uvs) primitive.setAttribute('TEXCOORD_0', accessor('VEC2', part.uvs.map((it, at) => (at % 2 ? 1 - it : it))))
    if (part.material) {
      const material = materials.get(part.material) ?? materialOf(document, part.material, textures)
      materials.set(part.material, material)
      primitive.setMaterial(material)
    }
    scene.addChild(document.createNode(part.name).setMesh(document.createMesh(part.name).addPrimitive(primitive)))
  }
  return document
}

function materialOf(document: Document, data: MaterialData, textures: ReadonlyMap<string, Uint8Array>): Material {
  const material = document.createMaterial(data.name)
    .setBaseColorFactor([...data.color, data.opacity])
    .setMetallicFactor(0)
    .setRoughnessFactor(data.roughness)
  if (data.opacity < 1) material.setAlphaMode('BLEND')
  const bytes = data.texture ? textures.get(data.texture) : undefined
  if (bytes && data.texture) {
    const isPng = bytes[0] === 0x89
    material.setBaseColorTexture(
      document.createTexture(data.texture).setImage(new Uint8Array(bytes)).setMimeType(isPng ? 'image/png' : 'image/jpeg'),
    )
  }
  return material
}

/** Turns Z up into Y up: (x, y, z) → (x, z, −y); and scales. */
function placed(numbers: Float32Array, up: MeshOptions['up'], factor: number): Float32Array<ArrayBuffer> {
  const placed = new Float32Array(numbers.length)
  for (let at = 0; at + 2 < numbers.length; at += 3) {
    const [x = 0, y = 0, z = 0] = numbers.subarray(at, at + 3)
    placed[at] = x * factor
    placed[at + 1] = (up === 'z' ? z : y) * factor
    placed[at + 2] = (up === 'z' ? -y : z) * factor
  }
  return placed
}

/** The normal of each triangle at its three corners. */
export function normalsOf(positions: Float32Array): Float32Array<ArrayBuffer> {
  const normals = new Float32Array(positions.length)
  for (let at = 0; at + 8 < positions.length; at += 9) {
    const [ax = 0, ay = 0, az = 0, bx = 0, by = 0, bz = 0, cx = 0, cy = 0, cz = 0] = positions.subarray(at, at + 9)
    const [ux, uy, uz, vx, vy, vz] = [bx - ax, by - ay, bz - az, cx - ax, cy - ay, cz - az]
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx]
    const length = Math.hypot(nx, ny, nz)
    // A triangle without an area has no normal; any unit vector is allowed.
    const normal = length > 0 ? [nx / length, ny / length, nz / length] : [0, 1, 0]
    normals.set([...normal, ...normal, ...normal], at)
  }
  return normals
}
