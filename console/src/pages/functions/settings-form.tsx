// The settings of a function: name, runtime, handler, limits, environment, role.

import Button from '@cloudscape-design/components/button'
import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { type Problems, type Settings, type Variable, variableProblem } from './model/check'
import { filesOfHandler, languageOf, RUNTIMES } from './model/runtime'

export interface SettingsFormProps {
  readonly value: Settings
  readonly onChange: (it: Settings) => void
  /** Shown at their fields. */
  readonly problems: Problems
  readonly isNew: boolean
}

export function BasicFields({ value, onChange, problems, isNew }: SettingsFormProps): ReactNode {
  const language = languageOf(value.runtime)
  const set = (it: Partial<Settings>) => onChange({ ...value, ...it })
  const options = RUNTIMES.some((it) => it.value === value.runtime) ? [...RUNTIMES]
    : [{ value: value.runtime, label: value.runtime, description: 'As it is now' }, ...RUNTIMES]
  return (
    <ColumnLayout columns={isNew ? 3 : 2}>
      {isNew && (
        <FormField
          label="Name" errorText={problems.name} constraintText="Letters, digits, - and _; at most 64."
        >
          <Input
            value={value.name} placeholder="pump-reader"
            onChange={({ detail }) => set({ name: detail.value })}
          />
        </FormField>
      )}
      <FormField label="Runtime" errorText={problems.runtime}>
        <Select
          selectedOption={options.find((it) => it.value === value.runtime) ?? null} options={options}
          onChange={({ detail }) => set({ runtime: detail.selectedOption.value ?? value.runtime })}
        />
      </FormField>
      <FormField
        label="Handler" errorText={problems.handler}
        constraintText={language === 'provided' ? 'Not used: “bootstrap” at the top of the zip is started.'
          : `file.function; this one means ${filesOfHandler(value.handler, language).join(' or ')}.`}
      >
        <Input
          value={value.handler} disabled={language === 'provided'}
          onChange={({ detail }) => set({ handler: detail.value.trim() })}
        />
      </FormField>
    </ColumnLayout>
  )
}

export function FurtherFields({ value, onChange, problems }: SettingsFormProps): ReactNode {
  const set = (it: Partial<Settings>) => onChange({ ...value, ...it })
  return (
    <SpaceBetween size="l">
      <FormField label={<>Description <i>– optional</i></>} errorText={problems.description} stretch>
        <Input value={value.description} onChange={({ detail }) => set({ description: detail.value })} />
      </FormField>
      <ColumnLayout columns={2}>
        <NumberField
          label="Timeout" unit="seconds" value={value.timeout_s} errorText={problems.timeout_s}
          description="One call may take so long; then the function is stopped."
          onChange={(timeout_s) => set({ timeout_s })}
        />
        <NumberField
          label="Memory" unit="MB" value={value.memory_mb} errorText={problems.memory_mb}
          description="A worker that takes more is stopped." onChange={(memory_mb) => set({ memory_mb })}
        />
      </ColumnLayout>
      <FormField
        label="Environment variables" errorText={problems.variables} stretch
        description="The function finds them in its environment; addresses and passwords belong here, not in the code. At most 4 KB together."
      >
        <VariablesEditor variables={value.variables} onChange={(variables) => set({ variables })} />
      </FormField>
      <ExpandableSection headerText="Role" defaultExpanded={problems.role !== undefined}>
        <FormField
          label="Role" errorText={problems.role} stretch
          description="AWS’s API asks for one. In this version of Gemel a function acts for the account, whatever role it has."
        >
          <Input value={value.role} onChange={({ detail }) => set({ role: detail.value.trim() })} />
        </FormField>
      </ExpandableSection>
    </SpaceBetween>
  )
}

function NumberField({ label, unit, value, description, errorText, onChange }: {
  readonly label: string; readonly unit: string; readonly value: number; readonly description: string
  readonly errorText: string | undefined; readonly onChange: (value: number) => void
}): ReactNode {
  return (
    <FormField label={`${label} (${unit})`} description={description} errorText={errorText}>
      <Input
        type="number" value={Number.isNaN(value) ? '' : String(value)}
        onChange={({ detail }) => onChange(detail.value === '' ? Number.NaN : Number(detail.value))}
      />
    </FormField>
  )
}

export function VariablesEditor({ variables, onChange }: {
  readonly variables: readonly Variable[]; readonly onChange: (it: readonly Variable[]) => void
}): ReactNode {
  const [isShown, show] = useState(false)
  const set = (index: number, it: Partial<Variable>) => onChange(variables.map((other, n) => (n === index ? { ...other, ...it } : other)))
  return (
    <SpaceBetween size="xs">
      <AttributeEditor<Variable>
        items={variables} addButtonText="Add variable" removeButtonText="Remove" empty="None."
        onAddButtonClick={() => onChange([...variables, { name: '', value: '' }])}
        onRemoveButtonClick={({ detail }) => onChange(variables.filter((_, n) => n !== detail.itemIndex))}
        definition={[
          {
            label: 'Name', errorText: (it) => (it.name === '' ? null : variableProblem(it, variables)),
            control: (it, index) => (
              <Input
                value={it.name} placeholder="STORE_URL"
                onChange={({ detail }) => set(index, { name: detail.value.trim() })}
              />
            ),
          },
          {
            label: 'Value',
            control: (it, index) => (
              <Input
                value={it.value} type={isShown ? 'text' : 'password'} autoComplete="off"
                onChange={({ detail }) => set(index, { value: detail.value })}
              />
            ),
          },
        ]}
      />
      {variables.length > 0 && (
        <Button
          variant="inline-link" onClick={() => show(!isShown)}
        >
          {isShown ? 'Hide values' : 'Show values'}
        </Button>
      )}
    </SpaceBetween>
  )
}
