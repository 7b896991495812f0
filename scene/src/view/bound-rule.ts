// A binding with its rule: follows its properties and says what the rule makes of their values.

import type { RuleGroup, ValueDataBinding } from '../document/types'
import type { PropertyRef } from '../live'
import { effectOf, namesOfRule, type Effect } from './effect'
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
    const values: Record<string, unknown> = {}
    if (this.#ref && this.#rule) {
      for (const ref of [this.#ref, ...this.#others]) {
        const live = this.#live.value(ref)
        if (live) values[ref.propertyName] = live.value
      }
    }
    this.effect = this.#rule ? effectOf(this.#rule, values) : NONE
    return !isSameEffect(before, this.effect)
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
