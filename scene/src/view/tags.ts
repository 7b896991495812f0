// All tags of a scene: one draw for the icons, one for the stems, and picking on the screen.

import { BufferAttribute, BufferGeometry, Color, DynamicDrawUsage, Group, InstancedBufferAttribute,
  InstancedBufferGeometry, LineBasicMaterial, LineSegments, Matrix4, Mesh, Vector3, type Camera, type Box3 } from 'three'
import type { NodeId } from '../document/types'
import type { IconName } from '../rules/target'
import { TagAtlas } from './tag-icons'
import { tagMaterial } from './tag-shader'

/** One tag as it is drawn. */
export interface TagItem {
  readonly owner: NodeId
  readonly component: number
  index: number
  readonly anchor: Vector3
  readonly head: Vector3
  icon: IconName
  customName: string
  color: string
  isShown: boolean
  isOccluded: boolean
  /** 0 plain, 1 hovered, 2 selected. */
  state: 0 | 1 | 2
}
export interface TagSettings {
  readonly scale: number
  /** False: the same size on the screen at any distance. */
  readonly isWorldSized: boolean
  readonly isOccluded: boolean
}

const SIZE_PX = 34
const SIZE_M = 0.7
const color = new Color()
const projected = new Vector3()
const viewProjection = new Matrix4()

const colors = new Map<string, readonly number[]>()

/** Colours as the shader wants them; rules use few, so each is read once. */
function rgb(text: string): readonly number[] {
  let known = colors.get(text)
  if (!known) {
    known = color.set(text).toArray()
    if (colors.size > 500) colors.clear()
    colors.set(text, known)
  }
  return known
}

