// The control for one typed value: text, number, choice, list, map or link, as its type says.

import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import type { DataType, DataValue } from '@aws-sdk/client-iottwinmaker'
import type { ReactNode } from 'react'
import { ListField } from './list-field'
import { MapField } from './map-field'
import { RelationshipField } from './relationship-field'
import type { Step, ValueProblem } from './validate'
import { isSameValue, MEMBER, plainOf, typeNameOf, unitWords } from './value'

export interface ValueFieldProps {
  readonly type: DataType | undefined
  /** `undefined`: nothing is set. Numbers that are not whole yet are texts. */
  readonly value: DataValue | undefined
  readonly onChange: (value: DataValue | undefined) => void
  readonly label: string
  /** All problems of the whole value; the control shows those of its own path. */
  readonly problems: readonly ValueProblem[]
  readonly path: readonly Step[]
  /** What holds when nothing is set. */
  readonly placeholder?: string
  readonly isDisabled?: boolean
}

/** The first problem at exactly this place. */
export function problemAt(problems: readonly ValueProblem[], path: readonly Step[]): string | undefined {
  return problems.find((it) => it.path.length === path.length && it.path.every((step, n) => step === path[n]))?.message
}

export function ValueField(props: ValueFieldProps): ReactNode {
  const { type, value, onChange, label, problems, path } = props
  if (value?.expression !== undefined) {
    return <Input value={value.expression} onChange={({ detail }) => onChange({ expression: detail.value })} ariaLabel={`${label}: expression`} spellcheck={false} invalid={problemAt(problems, path) !== undefined} placeholder="${Parameters.name}" />
  }
  const name = typeNameOf(type)
  if ((type?.allowedValues ?? []).length > 0) return <ChoiceField {...props} />
  switch (name) {
    case 'BOOLEAN': return <BooleanField {...props} />
    case 'INTEGER': case 'LONG': case 'DOUBLE': return <NumberField {...props} />
    case 'LIST': return <ListField {...props} />
    case 'MAP': return <MapField {...props} />
    case 'RELATIONSHIP': return <RelationshipField {...props} />
    default: return (
      <Input
        value={value?.stringValue ?? ''} ariaLabel={label} placeholder={props.placeholder ?? ''} disabled={props.isDisabled ?? false} invalid={problemAt(problems, path) !== undefined}
        onChange={({ detail }) => onChange(detail.value === '' && path.length === 0 ? undefined : { stringValue: detail.value })}
      />
    )
  }
}

/** A number's text; kept as it is typed until it is one. */
export function numberValue(text: string, member: 'integerValue' | 'longValue' | 'doubleValue'): DataValue {
  const trimmed = text.trim()
  const number = Number(trimmed.replace(',', '.'))
  // "1." and "-" are on their way to be numbers: what is typed must stay on the screen.
  const isWhole = trimmed !== '' && Number.isFinite(number) && /^[-+]?(\d+([.,]\d+)?|[.,]\d+)(e[-+]?\d+)?$/i.test(trimmed)
  return { [member]: isWhole ? number : text } as DataValue
}

function NumberField({ type, value, onChange, label, problems, path, placeholder, isDisabled }: ValueFieldProps): ReactNode {
  const member = MEMBER[typeNameOf(type)] as 'integerValue' | 'longValue' | 'doubleValue'
  const held: unknown = value?.[member] ?? value?.doubleValue ?? value?.longValue ?? value?.integerValue
  const unit = unitWords(type?.unitOfMeasure)
  return (
    <div className="g-with-unit">
      <Input
        inputMode={member === 'doubleValue' ? 'decimal' : 'numeric'} value={held === undefined ? '' : String(held)} ariaLabel={unit ? `${label} in ${unit}` : label} placeholder={placeholder ?? ''}
        disabled={isDisabled ?? false} invalid={problemAt(problems, path) !== undefined}
        onChange={({ detail }) => onChange(detail.value === '' && path.length === 0 ? undefined : numberValue(detail.value, member))}
      />
      {unit && <span>{unit}</span>}
    </div>
  )
}

function BooleanField({ value, onChange, label, problems, path, placeholder, isDisabled }: ValueFieldProps): ReactNode {
  const options = [...(path.length === 0 ? [{ value: '', label: placeholder || 'Not set' }] : []), { value: 'true', label: 'true' }, { value: 'false', label: 'false' }]
  return (
    <Select
      options={options} ariaLabel={label} disabled={isDisabled ?? false} invalid={problemAt(problems, path) !== undefined} expandToViewport
      selectedOption={options.find((it) => it.value === String(value?.booleanValue ?? '')) ?? null} placeholder={placeholder || 'Choose'}
      onChange={({ detail }) => onChange(detail.selectedOption.value === '' ? undefined : { booleanValue: detail.selectedOption.value === 'true' })}
    />
  )
}

function ChoiceField({ type, value, onChange, label, problems, path, placeholder, isDisabled }: ValueFieldProps): ReactNode {
  const allowed = type?.allowedValues ?? []
  const choices = allowed.map((it, n) => ({ value: String(n), label: String(plainOf(it)) }))
  const at = allowed.findIndex((it) => value !== undefined && isSameValue(plainOf(it), plainOf(value)))
  // A value that is not allowed (written as JSON) is still shown.
  const other = value !== undefined && at === -1 ? [{ value: 'other', label: String(plainOf(value)) }] : []
  const options = [...(path.length === 0 ? [{ value: '', label: placeholder || 'Not set' }] : []), ...choices, ...other]
  const selected = value === undefined ? '' : at === -1 ? 'other' : String(at)
  return (
    <Select
      options={options} ariaLabel={label} disabled={isDisabled ?? false} invalid={problemAt(problems, path) !== undefined} placeholder={placeholder || 'Choose'} expandToViewport
      filteringType={choices.length > 8 ? 'auto' : 'none'} selectedOption={options.find((it) => it.value === selected) ?? null}
      onChange={({ detail }) => {
        const chosen = detail.selectedOption.value ?? ''
        if (chosen === '') onChange(undefined)
        else if (chosen !== 'other') onChange(allowed[Number(chosen)])
      }}
    />
  )
}
