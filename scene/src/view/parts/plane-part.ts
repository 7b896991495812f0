// A flat rectangle in a colour or with a picture, seen from both sides.

import { Box3, Color, DoubleSide, Mesh, MeshStandardMaterial, PlaneGeometry as ThreePlane, Raycaster,
  type Ray } from 'three'
import type { PlaneGeometry, SceneComponent } from '../../document/types'
import type { ViewContext } from '../context'
import type { Entry, Part, PartHit } from '../entry'
import { normalOf } from '../solo-model'
import { tintedMaterial } from '../model-pools'

const raycaster = new Raycaster()

export class PlanePart implements Part {
  readonly mesh: Mesh<ThreePlane, MeshStandardMaterial>
  readonly #own = new MeshStandardMaterial({ side: DoubleSide, roughness: 0.85 })
  #plane: PlaneGeometry
  #textureUri: string | undefined

  constructor(readonly context: ViewContext, readonly entry: Entry, plane: PlaneGeometry,
    readonly index: number) {
    this.#plane = plane
    this.mesh = new Mesh(new ThreePlane(plane.width, plane.height), this.#own)
    this.mesh.matrixAutoUpdate = false
    this.mesh.receiveShadow = true
    context.root.add(this.mesh)
    context.picker.add(entry, this)
    this.update(plane)
    this.place()
    this.show()
    this.retint()
  }

  update(component: SceneComponent): boolean {
    const plane = component as PlaneGeometry
    if (plane.width !== this.#plane.width || plane.height !== this.#plane.height) {
      this.mesh.geometry.dispose()
      this.mesh.geometry = new ThreePlane(plane.width, plane.height)
    }
    this.#plane = plane
    if (plane.textureUri !== this.#textureUri) this.#loadTexture(plane.textureUri)
    this.#own.color = new Color(this.#textureUri ? '#ffffff' : plane.color ?? '#cccccc')
    this.retint()
    return true
  }

  #loadTexture(uri: string | undefined): void {
    if (this.#textureUri) this.context.textures.release(this.#textureUri)
    this.#textureUri = uri
    this.#own.map = null
    this.#own.needsUpdate = true
    if (!uri) return
    this.context.textures.acquire(uri).then((texture) => {
      if (this.#textureUri !== uri) return
      this.#own.map = texture
      this.#own.needsUpdate = true
      this.context.report(this.entry.node, this.index, undefined)
      this.context.invalidate()
    }, (error: unknown) => this.context.report(this.entry.node, this.index,
      `The picture ${uri} cannot be shown: ${error instanceof Error ? error.message : String(error)}`, 'warning'))
  }

  place(): void {
    this.mesh.matrix.copy(this.entry.world)
    this.mesh.updateMatrixWorld(true)
  }

  show(): void {
    this.mesh.visible = this.entry.isShown
  }

  retint(): void {
    if (this.mesh.material !== this.#own) this.mesh.material.dispose()
    const { tint } = this.entry
    this.mesh.material = tint === null ? this.#own : tintedMaterial(this.#own, tint) as MeshStandardMaterial
  }

  bounds(into: Box3): void {
    this.mesh.geometry.computeBoundingBox()
    into.union(new Box3().copy(this.mesh.geometry.boundingBox as Box3).applyMatrix4(this.entry.world))
  }

  hit(ray: Ray): PartHit | null {
    if (!this.mesh.visible) return null
    raycaster.ray.copy(ray)
    const hit = raycaster.intersectObject(this.mesh, false)[0]
    return hit ? { distance: hit.distance, normal: normalOf(hit) } : null
  }

  dispose(): void {
    this.context.picker.remove(this)
    this.#loadTexture(undefined)
    this.mesh.removeFromParent()
    this.mesh.geometry.dispose()
    if (this.mesh.material !== this.#own) this.mesh.material.dispose()
    this.#own.dispose()
  }
}
