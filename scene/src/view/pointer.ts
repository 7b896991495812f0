// The mouse and the finger on the canvas: hover, click, double click, box selection, placing.

import { Plane, Ray, Raycaster, Vector2, Vector3, type PerspectiveCamera } from 'three'
import type { NodeId } from '../document/types'
import type { Editor, SurfacePoint } from '../editor/types'
import type { Gizmo } from './gizmo'
import type { PlacementGhost } from './placement'
import { frustumThrough } from './picker'
import type { World } from './world'

/** A press that moves less than this is a click, CSS pixels. */
const CLICK_PX = 5

export interface PointerOptions {
  readonly editor: Editor
  readonly world: World
  readonly camera: PerspectiveCamera
  readonly element: HTMLElement
  readonly gizmo: Gizmo
  readonly ghost: PlacementGhost
  readonly hold: (isHeld: boolean) => void
  readonly frame: (ids: readonly NodeId[]) => void
  readonly invalidate: () => void
  readonly pixelRatio: () => number
  readonly tagActivated: (id: NodeId, component: number) => void
  readonly contextMenu: (menu: ContextMenu) => void
  /** The rectangle being drawn, CSS pixels of the element; null when there is none. */
  readonly boxChanged: (box: ScreenBox | null) => void
  readonly tipChanged: (tip: Tip | null) => void
}
export interface ScreenBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
export interface ContextMenu {
  readonly clientX: number
  readonly clientY: number
  readonly nodeId: NodeId | null
  readonly surface: SurfacePoint | null
}
/** A tag under the mouse: where its head is on the screen. */
export interface Tip {
  readonly nodeId: NodeId
  readonly component: number
}
/** What is under a place of the screen. */
export interface Under {
  readonly nodeId: NodeId
  readonly component?: number
  readonly surface: SurfacePoint | null
}

const raycaster = new Raycaster()
const ndc = new Vector2()
const ground = new Plane(new Vector3(0, 1, 0), 0)

export class Pointer {
  readonly #o: PointerOptions
  readonly #abort = new AbortController()
  #down: { x: number; y: number; isBox: boolean; button: number } | null = null
  #hover: { x: number; y: number } | null = null
  #isTouch = false

