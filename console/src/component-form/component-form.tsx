// The form of a component, made from its type: fields for what is set here, words for what comes from elsewhere.

import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import TextFilter from '@cloudscape-design/components/text-filter'
import { type ReactNode, useState } from 'react'
import { type DraftPart, withValue } from './draft'
import { PropertyField } from './property-field'
import { isStatic, type PartProblem } from './validate'
import { type Definition, isSameValue, typeWords, unitWords } from './value'

export const DOCUMENTS_TYPE = 'com.amazon.iottwinmaker.documents'

export interface ComponentFormProps<T extends DraftPart> {
  /** The effective definitions of the type. */
  readonly definitions: Readonly<Record<string, Definition>>
  readonly draft: T
  readonly onChange: (draft: T) => void
  readonly problems: readonly PartProblem[]
  /** What is saved; changed fields are marked. Absent for a new component. */
  readonly saved?: DraftPart | undefined
  /** The type is, or extends, the one for documents. */
  readonly isDocuments?: boolean
  readonly isMissingShown?: boolean
}

const MANY = 12

export function ComponentForm<T extends DraftPart>(props: ComponentFormProps<T>): ReactNode {
  const { definitions, draft, onChange, problems, saved, isDocuments = false, isMissingShown = true } = props
  const [filter, setFilter] = useState('')
  const all = Object.entries(definitions)
  const fields = all.filter(([, it]) => !it.isTimeSeries && (isStatic(it) || it.isExternalId)).toSorted(([, a], [, b]) => Number(isNeeded(b)) - Number(isNeeded(a)))
  const series = all.filter(([, it]) => it.isTimeSeries)
  const outside = all.filter(([, it]) => it.isStoredExternally && !it.isTimeSeries)
  const shown = fields.filter(([name, it]) => `${name} ${it.displayName ?? ''}`.toLowerCase().includes(filter.toLowerCase()))
  return (
    <SpaceBetween size="m">
      <FormField label={<>Description <i>– optional</i></>} errorText={problems.find((it) => it.property === '')?.message}>
        <Input value={draft.description ?? ''} onChange={({ detail }) => onChange(withDescription(draft, detail.value))} />
      </FormField>
      {fields.length > MANY && <TextFilter filteringText={filter} onChange={({ detail }) => setFilter(detail.filteringText)} filteringPlaceholder="Find properties" filteringAriaLabel="Find properties" countText={`${shown.length} of ${fields.length}`} />}
      {fields.length === 0 && <Box color="text-body-secondary">This type has no properties that are set here.</Box>}
      <div>
        {shown.map(([name, definition]) => (
          <PropertyField
            key={name} name={name} definition={definition} value={draft.properties[name]?.value} problems={problems} isMissingShown={isMissingShown}
            isDocuments={isDocuments && definition.dataType?.type === 'MAP' && definition.dataType.nestedType?.type === 'STRING'}
            isLocked={Boolean(saved && definition.isFinal && saved.properties[name])}
            isChanged={saved !== undefined && !isSameValue(saved.properties[name]?.value, draft.properties[name]?.value)}
            onChange={(value) => onChange(withValue(draft, name, value))}
          />
        ))}
      </div>
      <Elsewhere title="Time series" names={series} words="These have no value here: their readings are written over time, by a connector, a program or by hand from the component’s page." />
      <Elsewhere title="Read from outside" names={outside} words="These are read by the type’s connector whenever they are asked for." />
    </SpaceBetween>
  )
}

function isNeeded(definition: Definition): boolean {
  return Boolean(definition.isRequiredInEntity) && definition.defaultValue === undefined
}

function withDescription<T extends DraftPart>(draft: T, text: string): T {
  const { description: _, ...rest } = draft
  return (text === '' ? rest : { ...draft, description: text }) as T
}

function Elsewhere({ title, names, words }: { readonly title: string; readonly names: readonly (readonly [string, Definition])[]; readonly words: string }): ReactNode {
  if (names.length === 0) return null
  return (
    <ExpandableSection headerText={title} headerCounter={`(${names.length})`} headerDescription={words}>
      <SpaceBetween size="xxs">
        {names.map(([name, it]) => <div key={name}><b>{it.displayName || name}</b> <Box variant="span" color="text-body-secondary">{typeWords(it.dataType)}{it.dataType?.unitOfMeasure ? ` · ${unitWords(it.dataType.unitOfMeasure)}` : ''}</Box></div>)}
      </SpaceBetween>
    </ExpandableSection>
  )
}
