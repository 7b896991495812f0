// Adds, changes, renames and removes rules, and tells those that use them.

import { ruleIdsOf } from '../document/rule-ids'
import type { MotionBinding, RuleGroup, SceneComponent, SceneDocument, SceneNode } from '../document/types'
import type { Command } from '../editor/types'
import { changeNodes, command, type Patch } from './patch'

export function addRule(id: string, rule: RuleGroup = { statements: [] }): Command {
  return command(`Add rule "${id}"`, ({ rules }) => ({ top: { rules: { ...rules, [id]: rule } } }))
}

export function setRule(id: string, rule: RuleGroup, mergeKey?: string): Command {
  return command(
    `Change rule "${id}"`,
    ({ rules }) => (Object.hasOwn(rules, id) ? { top: { rules: { ...rules, [id]: rule } } } : {}),
    mergeKey === undefined ? {} : { mergeKey },
  )
}

/** Renames a rule where it stands, and in everything that uses it. */
export function renameRule(id: string, next: string): Command {
  return command(`Rename rule to "${next}"`, (document) => {
    if (!Object.hasOwn(document.rules, id) || id === next || Object.hasOwn(document.rules, next)) return {}
    const rules = Object.entries(document.rules).map(
      ([name, rule]) => [name === id ? next : name, rule] as const,
    )
    return { ...changeUsers(document, id, next), top: { rules: Object.fromEntries(rules) } }
  })
}

/** Removes a rule; what used it has none. */
export function removeRule(id: string): Command {
  return command(`Delete rule "${id}"`, (document) => {
    if (!Object.hasOwn(document.rules, id)) return {}
    const rules = Object.entries(document.rules).filter(([name]) => name !== id)
    return { ...changeUsers(document, id, undefined), top: { rules: Object.fromEntries(rules) } }
  })
}

/** Why a rule may not have a name, or `null`. */
export function whyNotRuleId(document: SceneDocument, id: string): string | null {
  if (id.length < 2) return 'The name of a rule needs at least 2 characters.'
  if (id.length > 256) return 'The name of a rule may have 256 characters at most.'
  if (!/^[a-zA-Z_0-9][a-zA-Z_\-0-9]*[a-zA-Z0-9_]$/.test(id)) {
    return 'The name of a rule holds letters, digits, _ and -, and neither begins nor ends with -.'
  }
  return Object.hasOwn(document.rules, id) ? `There is a rule "${id}" already.` : null
}

function changeUsers(document: SceneDocument, id: string, next: string | undefined): Patch {
  const users = [...document.nodes.values()].filter((node) =>
    node.components.some((component) => ruleIdsOf(component).includes(id)),
  )
  return changeNodes(
    document,
    users.map((node) => node.id),
    (node) => withRule(node, id, next),
  )
}

function withRule(node: SceneNode, id: string, next: string | undefined): SceneNode {
  return { ...node, components: node.components.map((component) => renameIn(component, id, next)) }
}

/** A component that names another rule, or none, where it named one. */
export function renameIn(component: SceneComponent, id: string, next: string | undefined): SceneComponent {
  switch (component.type) {
    case 'Tag':
    case 'ModelShader':
      return component.ruleBasedMapId === id ? withRuleId(component, next) : component
    case 'MotionIndicator': {
      const bindings = Object.entries(component.valueDataBindings).map(
        ([slot, binding]) =>
          [
            slot,
            binding?.ruleBasedMapId === id ? withRuleId<MotionBinding>(binding, next) : binding,
          ] as const,
      )
      return ruleIdsOf(component).includes(id)
        ? { ...component, valueDataBindings: Object.fromEntries(bindings) }
        : component
    }
    default:
      return component
  }
}

function withRuleId<T extends { readonly ruleBasedMapId?: string }>(holder: T, next: string | undefined): T {
  if (next !== undefined) return { ...holder, ruleBasedMapId: next }
  const { ruleBasedMapId: _, ...rest } = holder
  return rest as T
}
