// The choices: theme, density, time zone, numbers. Each works at once.

import Box from '@cloudscape-design/components/box'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import Select from '@cloudscape-design/components/select'
import type { ReactNode } from 'react'
import { makeFormat, useFormat } from '../../kit/format'
import { type Preferences, preferencesStore, setPreferences } from '../../kit/preferences'

interface ChoiceProps<K extends keyof Preferences> {
  readonly name: K
  readonly label: string
  readonly hint?: string
  readonly options: readonly { readonly id: Preferences[K]; readonly text: string }[]
}

function Choice<K extends keyof Preferences>({ name, label, hint, options }: ChoiceProps<K>): ReactNode {
  const chosen = preferencesStore((it) => it[name])
  return (
    <FormField label={label} description={hint}>
      <SegmentedControl
        label={label} selectedId={chosen} options={options.map((it) => ({ id: it.id, text: it.text }))}
        onChange={({ detail }) => {
          const found = options.find((it) => it.id === detail.selectedId)
          if (found) setPreferences({ [name]: found.id })
        }}
      />
    </FormField>
  )
}

export function Looks(): ReactNode {
  return (
    <Container header={<Header variant="h2">Looks</Header>}>
      <ColumnLayout columns={2}>
        <Choice name="theme" label="Theme" options={[{ id: 'light', text: 'Light' }, { id: 'dark', text: 'Dark' }, { id: 'system', text: 'As the system' }]} />
        <Choice name="density" label="Density" options={[{ id: 'comfortable', text: 'Comfortable' }, { id: 'compact', text: 'Compact' }]} />
      </ColumnLayout>
    </Container>
  )
}

const NUMBERS: readonly { readonly value: Preferences['numbers']; readonly name: string }[] = [
  { value: 'browser', name: 'As the browser' },
  { value: 'en-US', name: 'English' },
  { value: 'de-DE', name: 'German' },
  { value: 'fr-FR', name: 'French' },
  { value: 'de-CH', name: 'Swiss' },
]

export function Formats(): ReactNode {
  const { numbers, timeZone } = preferencesStore()
  const format = useFormat()
  const options = NUMBERS.map(({ value, name }) => ({ value, label: `${makeFormat({ timeZone, numbers: value }).number(1_234_567.89, 9)}`, description: name }))
  const now = Date.now()
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <Container header={<Header variant="h2">Times and numbers</Header>}>
      <ColumnLayout columns={2}>
        <Choice
          name="timeZone" label="Time zone" hint={`Here: ${zone}. Now it is ${format.time(now)}.`}
          options={[{ id: 'local', text: 'Local' }, { id: 'utc', text: 'UTC' }]}
        />
        <FormField label="Numbers" description={<>A temperature reads <Box variant="strong">{format.quantity(1_021.57, '°C')}</Box>, a file {format.bytes(34_567_890)}.</>}>
          <Select
            selectedOption={options.find((it) => it.value === numbers) ?? null} options={options} selectedAriaLabel="Selected"
            onChange={({ detail }) => setPreferences({ numbers: detail.selectedOption.value as Preferences['numbers'] })}
          />
        </FormField>
      </ColumnLayout>
    </Container>
  )
}
