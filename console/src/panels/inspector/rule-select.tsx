// Chooses a rule group, with what it says right now, and a way to it.

import { evaluateRule, type PropertyRef, type RuleGroup } from '@gemel/scene'
import type { ReactNode } from 'react'
import { useEditor, useLive } from '../context'
import { IconButton, Select } from '../kit/controls'
import { openRule } from '../rules/open-rule'
import { EffectChip } from '../rules/effect'

export type RuleUse = 'icon' | 'color' | 'number'

export interface RuleSelectProps {
  readonly label: string
  readonly value: string | null
  /** What the thing can show; rules without such a statement come last. */
  readonly use: RuleUse
  readonly propertyRef: PropertyRef | undefined
  readonly onChange: (id: string | undefined) => void
}

const NONE = ''

export function RuleSelect({ label, value, use, propertyRef, onChange }: RuleSelectProps): ReactNode {
  const rules = useEditor((it) => it.document.rules)
  const live = useLive(propertyRef)
  const ids = Object.keys(rules)
  const fitting = ids.filter((id) => fits(rules[id], use))
  const rule = value ? rules[value] : undefined
  const result =
    rule && propertyRef && live ? evaluateRule(rule, { [propertyRef.propertyName]: live.value }) : null
  const option = (id: string) => ({ value: id, label: id })
  return (
    <div className="c-stack">
      <div className="c-inline">
        <Select
          label={label}
          value={value}
          onChange={(id) => onChange(id === NONE ? undefined : id)}
          options={[
            { value: NONE, label: 'No rule' },
            ...fitting.map(option),
            ...ids
              .filter((id) => !fitting.includes(id))
              .map((id) => ({
                value: id,
                label: `${id} (sets no ${use === 'number' ? 'number' : use === 'icon' ? 'icon' : 'colour'})`,
              })),
          ]}
        />
        <IconButton
          icon={value ? 'rules' : 'plus'}
          label={value ? 'Open this rule' : 'Make a rule for this'}
          kind="quiet"
          onClick={() =>
            openRule({ id: value || null, use, propertyName: propertyRef?.propertyName, onMade: onChange })
          }
        />
      </div>
      {value && !rule && <div className="c-hint c-bad">There is no rule “{value}” in this scene.</div>}
      {rule && propertyRef && (
        <div className="c-hint c-inline">
          Now:{' '}
          {live ? (
            result ? (
              <EffectChip effect={result.target} />
            ) : (
              'no statement holds; it looks as usual'
            )
          ) : (
            'no value yet'
          )}
        </div>
      )}
    </div>
  )
}

function fits(rule: RuleGroup | undefined, use: RuleUse): boolean {
  const words = use === 'icon' ? ['.icon:'] : use === 'number' ? ['common.number'] : ['.color:', '.opacity:']
  return rule?.statements.some((it) => words.some((word) => it.target.includes(word))) ?? false
}
