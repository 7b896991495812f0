// A 3D Tiles set: its tiles come and go with the view; fetched through the host like everything else.

import { Box3, Group, Raycaster, Sphere, type Object3D, type Ray } from 'three'
import type { TilesRenderer } from '3d-tiles-renderer/three'
import type { ModelRef, SceneComponent } from '../../document/types'
import type { Animated, ViewContext } from '../context'
import type { Entry, Part, PartHit } from '../entry'
import { normalOf } from '../solo-model'
import { metersOf } from '../units'

/** Names relative to the scene get a base that urls can be resolved against; taken off again before
 *  loading. */
const BASE = 'scene-asset://scene/'
const raycaster = new Raycaster()

export class TilesPart implements Part, Animated {
  readonly group = new Group()
  #tiles: TilesRenderer | null = null
  #model: ModelRef
  #isDisposed = false

  constructor(readonly context: ViewContext, readonly entry: Entry, model: ModelRef, readonly index: number) {
    this.#model = model
    this.group.matrixAutoUpdate = false
    context.root.add(this.group)
    context.picker.add(entry, this)
    context.animated.add(this)
    this.place()
    this.show()
    void this.#load()
  }

  async #load(): Promise<void> {
    const { TilesRenderer } = await import('3d-tiles-renderer/three')
    if (this.#isDisposed) return
    const model = this.#model
    const { uri } = model
    const tiles = new TilesRenderer(/^[a-z][a-z0-9+.-]*:/i.test(uri) ? uri : BASE + uri.replace(/^\//, ''))
    tiles.registerPlugin({
      name: 'ASSETS_OF_HOST',
      fetchData: async (url: string, options: { signal?: AbortSignal }) =>
        new Response(await this.context.assets.load(url.startsWith(BASE) ? url.slice(BASE.length) : url,
          options.signal)),
    })
    const changed = () => this.context.invalidate()
    tiles.addEventListener('load-tileset', () => {
      this.context.report(this.entry.node, this.index, undefined)
      this.context.shadowsChanged()
      changed()
    })
    tiles.addEventListener('load-model', (event) => {
      const { scene } = event as unknown as { scene: Object3D }
      scene.traverse((object) => {
        object.castShadow = model.castShadow ?? true
        object.receiveShadow = model.receiveShadow ?? true
      })
      this.context.shadowsChanged()
      changed()
    })
    tiles.addEventListener('needs-update', changed)
    tiles.addEventListener('needs-render', changed)
    tiles.addEventListener('load-error', (event) => {
      const { error } = event as unknown as { error?: Error }
      this.context.report(this.entry.node, this.index,
        `The tiles ${uri} cannot be shown: ${error?.message ?? 'a file could not be read'}`, 'error')
    })
    this.group.add(tiles.group)
    this.#tiles = tiles
    this.place()
    changed()
  }

  update(component: SceneComponent): boolean {
    const model = component as ModelRef
    if (model.modelType !== 'Tiles3D' || model.uri !== this.#model.uri) return false
    this.#model = model
    this.place()
    return true
  }

  /** Chooses the tiles for where the camera is now. */
  frame(): boolean {
    const tiles = this.#tiles
    const screen = this.context.screen()
    if (!tiles || !screen || !this.group.visible) return false
    tiles.setCamera(screen.camera)
    tiles.setResolutionFromRenderer(screen.camera, screen.renderer)
    tiles.update()
    return false
  }

  place(): void {
    const { localScale, unitOfMeasure } = this.#model
    this.group.matrix.copy(this.entry.world)
    const factor = metersOf(unitOfMeasure)
    const [x, y, z] = localScale ?? [factor, factor, factor]
    this.group.matrix.scale({ x, y, z } as never)
    this.group.updateMatrixWorld(true)
    this.context.invalidate()
  }

  show(): void {
    this.group.visible = this.entry.isShown
    this.context.invalidate()
  }

  bounds(into: Box3): void {
    const box = new Box3()
    const sphere = new Sphere()
    if (this.#tiles?.getBoundingBox(box)) into.union(box.applyMatrix4(this.group.matrix))
    else if (this.#tiles?.getBoundingSphere(sphere)) {
      into.union(sphere.getBoundingBox(box).applyMatrix4(this.group.matrix))
    }
  }

  hit(ray: Ray): PartHit | null {
    if (!this.#tiles || !this.group.visible) return null
    raycaster.ray.copy(ray)
    raycaster.firstHitOnly = true
    const hit = raycaster.intersectObject(this.#tiles.group, true)[0]
    return hit ? { distance: hit.distance, normal: normalOf(hit) } : null
  }

  dispose(): void {
    this.#isDisposed = true
    this.context.animated.delete(this)
    this.context.picker.remove(this)
    this.#tiles?.dispose()
    this.group.removeFromParent()
  }
}
