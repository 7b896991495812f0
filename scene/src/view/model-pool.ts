// All nodes that show one model in one look, drawn together: instances in chunks that lie close, so that
// whole chunks can be left out when they are out of sight or too small to see.

import { Box3, DynamicDrawUsage, Frustum, type Group, InstancedBufferAttribute, InstancedMesh, Matrix4,
  Sphere, Vector3,
  type Camera, type Material, type PerspectiveCamera } from 'three'
import type { NodeId } from '../document/types'
import type { ModelAsset } from './model-store'

const CHUNK_SIZE = 512

/** One node in a pool. Its matrix is the owner's own object: change it, then `moved`. */
export interface Instance {
  readonly owner: NodeId
  readonly matrix: Matrix4
  chunk: Chunk
  index: number
}

export interface Look {
  /** Null draws the model as it came; else the colour and opacity laid over it. */
  readonly tint: string | null
  readonly castShadow: boolean
  readonly receiveShadow: boolean
}

const center = new Vector3()

/** Up to CHUNK_SIZE instances; all primitives of the model share one buffer of matrices. */
export class Chunk {
  readonly instances: Instance[] = []
  readonly sphere = new Sphere()
  /** The radius of the largest instance, metres. */
  radius = 0
  isDirty = true
  #matrices = new InstancedBufferAttribute(new Float32Array(16 * 4), 16)
  readonly #meshes: InstancedMesh[]

  constructor(readonly pool: ModelPool, parent: Group) {
    this.#meshes = pool.asset.primitives.map((primitive, i) => {
      const mesh = new InstancedMesh(primitive.geometry, pool.materials[i] as Material, 0)
      mesh.castShadow = pool.look.castShadow
      mesh.receiveShadow = pool.look.receiveShadow
      mesh.boundingSphere = this.sphere
      mesh.matrixAutoUpdate = false
      parent.add(mesh)
      return mesh
    })
    this.#useBuffer(this.#matrices)
  }

  #useBuffer(buffer: InstancedBufferAttribute): void {
    buffer.setUsage(DynamicDrawUsage)
    for (const mesh of this.#meshes) {
      // Tells the renderer to free the buffer it made of the former matrices.
      mesh.dispose()
      mesh.instanceMatrix = buffer
    }
    this.#matrices = buffer
  }

  get isFull(): boolean {
    return this.instances.length >= CHUNK_SIZE
  }

  add(instance: Instance): void {
    const index = this.instances.length
    if (index >= this.#matrices.count) {
      const bigger = new Float32Array(Math.min(CHUNK_SIZE, this.#matrices.count * 4) * 16)
      bigger.set(this.#matrices.array)
      this.#useBuffer(new InstancedBufferAttribute(bigger, 16))
    }
    instance.chunk = this
    instance.index = index
    this.instances.push(instance)
    this.write(instance)
  }

  remove(instance: Instance): void {
    const last = this.instances.pop() as Instance
    if (last !== instance) {
      this.instances[instance.index] = last
      last.index = instance.index
      this.write(last)
    }
    this.isDirty = true
  }

  write(instance: Instance): void {
    instance.matrix.toArray(this.#matrices.array, instance.index * 16)
    this.isDirty = true
  }

  /** Brings what is drawn up to what was written since the last frame. */
  flush(): void {
    this.isDirty = false
    this.#matrices.needsUpdate = true
    for (const mesh of this.#meshes) mesh.count = this.instances.length
    const box = new Box3()
    this.radius = 0
    const { sphere } = this.pool.asset
    for (const { matrix } of this.instances) {
      box.expandByPoint(center.copy(sphere.center).applyMatrix4(matrix))
      this.radius = Math.max(this.radius, sphere.radius * matrix.getMaxScaleOnAxis())
    }
    box.getBoundingSphere(this.sphere)
    this.sphere.radius += this.radius
  }

  show(isShown: boolean): void {
    for (const mesh of this.#meshes) mesh.visible = isShown
  }

  dispose(): void {
    for (const mesh of this.#meshes) {
      mesh.removeFromParent()
      mesh.dispose()
    }
  }
}

/** One model in one look. */
export class ModelPool {
  readonly chunks: Chunk[] = []

  constructor(
    readonly asset: ModelAsset, readonly look: Look, readonly materials: readonly Material[], readonly parent: Group,
  ) {}

  add(owner: NodeId, matrix: Matrix4): Instance {
    const chunk = this.#chunkFor(matrix)
    const instance: Instance = { owner, matrix, chunk, index: 0 }
    chunk.add(instance)
    if (chunk.isFull) this.#split(chunk)
    return instance
  }

  /** The chunk whose middle is nearest; there are few. */
  #chunkFor(matrix: Matrix4): Chunk {
    if (this.chunks.length === 0) this.chunks.push(new Chunk(this, this.parent))
    if (this.chunks.length === 1) return this.chunks[0] as Chunk
    center.setFromMatrixPosition(matrix)
    let best = this.chunks[0] as Chunk
    let least = Infinity
    for (const chunk of this.chunks) {
      const distance = chunk.sphere.center.distanceToSquared(center)
      if (distance < least) [best, least] = [chunk, distance]
    }
    return best
  }

  /** Halves a full chunk across its longest side. */
  #split(chunk: Chunk): void {
    const box = new Box3()
    for (const { matrix } of chunk.instances) box.expandByPoint(center.setFromMatrixPosition(matrix))
    const size = box.getSize(new Vector3())
    const axis = size.x >= size.y && size.x >= size.z ? 12 : size.y >= size.z ? 13 : 14
    const sorted = chunk.instances.toSorted((a, b) =>
      (a.matrix.elements[axis] as number) - (b.matrix.elements[axis] as number))
    const other = new Chunk(this, this.parent)
    chunk.instances.length = 0
    sorted.forEach((instance, i) => (i < CHUNK_SIZE / 2 ? chunk : other).add(instance))
    this.chunks.push(other)
    chunk.flush()
    other.flush()
  }

  remove(instance: Instance): void {
    const { chunk } = instance
    chunk.remove(instance)
    if (chunk.instances.length > 0) return
    this.chunks.splice(this.chunks.indexOf(chunk), 1)
    chunk.dispose()
  }

  dispose(): void {
    for (const chunk of this.chunks) chunk.dispose()
    this.chunks.length = 0
  }
}

/** Things whose radius covers less than this much of the picture's height are left out. */
const LEAST_SHARE = 0.0006

const frustum = new Frustum()
const projection = new Matrix4()

/** Leaves out chunks that are out of sight or too small to see; three tests sight again, cheaply, for each
 *  mesh. */
export function cullChunks(chunks: Iterable<Chunk>, camera: Camera): void {
  projection.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse)
  frustum.setFromProjectionMatrix(projection)
  const eye = center.setFromMatrixPosition(camera.matrixWorld)
  const half = Math.tan(((camera as PerspectiveCamera).fov ?? 50) * Math.PI / 360)
  for (const chunk of chunks) {
    const nearest = Math.max(0, eye.distanceTo(chunk.sphere.center) - chunk.sphere.radius)
    chunk.show(chunk.radius >= nearest * half * LEAST_SHARE && frustum.intersectsSphere(chunk.sphere))
  }
}
