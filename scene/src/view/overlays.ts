// Data overlays without a screen: which there are, which are open, and where on the screen they belong.

import { formatValue } from '../rules/overlay'
import { Matrix4, Vector3, type Camera } from 'three'
import { createStore } from 'zustand/vanilla'
import type { DataOverlay, NodeId } from '../document/types'
import type { LiveIndex } from './live-index'
import { propertyOf } from './live-index'

/** No screen shows more of them readably, and no browser moves more of them smoothly. */
export const MOST_PANELS = 100

export interface OverlayItem {
  readonly key: string
  readonly owner: NodeId
  readonly component: number
  overlay: DataOverlay
  title: string
  readonly anchor: Vector3
  /** How far above its node's tag it floats, CSS pixels. */
  lift_px: number
  isShown: boolean
}
export interface OverlayState {
  /** What is on the screen, in the order it was made. */
  readonly panels: readonly OverlayItem[]
  /** Changes when a panel's content, not its values, changed. */
  readonly revision: number
}

const projected = new Vector3()
const viewProjection = new Matrix4()

export class Overlays {
  readonly store = createStore<OverlayState>(() => ({ panels: [], revision: 0 }))
  readonly items = new Map<string, OverlayItem>()
  readonly #live: LiveIndex
  readonly #elements = new Map<string, HTMLElement>()
  /** Sizes of panels, CSS pixels, measured when their content changed and never while moving. */
  readonly #sizes = new Map<string, { readonly width: number; readonly height: number }>()
  readonly #open = new Set<string>()
  readonly #dirtyValues = new Set<string>()
  readonly #unfollow = new Map<string, (() => void)[]>()
  readonly #invalidate: () => void
  isAlwaysOpen = false
  #isRevised = false

  constructor(live: LiveIndex, invalidate: () => void) {
    this.#live = live
    this.#invalidate = invalidate
  }

  set(item: OverlayItem): void {
    this.items.set(item.key, item)
    for (const stop of this.#unfollow.get(item.key) ?? []) stop()
    this.#unfollow.set(item.key, item.overlay.valueDataBindings.flatMap(({ valueDataBinding }) => {
      const ref = propertyOf(valueDataBinding, this.#live.template)
      return ref ? [this.#live.follow(ref, { liveChanged: () => this.#dirtyValues.add(item.key) })] : []
    }))
    this.#dirtyValues.add(item.key)
    this.#isRevised = true
    this.#invalidate()
  }

  delete(key: string): void {
    this.items.delete(key)
    for (const stop of this.#unfollow.get(key) ?? []) stop()
    this.#unfollow.delete(key)
    this.#open.delete(key)
    this.#invalidate()
  }

  /** Opens or closes the panels of a node, as a click on its tag does. */
  toggle(owner: NodeId, isOpen?: boolean): void {
    for (const item of this.items.values()) {
      if (item.owner !== owner) continue
      if (isOpen ?? !this.#open.has(item.key)) this.#open.add(item.key)
      else this.#open.delete(item.key)
    }
    this.#invalidate()
  }

  close(key: string): void {
    this.#open.delete(key)
    this.#invalidate()
  }

  isOpen(item: OverlayItem): boolean {
    return item.overlay.subType === 'TextAnnotation' || this.isAlwaysOpen || this.#open.has(item.key)
  }

  /** The screen tells where a panel's element is; null when it went. */
  mounted(key: string, element: HTMLElement | null): void {
    if (element) {
      this.#elements.set(key, element)
      this.#dirtyValues.add(key)
    } else this.#elements.delete(key)
    this.#invalidate()
  }

  /** The newest value of a binding as text; `-` when there is none, as in other readers. */
  textOf(item: OverlayItem, name: string): string {
    const binding = item.overlay.valueDataBindings.find(({ bindingName }) => bindingName === name)
    const value = this.#live.value(propertyOf(binding?.valueDataBinding, this.#live.template))?.value
    if (value === undefined || value === null) return '-'
    return formatValue(value)
  }

  /** Once a frame: chooses the panels, moves them, and writes the values that changed. */
  beforeFrame(camera: Camera, width: number, height: number): void {
    viewProjection.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse)
    const wanted: OverlayItem[] = []
    for (const item of this.items.values()) {
      if (!item.isShown || !this.isOpen(item)) continue
      projected.copy(item.anchor).applyMatrix4(viewProjection)
      const isInView = projected.z < 1 && Math.abs(projected.x) < 1.2 && Math.abs(projected.y) < 1.2
      if (isInView && wanted.length < MOST_PANELS) wanted.push(item)
      const element = this.#elements.get(item.key)
      if (!element) continue
      element.style.visibility = isInView ? 'visible' : 'hidden'
      const size = this.#sizes.get(item.key) ?? { width: 0, height: 0 }
      let x = Math.round(((projected.x + 1) / 2) * width)
      let y = Math.round(((1 - projected.y) / 2) * height - item.lift_px)
      // A panel somebody opened stays readable at the edge of the screen.
      if (isInView && item.overlay.subType === 'OverlayPanel' && x > 0 && x < width && y > 0
        && y < height + item.lift_px) {
        x = Math.max(size.width / 2 + 4, Math.min(width - size.width / 2 - 4, x))
        y = Math.max(size.height + 4, y)
      }
      element.style.transform = `translate(${x}px, ${y}px) translate(-50%, -100%)`
      element.style.zIndex = String(Math.round((1 - projected.z) * 1e6))
    }
    const { panels } = this.store.getState()
    if (this.#isRevised || panels.length !== wanted.length || wanted.some((item, i) => item !== panels[i])) {
      this.#isRevised = false
      // React hears of it outside the frame, once for all.
      queueMicrotask(() => this.store.setState(({ revision }) => ({ panels: wanted,
        revision: revision + 1 })))
    }
    for (const key of this.#dirtyValues) this.#write(key)
    this.#dirtyValues.clear()
  }

  #write(key: string): void {
    const item = this.items.get(key)
    const element = this.#elements.get(key)
    if (!item || !element) return
    for (const span of element.querySelectorAll<HTMLElement>('[data-binding]')) {
      const text = this.textOf(item, span.dataset['binding'] ?? '')
      if (span.textContent !== text) span.textContent = text
    }
    for (const link of element.querySelectorAll<HTMLAnchorElement>('[data-href]')) {
      const href = (link.dataset['href'] ?? '').replaceAll(/\$\{([^}]+)\}/g, (_, name: string) =>
        encodeURIComponent(this.textOf(item, name)))
      if (/^(https?:|mailto:|[/?#.])/i.test(href)) link.href = href
    }
    this.#sizes.set(key, { width: element.offsetWidth, height: element.offsetHeight })
  }

  dispose(): void {
    for (const stops of this.#unfollow.values()) for (const stop of stops) stop()
    this.items.clear()
    this.store.setState({ panels: [] })
  }
}
