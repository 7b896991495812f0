// A data overlay: tells the overlays where its node stands; they draw it in the page, over the canvas.

import { Vector3, type Box3 } from 'three'
import type { DataOverlay, SceneComponent } from '../../document/types'
import type { ViewContext } from '../context'
import type { Entry, Part } from '../entry'
import type { OverlayItem } from '../overlays'

export class OverlayPart implements Part {
  readonly #item: OverlayItem

  constructor(readonly context: ViewContext, readonly entry: Entry, overlay: DataOverlay, index: number) {
    this.#item = {
      key: `${entry.id} ${index}`, owner: entry.id, component: index, overlay, title: entry.node.name,
      anchor: new Vector3(), lift_px: 0, isShown: true,
    }
    this.update(overlay)
    this.place()
    this.show()
  }

  update(component: SceneComponent): boolean {
    this.#item.overlay = component as DataOverlay
    this.#item.title = this.entry.node.name
    this.place()
    this.context.overlays.set(this.#item)
    return true
  }

  place(): void {
    const tag = this.entry.node.components.find((each) => each.type === 'Tag')
    const offset = tag?.type === 'Tag' ? tag.offset : undefined
    this.#item.lift_px = tag ? 24 * this.context.tags.settings.scale : 4
    if (offset) this.#item.anchor.fromArray(offset).applyMatrix4(this.entry.world)
    else this.#item.anchor.setFromMatrixPosition(this.entry.world)
    this.context.invalidate()
  }

  show(): void {
    this.#item.isShown = this.entry.isShown && this.context.shows().overlays
    this.context.invalidate()
  }

  reconsider(): void {
    if (this.#item.title === this.entry.node.name) return
    this.#item.title = this.entry.node.name
    this.context.overlays.set(this.#item)
  }

  bounds(into: Box3): void {
    into.expandByPoint(this.#item.anchor)
  }

  dispose(): void {
    this.context.overlays.delete(this.#item.key)
  }
}
