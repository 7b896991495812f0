// What a rule makes of values, in the words of the picture.

import type { RuleGroup } from '../document/types'
import { evaluateRule } from '../rules/evaluate'
import { namesIn, type Values } from '../rules/variables'
import type { IconName } from './tag-icons'

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