  constructor(options: PointerOptions) {
    this.#o = options
    const { element } = options
    const { signal } = this.#abort
    element.addEventListener('pointerdown', (event) => this.#press(event), { signal, capture: true })
    element.addEventListener('pointermove', (event) => this.#move(event), { signal })
    element.addEventListener('pointerup', (event) => this.#release(event), { signal })
    element.addEventListener('pointercancel', () => this.#giveUp(), { signal })
    element.addEventListener('pointerleave', () => this.#leave(), { signal })
    element.addEventListener('dblclick', (event) => this.#double(event), { signal })
    element.addEventListener('contextmenu', (event) => this.#menu(event), { signal })
    element.addEventListener('blur', () => delete element.dataset['byPointer'], { signal })
    element.addEventListener('keydown', (event) => this.#key(event), { signal })
  }

  #at(clientX: number, clientY: number): { x: number; y: number; width: number; height: number } {
    const { left, top, width, height } = this.#o.element.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top, width, height }
  }

  #ray(clientX: number, clientY: number): Ray {
    const { x, y, width, height } = this.#at(clientX, clientY)
    ndc.set((x / width) * 2 - 1, 1 - (y / height) * 2)
    this.#o.camera.updateMatrixWorld()
    raycaster.setFromCamera(ndc, this.#o.camera)
    return raycaster.ray
  }

  /** The surface under a place of the screen: a model, or else the ground. */
  surfaceAt(clientX: number, clientY: number, without?: ReadonlySet<NodeId>): SurfacePoint | null {
    const ray = this.#ray(clientX, clientY)
    const hit = this.#o.world.picker.first(ray, without, true)
    if (hit) return { position: hit.point.toArray(), normal: hit.normal.toArray() }
    const point = ray.intersectPlane(ground, new Vector3())
    return point && point.distanceTo(ray.origin) < 2000
      ? { position: point.toArray(), normal: [0, 1, 0] } : null
  }

  /** What is under a place of the screen: tags come first, unless a thing hides them. */
  under(clientX: number, clientY: number): Under | null {
    const { world, camera, pixelRatio } = this.#o
    const { x, y, width, height } = this.#at(clientX, clientY)
    const ray = this.#ray(clientX, clientY)
    const hit = world.picker.first(ray)
    const tag = world.tags.pick(x, y, width, height, camera, pixelRatio())
    const isHidden = tag?.item.isOccluded === true && hit !== null && hit.distance < tag.distance - 0.05
    if (tag && !isHidden && !world.picker.locked.has(tag.item.owner)) {
      return { nodeId: tag.item.owner, component: tag.item.component, surface: null }
    }
    return hit && { nodeId: hit.nodeId,
      surface: { position: hit.point.toArray(), normal: hit.normal.toArray() } }
  }

  #press(event: PointerEvent): void {
    this.#isTouch = event.pointerType === 'touch'
    // The ring of the focus is for those who came by keyboard.
    this.#o.element.dataset['byPointer'] = ''
    this.#o.element.focus({ preventScroll: true })
    const { isReadOnly, placement, cameraMode } = this.#o.editor.store.getState()
    const isBox = event.button === 0 && event.shiftKey && !isReadOnly && !placement && cameraMode !== 'walk'
      && !this.#o.gizmo.isHot
    this.#down = { x: event.clientX, y: event.clientY, isBox, button: event.button }
    // Before the camera's own listener, which would turn the view along with the handle.
    if (event.button === 0 && this.#o.gizmo.isHot) this.#o.hold(true)
    if (isBox) {
      this.#o.hold(true)
      this.#o.element.setPointerCapture(event.pointerId)
    }
  }

  #move(event: PointerEvent): void {
    this.#hover = { x: event.clientX, y: event.clientY }
    if (this.#down?.isBox && this.#isDrag(event)) {
      const a = this.#at(this.#down.x, this.#down.y)
      const b = this.#at(event.clientX, event.clientY)
      this.#o.boxChanged({ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x),
        height: Math.abs(a.y - b.y) })
    }
    if (this.#down === null && event.buttons === 0) this.#o.invalidate()
  }

  /** Once a frame: what the mouse stands over; far cheaper than once for each of its moves. */
  beforeFrame(): void {
    const { editor, ghost, gizmo } = this.#o
    const place = this.#hover
    if (!place || this.#down || gizmo.isDragging) return
    this.#hover = null
    if (ghost.isOn) {
      ghost.move(this.surfaceAt(place.x, place.y))
      return
    }
    if (this.#isTouch) return
    const under = gizmo.isHot ? null : this.under(place.x, place.y)
    this.#o.element.style.cursor = under ? 'pointer' : ''
    this.#o.tipChanged(under?.component === undefined
      ? null : { nodeId: under.nodeId, component: under.component })
    const hovered = under?.nodeId ?? null
    if (editor.store.getState().hovered !== hovered) editor.set({ hovered })
  }

  #isDrag(event: MouseEvent): boolean {
    const { x, y } = this.#down ?? { x: 0, y: 0 }
    return Math.hypot(event.clientX - x, event.clientY - y) > CLICK_PX
  }

  #release(event: PointerEvent): void {
    const down = this.#down
    this.#down = null
    if (!down) return
    if (!this.#o.gizmo.isDragging) this.#o.hold(false)
    if (down.isBox) {
      this.#o.hold(false)
      this.#o.boxChanged(null)
      if (Math.hypot(event.clientX - down.x, event.clientY - down.y) > CLICK_PX) {
        this.#selectBox(down, event)
        return
      }
    }
    if (Math.hypot(event.clientX - down.x, event.clientY - down.y) > CLICK_PX || down.button !== 0) return
    if (this.#o.gizmo.isHot || this.#o.gizmo.isDragging) return
    this.#click(event)
  }

  #click(event: PointerEvent): void {
    const { editor, ghost, world } = this.#o
    if (ghost.isOn) {
      ghost.move(this.surfaceAt(event.clientX, event.clientY))
      ghost.place(editor, event.shiftKey)
      return
    }
    const under = this.under(event.clientX, event.clientY)
    const isMany = event.shiftKey || event.ctrlKey || event.metaKey
    if (!under) {
      if (!isMany) editor.select([])
      return
    }
    editor.select([under.nodeId], isMany ? 'toggle' : 'set')
    if (under.component !== undefined && !isMany) {
      world.overlays.toggle(under.nodeId)
      this.#o.tagActivated(under.nodeId, under.component)
    }
  }

  #selectBox(down: { x: number; y: number }, event: PointerEvent): void {
    const { camera, world, editor } = this.#o
    const a = this.#at(down.x, down.y)
    const b = this.#at(event.clientX, event.clientY)
    const x = (value: number) => (value / a.width) * 2 - 1
    const y = (value: number) => 1 - (value / a.height) * 2
    const frustum = frustumThrough(camera, x(Math.min(a.x, b.x)), y(Math.max(a.y, b.y)),
      x(Math.max(a.x, b.x)), y(Math.min(a.y, b.y)))
    editor.select(world.picker.inside(frustum, world.view.entries.values()), event.ctrlKey || event.metaKey
      ? 'add' : 'set')
  }

  #double(event: MouseEvent): void {
    if (this.#o.ghost.isOn || this.#o.gizmo.isHot) return
    const under = this.under(event.clientX, event.clientY)
    if (under) this.#o.frame([under.nodeId])
  }

  #menu(event: MouseEvent): void {
    event.preventDefault()
    // A drag with the right button pans; only a still press asks for a menu.
    if (this.#down && this.#isDrag(event)) return
    const under = this.under(event.clientX, event.clientY)
    this.#o.contextMenu({
      clientX: event.clientX, clientY: event.clientY, nodeId: under?.nodeId ?? null,
      surface: under?.surface ?? this.surfaceAt(event.clientX, event.clientY),
    })
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Tab') delete this.#o.element.dataset['byPointer']
    if (event.key !== 'Escape') return
    if (this.#o.gizmo.cancel()) event.stopPropagation()
    else if (this.#o.ghost.isOn) {
      this.#o.editor.set({ placement: null })
      event.stopPropagation()
    }
  }

  #giveUp(): void {
    if (this.#down?.isBox) {
      this.#o.hold(false)
      this.#o.boxChanged(null)
    }
    this.#down = null
  }

  #leave(): void {
    this.#hover = null
    this.#o.ghost.move(null)
    this.#o.tipChanged(null)
    if (this.#o.editor.store.getState().hovered) this.#o.editor.set({ hovered: null })
    this.#o.invalidate()
  }

  dispose(): void {
    this.#abort.abort()
  }
}
