// The name and value of the tag under the mouse, written straight into the page.

import { Vector3 } from 'three'
import { formatValue } from '../rules/overlay'
import { TagPart } from './parts/tag-part'
import type { Tip } from './pointer'
import type { Stage } from './stage'

const shown = new WeakMap<HTMLElement, Tip>()
const projected = new Vector3()

export function showTip(element: HTMLElement | null, tip: Tip | null): void {
  if (!element) return
  if (tip) shown.set(element, tip)
  else shown.delete(element)
  if (!tip) element.style.display = 'none'
}

/** Once a frame: over its tag, with its newest value. */
export function moveTip(element: HTMLElement | null, stage: Stage | null): void {
  const tip = element && shown.get(element)
  if (!element || !tip || !stage) return
  const entry = stage.world.view.entries.get(tip.nodeId)
  const part = entry?.parts[tip.component]
  if (!entry || !(part instanceof TagPart)) {
    showTip(element, null)
    return
  }
  const { ref } = part.rule
  const value = ref && stage.world.live.value(ref)
  const name = element.ownerDocument.createElement('b')
  name.textContent = entry.node.name
  const detail = element.ownerDocument.createElement('span')
  if (ref) detail.textContent = `${ref.propertyName}: ${value ? formatValue(value.value) : 'no value yet'}`
  element.replaceChildren(name, ...(ref ? [detail] : []))
  const { camera, width, height } = stage.screen()
  projected.copy(part.item.head).project(camera)
  const x = ((projected.x + 1) / 2) * width
  const y = ((1 - projected.y) / 2) * height - 26 * stage.world.tags.settings.scale
  element.style.display = 'block'
  element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px) translate(-50%, -100%)`
}
