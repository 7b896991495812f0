// Which rules a component names.

import { isObject } from './json'
import type { Json, SceneComponent } from './types'

/** The rules a component names, once each. */
export function ruleIdsOf(component: SceneComponent): readonly string[] {
  switch (component.type) {
    case 'Tag':
    case 'ModelShader':
      return named([component.ruleBasedMapId])
    case 'MotionIndicator':
      return motionRuleIds(component.valueDataBindings as Json)
    default:
      return []
  }
}

/** Those without which App Kit opens no document; it also looks at components that are malformed to us. */
export function ruleIdsNeeded(component: SceneComponent): readonly string[] {
  if (component.type === 'ModelShader') return []
  if (component.type !== '?') return ruleIdsOf(component)
  const { original } = component
  if (!isObject(original)) return []
  if (original['type'] === 'Tag') return named([original['ruleBasedMapId']])
  return original['type'] === 'MotionIndicator' ? motionRuleIds(original['valueDataBindings']) : []
}

function motionRuleIds(bindings: Json | undefined): readonly string[] {
  if (!isObject(bindings)) return []
  return named(
    Object.values(bindings).map((binding) => (isObject(binding) ? binding['ruleBasedMapId'] : undefined)),
  )
}

function named(ids: readonly (Json | undefined)[]): readonly string[] {
  return [...new Set(ids.filter((id): id is string => typeof id === 'string' && id !== ''))]
}
