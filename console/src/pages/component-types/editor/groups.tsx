// Property groups and composite components of a draft, each a short list.

import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import Multiselect from '@cloudscape-design/components/multiselect'
import Select from '@cloudscape-design/components/select'
import type { ReactNode } from 'react'
import { freeName } from '../model/names'
import { type EditorProps, problemAt, typeOptions, withKey, withoutKey } from './props'

export function Groups({ draft, change, effective, problems }: EditorProps): ReactNode {
  const own = draft.propertyGroups ?? {}
  const items = Object.entries(own).map(([name, it]) => ({ name, it }))
  const inherited = Object.keys(effective.propertyGroups).filter((it) => !Object.hasOwn(own, it))
  const columns = Object.entries(effective.propertyDefinitions)
    .filter(([, it]) => !it.isTimeSeries || it.isStoredExternally).map(([name]) => ({ value: name, label: name }))
  return (
    <Container
      header={<Header variant="h2" counter={`(${items.length})`} description="Properties that are read together, as the rows of a table.">Property groups</Header>}
    >
      <AttributeEditor
        items={items} addButtonText="Add group" removeButtonText="Remove"
        empty={inherited.length > 0 ? `Inherited: ${inherited.join(', ')}. None of its own.` : 'None.'}
        additionalInfo={items.length > 0 && inherited.length > 0 ? `Inherited too: ${inherited.join(', ')}.` : undefined}
        onAddButtonClick={() => change({ propertyGroups: { ...own, [freeName('group', Object.keys(effective.propertyGroups))]: { groupType: 'TABULAR', propertyNames: [] } } })}
        onRemoveButtonClick={({ detail }) => change({ propertyGroups: withoutKey(own, items[detail.itemIndex]?.name ?? '') })}
        definition={[
          {
            label: 'Name', errorText: (item) => problemAt(problems, `propertyGroups.${item.name}`),
            control: (item) => (
              <Input
                value={item.name}
                onChange={({ detail }) => rename(own, item.name, detail.value.trim(), (propertyGroups) => change({ propertyGroups }, 'group'))}
              />
            ),
          },
          {
            label: 'Columns',
            control: (item) => (
              <Multiselect
                selectedOptions={(item.it.propertyNames ?? []).map((it) => ({ value: it, label: it }))}
                options={columns} filteringType="auto"
                placeholder="Choose properties" empty="No property can be a column: time series cannot"
                deselectAriaLabel={(it) => `Remove ${it.label}`}
                onChange={({ detail }) => change({ propertyGroups: withKey(own, item.name, item.name, { groupType: 'TABULAR', propertyNames: detail.selectedOptions.map((it) => it.value ?? '') }) })}
              />
            ),
          },
        ]}
      />
    </Container>
  )
}

export function Composites({ draft, change, effective, problems, types }: EditorProps): ReactNode {
  const own = draft.compositeComponentTypes ?? {}
  const items = Object.entries(own).map(([name, it]) => ({ name, it }))
  const inherited = Object.keys(effective.compositeComponentTypes).filter((it) => !Object.hasOwn(own, it))
  const options = typeOptions(types, draft.componentTypeId)
  return (
    <Container
      header={<Header variant="h2" counter={`(${items.length})`} description="Components that every component of this type has inside; they are made with it.">Composite components</Header>}
    >
      <AttributeEditor
        items={items} addButtonText="Add component" removeButtonText="Remove"
        empty={inherited.length > 0 ? `Inherited: ${inherited.join(', ')}. None of its own.` : 'None.'}
        additionalInfo={items.length > 0 && inherited.length > 0 ? `Inherited too: ${inherited.join(', ')}.` : undefined}
        onAddButtonClick={() => change({ compositeComponentTypes: { ...own, [freeName('part', Object.keys(effective.compositeComponentTypes))]: { componentTypeId: '' } } })}
        onRemoveButtonClick={({ detail }) => change({ compositeComponentTypes: withoutKey(own, items[detail.itemIndex]?.name ?? '') })}
        definition={[
          {
            label: 'Name inside',
            errorText: (item) => problemAt(problems, `compositeComponentTypes.${item.name}`),
            control: (item) => (
              <Input
                value={item.name}
                onChange={({ detail }) => rename(own, item.name, detail.value.trim(), (it) => change({ compositeComponentTypes: it }, 'composite'))}
              />
            ),
          },
          {
            label: 'Component type',
            control: (item) => (
              <Select
                selectedOption={item.it.componentTypeId ? { value: item.it.componentTypeId, label: item.it.componentTypeId } : null}
                options={options} filteringType="auto" placeholder="Choose a type"
                virtualScroll={options.length > 100} empty="No such type"
                onChange={({ detail }) => change({ compositeComponentTypes: withKey(own, item.name, item.name, { componentTypeId: detail.selectedOption.value }) })}
              />
            ),
          },
        ]}
      />
    </Container>
  )
}

/** A name that is taken would swallow another entry; then nothing happens. */
function rename<T>(map: Readonly<Record<string, T>>, old: string, name: string, onChange: (it: Record<string, T>) => void): void {
  const value = map[old]
  if (value === undefined || (name !== old && Object.hasOwn(map, name))) return
  onChange(withKey(map, old, name, value))
}
