// What is under a ray: models in pools by their bounding volume trees, all else by asking its part.

import { Box3, Matrix4, Ray, Sphere, Vector3, Frustum, type BufferGeometry, type Camera,
  DoubleSide } from 'three'
import { MeshBVH, acceleratedRaycast } from 'three-mesh-bvh'
import type { NodeId } from '../document/types'
import type { Entry, Part } from './entry'
import { meshAt } from './model-merge'
import type { Instance } from './model-pool'
import type { ModelPools } from './model-pools'
import type { ModelAsset } from './model-store'

export interface Hit {
  readonly nodeId: NodeId
  readonly distance: number
  readonly point: Vector3
  readonly normal: Vector3
  readonly mesh?: string
}
interface Candidate {
  readonly instance: Instance
  readonly near: number
}

const sphere = new Sphere()
const inverse = new Matrix4()
const local = new Ray()
const spot = new Vector3()

const trees = new WeakMap<BufferGeometry, MeshBVH>()

/** The tree of a geometry, built at its first use; the order of its triangles stays. */
function treeOf(geometry: BufferGeometry): MeshBVH {
  let tree = trees.get(geometry)
  if (!tree) trees.set(geometry, (tree = new MeshBVH(geometry, { indirect: true })))
  return tree
}

/** Builds trees while nothing else is to do, so that the first move of the mouse need not wait for them. */
export function prepareTrees(assets: Iterable<ModelAsset>, isStopped: () => boolean): void {
  const waiting = [...assets].flatMap((asset) =>
    asset.state === 'ready' && asset.isMergeable ? asset.primitives.map(({ geometry }) => geometry) : [])
    .filter((geometry) => !trees.has(geometry))
  const later = typeof requestIdleCallback === 'function'
    ? requestIdleCallback : (call: () => void) => setTimeout(call, 50)
  const step = () => {
    const geometry = waiting.pop()
    if (!geometry || isStopped()) return
    treeOf(geometry)
    later(step)
  }
  later(step)
}

export { acceleratedRaycast }

export class Picker {
  readonly #parts = new Map<Part, Entry>()
  readonly #pools: ModelPools
  /** Nodes that rays go through. */
  locked: ReadonlySet<NodeId> = new Set()

  constructor(pools: ModelPools) {
    this.#pools = pools
  }

  add(entry: Entry, part: Part): void {
    this.#parts.set(part, entry)
  }

  remove(part: Part): void {
    this.#parts.delete(part)
  }

  /** The nearest thing on a ray (world space), leaving out some nodes, or all that has no body. */
  first(ray: Ray, without: ReadonlySet<NodeId> = this.locked, hasBody = false): Hit | null {
    let best: Hit | null = this.#firstInstance(ray, without)
    for (const [part, entry] of this.#parts) {
      if (hasBody && part.isSign) continue
      if (without.has(entry.id) || !entry.isShown) continue
      const hit = part.hit?.(ray)
      if (!hit || (best && hit.distance >= best.distance)) continue
      best = {
        nodeId: hit.nodeId ?? entry.id, distance: hit.distance, point: ray.at(hit.distance, new Vector3()),
        normal: new Vector3(...hit.normal), ...(hit.mesh ? { mesh: hit.mesh } : {}),
      }
    }
    return best
  }

  #candidates(ray: Ray, without: ReadonlySet<NodeId>): Candidate[] {
    const found: Candidate[] = []
    for (const chunk of this.#pools.chunks()) {
      if (!ray.intersectsSphere(chunk.sphere)) continue
      const whole = chunk.pool.asset.sphere
      for (const instance of chunk.instances) {
        if (without.has(instance.owner)) continue
        sphere.copy(whole).applyMatrix4(instance.matrix)
        if (!ray.intersectsSphere(sphere)) continue
        found.push({ instance, near: ray.origin.distanceTo(sphere.center) - sphere.radius })
      }
    }
    return found.toSorted((a, b) => a.near - b.near)
  }

  #firstInstance(ray: Ray, without: ReadonlySet<NodeId>): Hit | null {
    let best: Hit | null = null
    for (const { instance, near } of this.#candidates(ray, without)) {
      if (best && near >= best.distance) break
      inverse.copy(instance.matrix).invert()
      local.copy(ray).applyMatrix4(inverse)
      for (const primitive of instance.chunk.pool.asset.primitives) {
        const hit = treeOf(primitive.geometry).raycastFirst(local, DoubleSide)
        if (!hit) continue
        spot.copy(hit.point).applyMatrix4(instance.matrix)
        const distance = spot.distanceTo(ray.origin)
        if (best && distance >= best.distance) continue
        const normal = (hit.face?.normal ?? new Vector3(0, 1, 0)).clone()
          .applyMatrix4(new Matrix4().extractRotation(instance.matrix)).normalize()
        if (normal.dot(ray.direction) > 0) normal.negate()
        const mesh = meshAt(primitive, hit.faceIndex ?? 0)?.name
        best = { nodeId: instance.owner, distance, point: spot.clone(), normal, ...(mesh ? { mesh } : {}) }
      }
    }
    return best
  }

  /** The nodes whose drawn middle lies in a rectangle of the screen, given as a frustum of its own. */
  inside(frustum: Frustum, entries: Iterable<Entry>): NodeId[] {
    const found: NodeId[] = []
    const box = new Box3()
    for (const entry of entries) {
      if (!entry.isShown || this.locked.has(entry.id) || entry.parts.length === 0) continue
      box.makeEmpty()
      for (const part of entry.parts) part?.bounds?.(box)
      if (!box.isEmpty() && frustum.containsPoint(box.getCenter(spot))) found.push(entry.id)
    }
    return found
  }
}

/** The frustum through a rectangle of the screen, given in normalised device coordinates. */
export function frustumThrough(
  camera: Camera, left: number, bottom: number, right: number, top: number,
): Frustum {
  const width = Math.max(right - left, 1e-3)
  const height = Math.max(top - bottom, 1e-3)
  // Stretches the rectangle over the whole screen.
  const crop = new Matrix4().set(2 / width, 0, 0, -(right + left) / width, 0, 2 / height, 0,
    -(top + bottom) / height,
    0, 0, 1, 0, 0, 0, 0, 1)
  const matrix = new Matrix4().multiplyMatrices(camera.projectionMatrix,
    camera.matrixWorldInverse).premultiply(crop)
  return new Frustum().setFromProjectionMatrix(matrix)
}
