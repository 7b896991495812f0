// One property in a dialog: what it holds, how it is kept, what it starts with.

import type {
  ComponentTypeSummary, PropertyDefinitionRequest, PropertyDefinitionResponse,
} from '@aws-sdk/client-iottwinmaker'
import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { printValue } from '../model/data-type'
import { compact } from '../model/draft'
import { checkProperty, nameProblem } from '../model/validate'
import { DataTypeFields } from './data-type-fields'
import { ValueField } from './value-field'

export interface PropertyFormProps {
  readonly name: string
  readonly definition: PropertyDefinitionRequest
  /** The inherited one, where this overrides. */
  readonly below: PropertyDefinitionResponse | undefined
  readonly taken: readonly string[]
  readonly types: readonly ComponentTypeSummary[]
  readonly isNew: boolean
  readonly onSave: (name: string, definition: PropertyDefinitionRequest) => void
  readonly onClose: () => void
}

const FLAGS = [
  ['isTimeSeries', 'Time series', 'Values change over time; a data reader and writer, or Gemel’s own series store, keep them.'],
  ['isStoredExternally', 'Stored externally', 'The present value lies in another system; an attribute reader fetches it when asked.'],
  ['isRequiredInEntity', 'Required', 'Every component must have a value, unless there is a default.'],
  ['isExternalId', 'External id', 'The value names this thing in the other system, such as an asset number.'],
] as const

export function PropertyForm(props: PropertyFormProps): ReactNode {
  const { below, types, onClose } = props
  const [name, setName] = useState(props.name)
  const [it, setIt] = useState(props.definition)
  const [isTried, setTried] = useState(false)
  const set = (change: Partial<PropertyDefinitionRequest>) => setIt(compact({ ...it, ...change }))
  const bad = nameProblem(name) ?? (name !== props.name && props.taken.includes(name) ? 'There is a property of this name.' : undefined)
  const found: string[] = []
  checkProperty(name, it, below?.dataType, (_, message, severity) => severity !== 'warning' && found.push(message))
  const save = () => {
    setTried(true)
    if (!bad && found.length === 0) props.onSave(name, it)
  }
  const type = { ...below?.dataType, ...it.dataType, type: it.dataType?.type ?? below?.dataType?.type }
  return (
    <Modal
      visible size="large" onDismiss={onClose} closeAriaLabel="Close"
      header={props.isNew ? 'Add property' : below ? `Override “${props.name}”` : `Property “${props.name}”`}
      footer={(
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>Cancel</Button>
            <Button variant="primary" onClick={save}>{props.isNew ? 'Add property' : 'Apply'}</Button>
          </SpaceBetween>
        </Box>
      )}
    >
      <SpaceBetween size="l">
        {below && <Alert type="info">What you leave as it is stays as inherited.</Alert>}
        <ColumnLayout columns={2}>
          <FormField
            label="Name" errorText={isTried || name !== props.name ? bad : undefined}
            constraintText="Letters, digits, _ and -."
          >
            <Input
              value={name} disabled={below !== undefined}
              onChange={({ detail }) => setName(detail.value.trim())}
            />
          </FormField>
          <FormField
            label={<>Display name <i>– optional</i></>} constraintText="For people, with any letters."
          >
            <Input
              value={it.displayName ?? ''} placeholder={below?.displayName ?? ''}
              onChange={({ detail }) => set({ displayName: detail.value || undefined })}
            />
          </FormField>
        </ColumnLayout>
        <DataTypeFields
          value={it.dataType} below={below?.dataType} types={types}
          onChange={(dataType) => set({ dataType, defaultValue: dataType?.type === it.dataType?.type ? it.defaultValue : undefined })}
          errorText={isTried && !it.dataType && !below ? 'Choose what it holds.' : undefined}
        />
        <Flags it={it} below={below} onChange={set} />
        {type.type && (
          <ValueField
            key={JSON.stringify([type.type, type.nestedType, type.allowedValues])} type={type}
            value={it.defaultValue}
            label={<>Default value <i>– optional</i></>}
            description="What a component shows until it has a value of its own."
            placeholder={printValue(below?.defaultValue)} onChange={(defaultValue) => set({ defaultValue })}
          />
        )}
        <Configuration
          value={it.configuration ?? {}}
          onChange={(configuration) => set({ configuration: Object.keys(configuration).length > 0 ? configuration : undefined })}
        />
        {isTried && found.length > 0 && <Alert type="error">{found.map((message) => <div key={message}>{message}</div>)}</Alert>}
      </SpaceBetween>
    </Modal>
  )
}

function Flags({ it, below, onChange }: {
  readonly it: PropertyDefinitionRequest; readonly below: PropertyDefinitionResponse | undefined
  readonly onChange: (change: Partial<PropertyDefinitionRequest>) => void
}): ReactNode {
  return (
    <FormField
      label="How it is kept"
      description="With none of these, the value is kept with the entity and changes when somebody changes it."
      stretch
    >
      <ColumnLayout columns={2}>
        {FLAGS.map(([flag, label, description]) => {
          const inherited = below?.[flag] ?? false
          return (
            <Checkbox
              key={flag} checked={it[flag] ?? inherited} description={description}
              onChange={({ detail }) => onChange({ [flag]: detail.checked === inherited ? undefined : detail.checked })}
            >
              {label}{below && it[flag] === undefined ? ' (as inherited)' : ''}
            </Checkbox>
          )
        })}
      </ColumnLayout>
    </FormField>
  )
}

function Configuration({ value, onChange }: {
  readonly value: Readonly<Record<string, string>>; readonly onChange: (it: Record<string, string>) => void
}): ReactNode {
  const [rows, setRows] = useState(() => Object.entries(value).map(([key, text]) => ({ key, text })))
  const take = (next: typeof rows) => {
    setRows(next)
    onChange(Object.fromEntries(next.filter((it) => it.key !== '').map((it) => [it.key, it.text])))
  }
  const set = (index: number, change: Partial<(typeof rows)[number]>) => take(rows.map((it, n) => (n === index ? { ...it, ...change } : it)))
  return (
    <FormField
      label={<>Configuration <i>– optional</i></>}
      description="Text for the function that serves the property, such as the name of a column." stretch
    >
      <AttributeEditor
        items={rows} addButtonText="Add entry" removeButtonText="Remove" empty="None."
        onAddButtonClick={() => take([...rows, { key: '', text: '' }])}
        onRemoveButtonClick={({ detail }) => take(rows.filter((_, n) => n !== detail.itemIndex))}
        definition={[
          {
            label: 'Key', errorText: (it) => (it.key === '' ? null : nameProblem(it.key) ?? null),
            control: (it, index) => (
              <Input value={it.key} onChange={({ detail }) => set(index, { key: detail.value.trim() })} />
            ),
          },
          {
            label: 'Value',
            control: (it, index) => (
              <Input value={it.text} onChange={({ detail }) => set(index, { text: detail.value })} />
            ),
          },
        ]}
      />
    </FormField>
  )
}
