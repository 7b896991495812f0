// Which rules a component names.

import type { MotionIndicator, SceneComponent } from './types'

/** The rules a component names, once each. */
export function ruleIdsOf(component: SceneComponent): readonly string[] {
  switch (component.type) {
    case 'Tag':
    case 'ModelShader':
      return named([component.ruleBasedMapId])
    case 'MotionIndicator':
      return named(motionBindings(component).map((binding) => binding?.ruleBasedMapId))
    default:
      return []
  }
}

/** Those of them without which App Kit opens nothing. */
export function ruleIdsNeeded(component: SceneComponent): readonly string[] {
  return component.type === 'ModelShader' ? [] : ruleIdsOf(component)
}

function motionBindings({ valueDataBindings: { speed, foregroundColor, backgroundColor } }: MotionIndicator) {
  return [speed, foregroundColor, backgroundColor]
}

function named(ids: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(ids.filter((id): id is string => typeof id === 'string' && id !== ''))]
}
