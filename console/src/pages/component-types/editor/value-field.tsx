// A field for a value of a data type: a choice, a switch, a number, text, or JSON for what holds others.

import type { DataType, DataValue } from '@aws-sdk/client-iottwinmaker'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import Textarea from '@cloudscape-design/components/textarea'
import { type ReactNode, useState } from 'react'
import { parseValue, printValue } from '../model/data-type'

export interface ValueFieldProps {
  readonly label: ReactNode
  readonly description?: string
  readonly type: DataType
  readonly value: DataValue | undefined
  readonly onChange: (value: DataValue | undefined) => void
  readonly placeholder?: string
}

export function ValueField({ label, description, type, value, onChange, placeholder = '' }: ValueFieldProps): ReactNode {
  const [text, setText] = useState(() => printValue(value))
  const [problem, setProblem] = useState<string>()
  const take = (next: string) => {
    setText(next)
    if (next === '') {
      setProblem(undefined)
      return onChange(undefined)
    }
    const parsed = parseValue(next, type)
    if ('problem' in parsed) return setProblem(parsed.problem)
    setProblem(undefined)
    return onChange(parsed.value)
  }
  const allowed = type.type === 'BOOLEAN' ? ['true', 'false'] : (type.allowedValues ?? []).map(printValue)
  const holds = type.type === 'LIST' || type.type === 'MAP' || type.type === 'RELATIONSHIP'
  const field = { label, stretch: true, errorText: problem, ...(description ? { description } : {}) }
  if (!holds && allowed.length > 0) {
    const options = [{ value: '', label: 'None' }, ...allowed.map((it) => ({ value: it, label: it }))]
    return (
      <FormField {...field}>
        <Select
          selectedOption={options.find((it) => it.value === text) ?? { value: text, label: text }}
          options={options}
          onChange={({ detail }) => take(detail.selectedOption.value ?? '')}
        />
      </FormField>
    )
  }
  if (holds) {
    const example = { LIST: '[1, 2]', MAP: '{"name": 1}', RELATIONSHIP: '{"targetEntityId": "oven-1"}' }[type.type as 'LIST']
    return (
      <FormField {...field} constraintText={`As JSON, such as ${example}.`}>
        <Textarea
          rows={2} value={text} placeholder={placeholder} onChange={({ detail }) => take(detail.value)}
        />
      </FormField>
    )
  }
  return (
    <FormField {...field}>
      <Input
        value={text} placeholder={placeholder} inputMode={type.type === 'STRING' ? 'text' : 'decimal'}
        onChange={({ detail }) => take(detail.value)}
      />
    </FormField>
  )
}
