// Placing: a ghost of what will be made follows the mouse over surfaces and the ground; a click makes it.

import { Group, Matrix4, Mesh, MeshBasicMaterial, Quaternion, RingGeometry, Vector3, type Material,
  type Scene } from 'three'
import { addNodes } from '../commands/add-nodes'
import { newNode } from '../document/defaults'
import type { ModelRef, SceneComponent, Transform } from '../document/types'
import type { Editor, Placement, SurfacePoint } from '../editor/types'
import type { ModelAsset, ModelStore } from './model-store'
import { transformOf } from './document-view'
import { metersOf } from './units'

const UP = new Vector3(0, 1, 0)
const FACES_VIEWER: ReadonlySet<SceneComponent['type']> = new Set(['Tag', 'DataOverlay', 'Light', 'Camera'])

/** Where a thing stands on a surface: upright on floors, out of walls when it is a thing that has a back. */
export function transformOn(surface: SurfacePoint, components: readonly SceneComponent[]): Transform {
  const matrix = new Matrix4()
  const normal = new Vector3(...surface.normal)
  const isFacing = components.some(({ type }) => FACES_VIEWER.has(type))
  if (!isFacing && normal.y < 0.98) {
    matrix.makeRotationFromQuaternion(new Quaternion().setFromUnitVectors(UP, normal))
  }
  const lifted = new Vector3(...surface.position)
  // Flat things lie a hair above what they lie on.
  const has = (type: SceneComponent['type']) => components.some((each) => each.type === type)
  if (has('MotionIndicator') || has('PlaneGeometry')) lifted.addScaledVector(normal, 0.02)
  if (has('Light') || has('Camera')) lifted.addScaledVector(normal, 2)
  matrix.setPosition(lifted)
  return transformOf(matrix)
}

export class PlacementGhost {
  readonly group = new Group()
  readonly #ring = new Mesh(new RingGeometry(0.16, 0.2, 40).rotateX(-Math.PI / 2),
    new MeshBasicMaterial({ color: '#2e8bff', transparent: true, opacity: 0.95, depthTest: false,
      toneMapped: false }))
  readonly #models: ModelStore
  readonly #invalidate: () => void
  #placement: Placement | null = null
  #asset: ModelAsset | null = null
  #model: Group | null = null
  #forget: (() => void) | null = null
  readonly #materials: Material[] = []
  surface: SurfacePoint | null = null

  constructor(scene: Scene, models: ModelStore, invalidate: () => void) {
    this.#models = models
    this.#invalidate = invalidate
    this.group.visible = false
    this.#ring.renderOrder = 200
    this.group.add(this.#ring)
    scene.add(this.group)
  }

  get isOn(): boolean {
    return this.#placement !== null
  }

  set(placement: Placement | null): void {
    if (placement === this.#placement) return
    this.#clear()
    this.#placement = placement
    this.group.visible = false
    const model = placement?.components.find((each): each is ModelRef => each.type === 'ModelRef')
    if (!model || model.modelType === 'Tiles3D') return
    const asset = this.#models.acquire(model.uri)
    this.#asset = asset
    this.#forget = asset.whenSettled(() => this.#show(asset, model))
  }

  #show(asset: ModelAsset, model: ModelRef): void {
    if (asset.state !== 'ready' || asset !== this.#asset) return
    const group = new Group()
    for (const primitive of asset.primitives) {
      const material = primitive.material.clone()
      material.transparent = true
      material.opacity = 0.55
      this.#materials.push(material)
      group.add(new Mesh(primitive.geometry, material))
    }
    const factor = metersOf(model.unitOfMeasure)
    group.scale.fromArray(model.localScale ?? [factor, factor, factor])
    this.#model = group
    this.group.add(group)
    this.#invalidate()
  }

  move(surface: SurfacePoint | null): void {
    this.surface = surface
    this.group.visible = surface !== null && this.#placement !== null
    if (!surface || !this.#placement) return
    const { position, rotation } = transformOn(surface, this.#placement.components)
    this.group.position.fromArray(position)
    this.group.rotation.set(rotation[0], rotation[1], rotation[2], 'XYZ')
    this.#invalidate()
  }

  /** Makes the node where the ghost stands. */
  place(editor: Editor, isKept: boolean): void {
    const { surface } = this
    const placement = this.#placement
    if (!surface || !placement) return
    const node = newNode({
      name: placement.name, components: placement.components,
      transform: transformOn(surface, placement.components),
    })
    editor.run(addNodes([node]))
    if (!isKept) editor.set({ placement: null })
  }

  #clear(): void {
    this.#forget?.()
    this.#forget = null
    this.#model?.removeFromParent()
    this.#model = null
    for (const material of this.#materials) material.dispose()
    this.#materials.length = 0
    if (this.#asset) this.#models.release(this.#asset)
    this.#asset = null
  }

  dispose(): void {
    this.#clear()
    this.group.removeFromParent()
    this.#ring.geometry.dispose()
    this.#ring.material.dispose()
  }
}

