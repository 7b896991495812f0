// What a rule makes of values, in the words of the picture.

import type { RuleGroup } from '../document/types'
import { evaluateRule } from '../rules/evaluate'
import { namesIn, type Values } from '../rules/variables'
import type { IconName } from '../rules/target'

export interface Effect {
  readonly icon?: IconName
  /** The icon's of the user's set, for `Custom`. */
  readonly iconName?: string
  readonly color?: string
  readonly opacity?: number
  readonly number?: number
}

const NONE: Effect = {}
const names = new WeakMap<RuleGroup, readonly string[]>()

/** The properties a rule's expressions name, `__` standing for a dash. */
export function namesOfRule(rule: RuleGroup): readonly string[] {
  let known = names.get(rule)
  if (!known) {
    known = [...new Set(rule.statements.flatMap(({ expression }) => namesIn(expression)))]
    names.set(rule, known)
  }
  return known
}

/** What rules made of single values: alarms and switches know few, and many things share a rule. */
const known = new WeakMap<RuleGroup, Map<unknown, Effect>>()
const MOST_KNOWN = 256

/** As `effectOf`, for rules that see one value only. */
export function effectOfOne(rule: RuleGroup, name: string, value: unknown): Effect {
  if (typeof value === 'object') return effectOf(rule, { [name]: value })
  let effects = known.get(rule)
  if (!effects || effects.size > MOST_KNOWN) known.set(rule, (effects = new Map()))
  const key = `${typeof value} ${String(value)} ${name}`
  let effect = effects.get(key)
  if (!effect) effects.set(key, (effect = effectOf(rule, { [name]: value })))
  return effect
}

export function effectOf(rule: RuleGroup | undefined, values: Values): Effect {
  const target = evaluateRule(rule, values)?.target
  if (!target) return NONE
  switch (target.kind) {
    case 'icon':
      return {
        icon: target.icon, ...(target.color ? { color: target.color } : {}),
        ...(target.iconName ? { iconName: target.iconName } : {}),
      }
    case 'color':
      return { color: target.color, ...(target.alpha < 1 ? { opacity: target.alpha } : {}) }
    case 'opacity':
      return { opacity: target.opacity }
    case 'number':
      return { number: target.value }
  }
}
