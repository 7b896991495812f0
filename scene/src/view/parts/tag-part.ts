// A tag: an icon over its node, its look decided by a rule or by the component.

import { Vector3, type Box3 } from 'three'
import type { SceneComponent, Tag } from '../../document/types'
import { BoundRule } from '../bound-rule'
import type { ViewContext } from '../context'
import type { Entry, Part } from '../entry'
import { ICON_COLORS } from '../../icons'
import type { IconName } from '../../rules/target'
import { iconNameOf } from '../tag-icons'
import type { TagItem } from '../tags'

export class TagPart implements Part {
  readonly item: TagItem
  readonly rule: BoundRule
  #tag: Tag

  constructor(readonly context: ViewContext, readonly entry: Entry, tag: Tag, component: number) {
    this.#tag = tag
    this.item = context.tags.add({
      owner: entry.id, component, anchor: new Vector3(), head: new Vector3(), icon: 'Info', customName: '', color: '#0972d3',
      isShown: true, isOccluded: false, state: 0,
    })
    this.rule = new BoundRule(context.live, () => this.#look())
    this.update(tag)
    this.place()
    this.show()
  }

  update(component: SceneComponent): boolean {
    this.#tag = component as Tag
    this.rule.set(this.#tag.valueDataBinding, this.context.rule(this.#tag.ruleBasedMapId))
    this.#look()
    this.place()
    return true
  }

  #look(): void {
    const { item } = this
    const { effect } = this.rule
    const icon: IconName = effect.icon ?? iconNameOf(this.#tag.icon)
    item.icon = icon
    item.customName = icon === 'Custom' ? effect.iconName ?? this.#tag.customIcon?.iconName ?? '' : ''
    item.color = effect.color ?? (effect.icon
      ? ICON_COLORS[icon] : this.#tag.chosenColor ?? ICON_COLORS[icon])
    this.context.tags.changed(item)
  }

  place(): void {
    const { anchor, head } = this.item
    anchor.setFromMatrixPosition(this.entry.world)
    const offset = this.#tag.offset
    if (offset) head.fromArray(offset).applyMatrix4(this.entry.world)
    else head.copy(anchor)
    this.context.tags.moved()
  }

  show(): void {
    const isAlways = this.entry.node.properties['alwaysVisible'] === true
    this.item.isShown = this.entry.isShown && this.context.shows().tags
    this.item.isOccluded = this.context.tags.settings.isOccluded && !isAlways
    this.context.tags.moved()
  }

  /** Properties of the node (alwaysVisible) come with its other changes. */
  reconsider(): void {
    this.show()
  }

  bounds(into: Box3): void {
    into.expandByPoint(this.item.anchor).expandByPoint(this.item.head)
  }

  dispose(): void {
    this.rule.dispose()
    this.context.tags.remove(this.item)
  }
}
