// A saved camera: not drawn for viewers; in the editor its pyramid of sight, which can be picked.

import { Box3, BufferAttribute, BufferGeometry, LineBasicMaterial, LineSegments, Sphere, Vector3,
  type Ray } from 'three'
import type { Camera, SceneComponent } from '../../document/types'
import type { ViewContext } from '../context'
import type { Entry, Part, PartHit } from '../entry'

const LENGTH = 0.9
const sphere = new Sphere()
const point = new Vector3()

/** The pyramid from the eye to a frame 16:9, with a mark on its upper side. */
function pyramid(fov_deg: number): Float32Array {
  const y = Math.tan((Math.min(fov_deg, 120) * Math.PI) / 360) * LENGTH
  const x = (y * 16) / 9
  const z = -LENGTH
  const corners = [[-x, -y, z], [x, -y, z], [x, y, z], [-x, y, z]]
  const lines: number[] = []
  corners.forEach((corner, i) => lines.push(0, 0, 0, ...corner, ...corner,
    ...(corners[(i + 1) % 4] as number[])))
  lines.push(-x * 0.3, y * 1.1, z, x * 0.3, y * 1.1, z, x * 0.3, y * 1.1, z, 0, y * 1.5, z, 0, y * 1.5, z,
    -x * 0.3, y * 1.1, z)
  return new Float32Array(lines)
}

export class CameraPart implements Part {
  readonly isSign = true
  readonly #lines = new LineSegments(new BufferGeometry(),
    new LineBasicMaterial({ color: '#5b8def', toneMapped: false }))
  settings: Camera['camera']

  constructor(readonly context: ViewContext, readonly entry: Entry, camera: Camera) {
    this.settings = camera.camera
    this.#lines.matrixAutoUpdate = false
    context.root.add(this.#lines)
    context.picker.add(entry, this)
    this.update(camera)
    this.place()
    this.show()
  }

  update(component: SceneComponent): boolean {
    this.settings = (component as Camera).camera
    const fov = this.settings.cameraType === 'Perspective' ? this.settings.fov : 30
    this.#lines.geometry.setAttribute('position', new BufferAttribute(pyramid(fov), 3))
    this.#lines.geometry.computeBoundingSphere()
    return true
  }

  place(): void {
    this.#lines.matrix.copy(this.entry.world)
    this.#lines.updateMatrixWorld(true)
  }

  show(): void {
    this.#lines.visible = this.entry.isShown && this.context.isEditing() && this.context.shows().helpers
  }

  bounds(into: Box3): void {
    if (this.#lines.visible) into.union(new Box3().setFromObject(this.#lines))
  }

  hit(ray: Ray): PartHit | null {
    if (!this.#lines.visible) return null
    sphere.set(point.set(0, 0, -LENGTH / 2).applyMatrix4(this.entry.world), 0.4)
    // Whoever looks from within means what is beyond.
    if (sphere.containsPoint(ray.origin)) return null
    const at = ray.intersectSphere(sphere, point)
    return at && { distance: at.distanceTo(ray.origin), normal: [0, 1, 0] }
  }

  dispose(): void {
    this.context.picker.remove(this)
    this.#lines.removeFromParent()
    this.#lines.geometry.dispose()
    this.#lines.material.dispose()
  }
}
