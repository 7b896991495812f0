// The words of a type, and what it extends.

import Alert from '@cloudscape-design/components/alert'
import Autosuggest from '@cloudscape-design/components/autosuggest'
import Checkbox from '@cloudscape-design/components/checkbox'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import Multiselect from '@cloudscape-design/components/multiselect'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import type { ReactNode } from 'react'
import { type EditorProps, problemAt, typeOptions } from './props'

export function Basics(props: EditorProps & { readonly prefix: string; readonly isTried: boolean }): ReactNode {
  const { draft, change, problems, isNew } = props
  const isUntouched = draft.componentTypeId === '' || draft.componentTypeId === props.prefix
  const idError = isUntouched && !props.isTried ? undefined : problemAt(problems, 'componentTypeId')
  return (
    <Container header={<Header variant="h2">Basics</Header>}>
      <SpaceBetween size="l">
        <ColumnLayout columns={2}>
          <FormField
            label="Component type id" errorText={idError}
            constraintText={isNew ? 'A prefix of your own and a name, such as com.example.pump. It never changes.' : 'An id never changes; use “Create like this” for another one.'}
          >
            <Autosuggest
              value={draft.componentTypeId} disabled={!isNew} enteredTextLabel={(it) => `Use “${it}”`}
              placeholder={`${props.prefix}pump`}
              options={isNew && !draft.componentTypeId.startsWith(props.prefix) ? [{ value: props.prefix, description: 'The prefix of this workspace’s types' }] : []}
              onChange={({ detail }) => change({ componentTypeId: detail.value.trim() }, 'componentTypeId')}
            />
          </FormField>
          <FormField
            label={<>Name <i>– optional</i></>} constraintText="For people; can change at any time."
            errorText={problemAt(problems, 'componentTypeName')}
          >
            <Input
              value={draft.componentTypeName ?? ''} placeholder="Pump"
              onChange={({ detail }) => change({ componentTypeName: detail.value || undefined }, 'componentTypeName')}
            />
          </FormField>
        </ColumnLayout>
        <FormField
          label={<>Description <i>– optional</i></>} errorText={problemAt(problems, 'description')} stretch
        >
          <Textarea
            rows={2} value={draft.description ?? ''}
            onChange={({ detail }) => change({ description: detail.value || undefined }, 'description')}
          />
        </FormField>
        <Parents {...props} />
        <Checkbox
          checked={props.effective.isSingleton}
          onChange={({ detail }) => change({ isSingleton: detail.checked === props.below.isSingleton ? undefined : detail.checked })}
          description="An entity then has at most one component of this type."
        >
          Singleton{props.below.isSingleton ? ' (inherited)' : ''}
        </Checkbox>
        <Abstract {...props} />
      </SpaceBetween>
    </Container>
  )
}

function Parents({ draft, change, types, problems, below }: EditorProps): ReactNode {
  const parents = draft.extendsFrom ?? []
  const options = typeOptions(types, draft.componentTypeId)
  const chosen = parents.map((id) => options.find((it) => it.value === id) ?? { value: id, label: id, description: '' })
  const count = (it: object) => Object.keys(it).length
  return (
    <FormField
      label={<>Extends <i>– optional</i></>} stretch errorText={problemAt(problems, 'extendsFrom')}
      description="This type then has all properties, functions, groups and composite components of these. Where two bring the same, the first named wins."
      constraintText={parents.length > 0 && `Brings ${count(below.propertyDefinitions)} properties, ${count(below.functions)} functions, ${count(below.propertyGroups)} groups, ${count(below.compositeComponentTypes)} composite components.`}
    >
      <Multiselect
        selectedOptions={chosen} options={options} filteringType="auto" placeholder="Choose types"
        keepOpen={false}
        virtualScroll={options.length > 100} empty="No such type"
        deselectAriaLabel={(it) => `Remove ${it.label}`}
        selectedAriaLabel="Chosen"
        onChange={({ detail }) => change({ extendsFrom: detail.selectedOptions.map((it) => it.value ?? '') })}
      />
    </FormField>
  )
}

/** Abstract is no choice: it follows from what nobody reads yet. */
function Abstract({ effective }: EditorProps): ReactNode {
  if (effective.abstractBecause.length === 0) return null
  return (
    <Alert type="info" header="Abstract: other types can extend it, but no component can have it yet">
      That is because {effective.abstractBecause.join('; ')}. Add the function below, or extend a type that brings it,
      such as com.gemel.timeseries for values kept in Gemel itself.
    </Alert>
  )
}
