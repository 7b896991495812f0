// A binding with its rule: follows its properties and says what the rule makes of their values.

import type { RuleGroup, ValueDataBinding } from '../document/types'
import type { PropertyRef } from '../live'
import { effectOf, effectOfOne, namesOfRule, type Effect } from './effect'
import { propertyOf, type Follower, type LiveIndex } from './live-index'

const NONE: Effect = {}

export class BoundRule {
  effect: Effect = NONE
  #ref: PropertyRef | undefined
  #rule: RuleGroup | undefined
  #others: readonly PropertyRef[] = []
  #unfollow: (() => void)[] = []
  readonly #live: LiveIndex
  readonly #follower: Follower

  constructor(live: LiveIndex, changed: () => void) {
    this.#live = live
    this.#follower = {
      liveChanged: () => {
        if (this.evaluate()) changed()
      },
    }
  }

  /** Follows another property or rule; answers whether the effect changed. */
  set(binding: ValueDataBinding | undefined, rule: RuleGroup | undefined): boolean {
    const ref = propertyOf(binding, this.#live.template)
    if (rule !== this.#rule || !isSameRef(ref, this.#ref)) {
      this.#rule = rule
      this.#ref = ref
      // Expressions may name other properties of the same component beside the bound one.
      const names = rule && ref ? namesOfRule(rule).map((name) => name.replaceAll('__', '-')) : []
      this.#others = ref
        ? names.filter((name) => name !== ref.propertyName).map((propertyName): PropertyRef =>
          ({ entityId: ref.entityId, componentName: ref.componentName, propertyName })) : []
      this.dispose()
      if (ref) this.#unfollow = [ref, ...this.#others].map((each) => this.#live.follow(each, this.#follower))
    }
    return this.evaluate()
  }

  /** The property followed, for a tip. */
  get ref(): PropertyRef | undefined {
    return this.#ref
  }

  evaluate(): boolean {
    const before = this.effect
    this.effect = this.#rule ? this.#effect(this.#rule) : NONE
    return !isSameEffect(before, this.effect)
  }

  #effect(rule: RuleGroup): Effect {
    const live = this.#live.value(this.#ref)
    if (this.#ref && live && this.#others.length === 0) {
      return effectOfOne(rule, this.#ref.propertyName, live.value)
    }
    const values: Record<string, unknown> = {}
    for (const ref of this.#ref ? [this.#ref, ...this.#others] : []) {
      const value = this.#live.value(ref)
      if (value) values[ref.propertyName] = value.value
    }
    return effectOf(rule, values)
  }

  dispose(): void {
    for (const stop of this.#unfollow) stop()
    this.#unfollow = []
  }
}

function isSameRef(a: PropertyRef | undefined, b: PropertyRef | undefined): boolean {
  return a?.entityId === b?.entityId && a?.componentName === b?.componentName
    && a?.propertyName === b?.propertyName
}

function isSameEffect(a: Effect, b: Effect): boolean {
  return a.icon === b.icon && a.color === b.color && a.opacity === b.opacity && a.number === b.number
    && a.iconName === b.iconName
}
