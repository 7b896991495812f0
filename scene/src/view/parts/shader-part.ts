// A model shader ("colour overlay"): its rule's colour and opacity lie over each model of the node and below.

import type { ModelShader, SceneComponent } from '../../document/types'
import { BoundRule } from '../bound-rule'
import type { ViewContext } from '../context'
import type { Entry, Part } from '../entry'
import { tintOf } from '../model-pools'

export class ShaderPart implements Part {
  readonly rule: BoundRule

  constructor(readonly context: ViewContext, readonly entry: Entry, shader: ModelShader) {
    this.rule = new BoundRule(context.live, () => this.#apply())
    this.update(shader)
  }

  update(component: SceneComponent): boolean {
    const shader = component as ModelShader
    this.rule.set(shader.valueDataBinding, this.context.rule(shader.ruleBasedMapId))
    this.#apply()
    return true
  }

  #apply(): void {
    const { color, opacity } = this.rule.effect
    const tint = tintOf(color, opacity)
    if (tint === this.entry.ownTint) return
    this.entry.ownTint = tint
    this.context.view().refresh(this.entry)
    this.context.invalidate()
  }

  dispose(): void {
    this.rule.dispose()
    this.entry.ownTint = null
    this.context.view().refresh(this.entry)
  }
}