export class TagBatch {
  readonly group = new Group()
  readonly atlas = new TagAtlas()
  readonly items: TagItem[] = []
  settings: TagSettings = { scale: 1, isWorldSized: false, isOccluded: false }
  readonly #material = tagMaterial(this.atlas.texture)
  readonly #stems = new LineSegments(new BufferGeometry(),
    new LineBasicMaterial({ color: '#7d8998', toneMapped: false }))
  #mesh: Mesh<InstancedBufferGeometry> | null = null
  /** Those whose look or place changed since the last frame. */
  readonly #dirty = new Set<TagItem>()
  /** Tags came, went or moved: everything is written again, stems too. */
  #isStale = false

  constructor() {
    this.#stems.frustumCulled = false
    this.#stems.matrixAutoUpdate = false
    this.#stems.renderOrder = 90
    this.#stems.visible = false
    this.group.add(this.#stems)
  }

  add(item: Omit<TagItem, 'index'>): TagItem {
    const whole: TagItem = Object.assign(item, { index: this.items.length })
    this.items.push(whole)
    this.#isStale = true
    return whole
  }

  remove(item: TagItem): void {
    const last = this.items.pop() as TagItem
    if (last !== item) {
      this.items[item.index] = last
      last.index = item.index
    }
    this.#dirty.delete(item)
    this.#isStale = true
  }

  /** Another icon, colour or state. */
  changed(item: TagItem): void {
    this.#dirty.add(item)
  }

  /** Another place, or shown now and not before. */
  moved(): void {
    this.#isStale = true
  }

  setSettings(settings: TagSettings): void {
    this.settings = settings
    this.#isStale = true
  }

  setColors(accent: string, rim: string): void {
    this.#material.uniforms['accent']!.value = color.set(accent).toArray()
    this.#material.uniforms['rim']!.value = color.set(rim).toArray()
  }

  #buffers(): InstancedBufferGeometry {
    const capacity = this.#mesh?.geometry.getAttribute('place').count ?? 0
    if (this.#mesh && capacity >= this.items.length) return this.#mesh.geometry
    const size = Math.max(16, 2 ** Math.ceil(Math.log2(this.items.length)))
    const geometry = new InstancedBufferGeometry()
    geometry.setAttribute('position',
      new BufferAttribute(new Float32Array([-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0]), 3))
    geometry.setIndex([0, 1, 2, 0, 2, 3])
    for (const [name, width] of [['place', 4], ['look', 4], ['tint', 3]] as const) {
      const attribute = new InstancedBufferAttribute(new Float32Array(size * width), width)
      geometry.setAttribute(name, attribute.setUsage(DynamicDrawUsage))
    }
    this.#mesh?.geometry.dispose()
    this.#mesh?.removeFromParent()
    this.#mesh = new Mesh(geometry, this.#material)
    this.#mesh.frustumCulled = false
    this.#mesh.matrixAutoUpdate = false
    this.#mesh.renderOrder = 100
    this.group.add(this.#mesh)
    return geometry
  }

  /** Once a frame: writes the buffers when a tag changed. */
  beforeFrame(width_px: number, height_px: number, pixelRatio: number): void {
    const { uniforms } = this.#material
    ;(uniforms['viewport']!.value as { set: (x: number, y: number) => void }).set(width_px, height_px)
    uniforms['size_px']!.value = SIZE_PX * this.settings.scale * pixelRatio
    uniforms['size_m']!.value = this.settings.isWorldSized ? SIZE_M * this.settings.scale : 0
    if (!this.#isStale && this.#dirty.size === 0) return
    const geometry = this.#buffers()
    const isWhole = this.#isStale || this.#dirty.size * 4 > this.items.length
    for (const name of ['place', 'look', 'tint'] as const) {
      const attribute = geometry.getAttribute(name)
      attribute.needsUpdate = true
      if (!isWhole) for (const { index } of this.#dirty) {
        (attribute as BufferAttribute).addUpdateRange(index * attribute.itemSize, attribute.itemSize)
      }
    }
    for (const item of this.#isStale ? this.items : this.#dirty) this.#write(geometry, item)
    geometry.instanceCount = this.items.length
    if (this.#mesh) this.#mesh.visible = this.items.length > 0
    if (this.#isStale) {
      this.#drawStems(this.items.filter((item) => item.isShown
        && item.anchor.distanceToSquared(item.head) > 1e-6).length)
    }
    this.#isStale = false
    this.#dirty.clear()
  }

  #write(geometry: InstancedBufferGeometry, item: TagItem): void {
    const place = geometry.getAttribute('place').array as Float32Array
    const look = geometry.getAttribute('look').array as Float32Array
    const at = item.index * 4
    item.head.toArray(place, at)
    place[at + 3] = item.isShown ? 1 : 0
    look[at] = this.atlas.cellOf(item.icon, item.customName)
    look[at + 1] = item.state
    look[at + 2] = item.isOccluded ? 1 : 0
    look[at + 3] = 1
    ;(geometry.getAttribute('tint').array as Float32Array).set(rgb(item.color), item.index * 3)
  }

  #drawStems(count: number): void {
    this.#stems.visible = count > 0
    if (count === 0) return
    const points = new Float32Array(count * 6)
    let at = 0
    for (const { isShown, anchor, head } of this.items) {
      if (!isShown || anchor.distanceToSquared(head) <= 1e-6) continue
      anchor.toArray(points, at)
      head.toArray(points, at + 3)
      at += 6
    }
    this.#stems.geometry.dispose()
    this.#stems.geometry = new BufferGeometry().setAttribute('position', new BufferAttribute(points, 3))
  }

  /** The foremost shown tag under a place of the screen (CSS pixels from its top left); its distance in
   *  metres. */
  pick(x: number, y: number, width: number, height: number, camera: Camera,
    pixelRatio: number): { item: TagItem; distance: number } | null {
    viewProjection.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse)
    const e = viewProjection.elements
    let best: TagItem | null = null
    let least = Infinity
    for (const item of this.items) {
      if (!item.isShown) continue
      const p = item.head
      const w = (e[3] as number) * p.x + (e[7] as number) * p.y + (e[11] as number) * p.z + (e[15] as number)
      if (w <= 0 || w >= least) continue
      projected.copy(p).applyMatrix4(viewProjection)
      const dx = ((projected.x + 1) / 2) * width - x
      const dy = ((1 - projected.y) / 2) * height - y
      const radius = this.#radius_px(w, camera, height, pixelRatio)
      if (dx * dx + dy * dy <= radius * radius) [best, least] = [item, w]
    }
    return best && { item: best, distance: least }
  }

  #radius_px(w: number, camera: Camera, height: number, pixelRatio: number): number {
    const { scale, isWorldSized } = this.settings
    if (!isWorldSized) return (SIZE_PX * scale) / 2
    const pixels = SIZE_M * scale * (camera.projectionMatrix.elements[5] as number) / w * height * pixelRatio / 2
    return Math.min(160, Math.max(12, pixels)) / 2 / pixelRatio
  }

  bounds(into: Box3, item: TagItem): void {
    into.expandByPoint(item.head).expandByPoint(item.anchor)
  }

  dispose(): void {
    this.#mesh?.geometry.dispose()
    this.#mesh?.removeFromParent()
    this.#stems.geometry.dispose()
    ;(this.#stems.material as LineBasicMaterial).dispose()
    this.#material.dispose()
    this.atlas.dispose()
  }
}
