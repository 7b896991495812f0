// The data type of a property: its kind, what a list or map holds, unit, allowed values, where a relationship leads.

import type { ComponentTypeSummary, DataType, DataValue } from '@aws-sdk/client-iottwinmaker'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import TokenGroup from '@cloudscape-design/components/token-group'
import { type ReactNode, useState } from 'react'
import { KIND_HINTS, KINDS, type Kind, parseValue, printDataType, printValue } from '../model/data-type'
import { typeOptions } from './props'

export interface DataTypeFieldsProps {
  readonly value: DataType | undefined
  readonly onChange: (value: DataType | undefined) => void
  readonly types: readonly ComponentTypeSummary[]
  /** What parents say; then the kind cannot change. */
  readonly below?: DataType | undefined
  readonly errorText?: string | undefined
  readonly label?: string
  readonly depth?: number
}

const UNITS = ['Celsius', 'Kelvin', 'bar', 'Pa', 'kW', 'kWh', 'A', 'V', 'Hz', 'rpm', 'm/s', 'm/min', 'm', 'mm', 'kg', 't/h', 'l/min', 'm³/h', '%', 's', 'h']

export function DataTypeFields(props: DataTypeFieldsProps): ReactNode {
  const { value, onChange, types, below, depth = 0 } = props
  const kind = (value?.type ?? below?.type) as Kind | undefined
  const set = (it: Partial<DataType>) => onChange({ ...(value ?? (below ? { type: below.type } : {})), ...it } as DataType)
  const isLocked = below !== undefined
  const holds = kind === 'LIST' || kind === 'MAP'
  const isNumber = kind === 'DOUBLE' || kind === 'INTEGER' || kind === 'LONG'
  return (
    <SpaceBetween size="m">
      <ColumnLayout columns={2}>
        <FormField
          label={props.label ?? 'Data type'} errorText={props.errorText}
          constraintText={isLocked ? `Inherited: ${printDataType(below)}. It cannot change.` : kind && KIND_HINTS[kind]}
        >
          <Select
            selectedOption={kind ? { value: kind, label: kind } : null} disabled={isLocked}
            placeholder="Choose a type"
            options={KINDS.map((it) => ({ value: it, label: it, description: KIND_HINTS[it] }))}
            onChange={({ detail }) => onChange(ofKind(detail.selectedOption.value as Kind))}
          />
        </FormField>
        {isNumber && (
          <UnitField
            value={value?.unitOfMeasure ?? ''} placeholder={below?.unitOfMeasure ?? ''}
            onChange={(unit) => set({ unitOfMeasure: unit || undefined })}
          />
        )}
      </ColumnLayout>
      {holds && depth < 6 && !isLocked && (
        <DataTypeFields
          label={kind === 'LIST' ? 'The list holds' : 'The map holds'} value={value?.nestedType} types={types}
          depth={depth + 1}
          onChange={(nestedType) => set({ nestedType })}
        />
      )}
      {kind === 'RELATIONSHIP' && <RelationshipFields value={value} types={types} onChange={set} />}
      {kind && kind !== 'RELATIONSHIP' && kind !== 'BOOLEAN' && !holds && (
        <AllowedValues
          type={{ ...below, ...value, type: kind }}
          onChange={(allowedValues) => set({ allowedValues: allowedValues.length > 0 ? allowedValues : undefined })}
        />
      )}
    </SpaceBetween>
  )
}

function ofKind(type: Kind): DataType {
  return type === 'LIST' || type === 'MAP' ? { type, nestedType: { type: 'STRING' } } : { type }
}

function UnitField({ value, placeholder, onChange }: {
  readonly value: string; readonly placeholder: string; readonly onChange: (unit: string) => void
}): ReactNode {
  return (
    <FormField
      label={<>Unit <i>– optional</i></>}
      constraintText={`Any text, such as ${UNITS.slice(0, 4).join(', ')}.`}
    >
      <Input value={value} placeholder={placeholder} onChange={({ detail }) => onChange(detail.value)} />
    </FormField>
  )
}

function RelationshipFields({ value, types, onChange }: {
  readonly value: DataType | undefined; readonly types: readonly ComponentTypeSummary[]
  readonly onChange: (it: Partial<DataType>) => void
}): ReactNode {
  const it = value?.relationship ?? {}
  const options = [{ value: '', label: 'Any component type', description: '' }, ...typeOptions(types, '')]
  const set = (change: typeof it) => {
    const kept = Object.entries({ ...it, ...change }).filter(([, text]) => text)
    onChange({ relationship: kept.length > 0 ? Object.fromEntries(kept) : undefined })
  }
  return (
    <ColumnLayout columns={2}>
      <FormField
        label={<>Word for it <i>– optional</i></>}
        constraintText="What one reads along the edge: feeds, contains, measures."
      >
        <Input
          value={it.relationshipType ?? ''} onChange={({ detail }) => set({ relationshipType: detail.value })}
        />
      </FormField>
      <FormField label="Leads to entities with a component of">
        <Select
          selectedOption={options.find((option) => option.value === (it.targetComponentTypeId ?? '')) ?? { value: it.targetComponentTypeId ?? '', label: it.targetComponentTypeId ?? '' }}
          options={options} filteringType="auto" virtualScroll={options.length > 100}
          onChange={({ detail }) => set({ targetComponentTypeId: detail.selectedOption.value })}
        />
      </FormField>
    </ColumnLayout>
  )
}

function AllowedValues({ type, onChange }: { readonly type: DataType; readonly onChange: (it: DataValue[]) => void }): ReactNode {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const values = type.allowedValues ?? []
  const add = () => {
    if (text === '') return
    const parsed = parseValue(text, { ...type, allowedValues: undefined })
    if ('problem' in parsed) return setProblem(parsed.problem)
    if (values.some((it) => printValue(it) === printValue(parsed.value))) return setProblem('This value is there already.')
    onChange([...values, parsed.value])
    setText('')
    return setProblem(undefined)
  }
  return (
    <FormField
      label={<>Allowed values <i>– optional</i></>} errorText={problem} stretch
      constraintText="Write one and press Enter. If there are any, a value must be one of them; at most 50."
    >
      <Input
        value={text} placeholder={type.type === 'STRING' ? 'RUNNING' : '1'} onBlur={add}
        onChange={({ detail }) => setText(detail.value)}
        onKeyDown={(event) => { if (event.detail.key === 'Enter') { event.preventDefault(); add() } }}
      />
      {values.length > 0 && (
        <TokenGroup
          items={values.map((it) => ({ label: printValue(it), dismissLabel: `Remove ${printValue(it)}` }))}
          onDismiss={({ detail }) => onChange(values.filter((_, index) => index !== detail.itemIndex))}
        />
      )}
    </FormField>
  )
}
