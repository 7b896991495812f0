// Rules to begin with: named after the property, with thresholds one only has to set.

import {
  COLOR_PREFIX,
  ICON_PREFIX,
  NUMBER_TARGET,
  type RuleGroup,
  type SceneDocument,
  variableName,
} from '@gemel/scene'
import type { RuleRequest } from './open-rule'

export function draftRule({
  use,
  propertyName = 'value',
}: Pick<RuleRequest, 'use' | 'propertyName'>): RuleGroup {
  const name = variableName(propertyName)
  if (use === 'number') return { statements: [{ expression: name, target: NUMBER_TARGET }] }
  const isWord = /status|state|mode/i.test(propertyName)
  if (propertyName === 'alarm_status') {
    const targets =
      use === 'icon'
        ? [`${ICON_PREFIX}Error`, `${ICON_PREFIX}Warning`, `${ICON_PREFIX}Info`]
        : [`${COLOR_PREFIX}#d91515`, `${COLOR_PREFIX}#f2a900`, `${COLOR_PREFIX}#2bb534`]
    return statements(
      [
        ["alarm_status == 'ACTIVE'", 0],
        ["alarm_status == 'ACKNOWLEDGED'", 1],
        ["alarm_status == 'NORMAL'", 2],
      ],
      targets,
    )
  }
  const targets =
    use === 'icon'
      ? [`${ICON_PREFIX}Error`, `${ICON_PREFIX}Warning`, `${ICON_PREFIX}Info`]
      : [`${COLOR_PREFIX}#d91515`, `${COLOR_PREFIX}#f2a900`, `${COLOR_PREFIX}#2bb534`]
  if (isWord)
    return statements(
      [
        [`${name} == 'FAULT'`, 0],
        [`${name} == 'IDLE'`, 1],
        [`${name} == 'RUNNING'`, 2],
      ],
      targets,
    )
  return statements(
    [
      [`${name} > 40`, 0],
      [`${name} > 30`, 1],
      [`${name} <= 30`, 2],
    ],
    targets,
  )
}

function statements(
  parts: readonly (readonly [expression: string, target: number])[],
  targets: readonly string[],
): RuleGroup {
  return { statements: parts.map(([expression, target]) => ({ expression, target: targets[target] ?? '' })) }
}

/** A name that no rule has. */
export function freeRuleId({ rules }: SceneDocument, wanted: string): string {
  const clean = wanted.replaceAll(/[^a-zA-Z0-9_-]/g, '_').replace(/^-+/, '')
  for (let number = 1; ; number++) {
    const id = number === 1 ? clean : `${clean}${number}`
    if (!Object.hasOwn(rules, id)) return id
  }
}
