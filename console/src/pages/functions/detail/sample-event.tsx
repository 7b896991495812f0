// Chooses a sample event: which kind of question, and about which component or component type.

import { GetEntityCommand, type GetEntityCommandOutput } from '@aws-sdk/client-iottwinmaker'
import Autosuggest from '@cloudscape-design/components/autosuggest'
import Button from '@cloudscape-design/components/button'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useSearchParams } from 'react-router'
import { useConsole } from '../../../kit/context'
import { ErrorAlert } from '../../../kit/error-alert'
import { useEntities, useWorkspaces } from '../../../kit/lists'
import { keys } from '../../../kit/query'
import { useType, useTypes, useUsers } from '../../component-types/data'
import { useUses } from '../data'
import { EVENT_KINDS, type EventKind, eventKindOf, eventOf, EXAMPLE, type Subject } from '../model/events'

interface Choice {
  readonly kind: EventKind | null
  readonly workspaceId: string | null
  readonly componentTypeId: string | null
  readonly entityId: string | null
  readonly componentName: string | null
}

const NOTHING: Choice = { kind: null, workspaceId: null, componentTypeId: null, entityId: null, componentName: null }

export function SampleEvent({ arn, onEvent }: { readonly arn: string; readonly onEvent: (text: string) => void }): ReactNode {
  const [chosen, choose] = useState(NOTHING)
  // Until somebody chooses, the first component type that uses the function says what is meant.
  const use = useUses().data?.[arn]?.[0]
  const [params] = useSearchParams()
  const asked = params.get('sample')
  const first = asked && Object.hasOwn(EVENT_KINDS, asked) ? asked as EventKind : 'plain'
  const kind = chosen.kind ?? (use?.kinds[0] ? eventKindOf(use.kinds[0]) : first)
  const about = EVENT_KINDS[kind].about
  const workspaceId = chosen.workspaceId ?? use?.workspaceId ?? ''
  const { subject, error, choice } = useSubject(about, { ...chosen, workspaceId, componentTypeId: chosen.componentTypeId ?? use?.componentTypeId ?? null })
  const set = (it: Partial<Choice>) => choose({ ...chosen, ...it })
  const fill = () => onEvent(JSON.stringify(eventOf(kind, subject ?? EXAMPLE, Date.now()), null, 2))
  return (
    <SpaceBetween size="s">
      <ColumnLayout columns={4}>
        <FormField label="Sample">
          <Select
            selectedOption={{ value: kind, label: EVENT_KINDS[kind].label }}
            options={Object.entries(EVENT_KINDS).map(([value, it]) => ({ value, label: it.label }))}
            onChange={({ detail }) => set({ kind: detail.selectedOption.value as EventKind })}
          />
        </FormField>
        {about !== 'none' && (
          <WorkspaceField
            value={workspaceId} onChange={(it) => choose({ ...NOTHING, kind: chosen.kind, workspaceId: it })}
          />
        )}
        {about === 'type' && (
          <TypeField
            workspaceId={workspaceId} value={choice.componentTypeId ?? ''}
            onChange={(it) => set({ componentTypeId: it })}
          />
        )}
        {about === 'component' && (
          <EntityField
            workspaceId={workspaceId} value={choice.entityId ?? ''}
            onChange={(it) => set({ entityId: it, componentName: null })}
          />
        )}
        {about === 'component' && (
          <ComponentField
            names={choice.names} value={choice.componentName ?? ''}
            onChange={(it) => set({ componentName: it })}
          />
        )}
      </ColumnLayout>
      <ErrorAlert error={error} />
      <Button
        onClick={fill}
      >
        {about === 'none' || subject ? 'Fill the event' : 'Fill with an example'}
      </Button>
    </SpaceBetween>
  )
}

/** What the event is about, read from the service, and what was chosen with the gaps filled. */
function useSubject(about: 'none' | 'component' | 'type', chosen: Choice) {
  const workspaceId = chosen.workspaceId ?? ''
  const { clients } = useConsole()
  const users = useUsers(workspaceId, chosen.componentTypeId ?? '', about === 'component' && workspaceId !== '' && chosen.componentTypeId !== null)
  const entityId = chosen.entityId ?? users.data?.entities[0]?.entityId ?? null
  const entity = useQuery({
    queryKey: [...keys.entity(workspaceId, entityId ?? ''), 'sample'],
    queryFn: () => clients.twinmaker.send(new GetEntityCommand({ workspaceId, entityId: entityId ?? '' })),
    enabled: about === 'component' && workspaceId !== '' && Boolean(entityId),
  })
  const names = Object.keys(entity.data?.components ?? {})
  const named = names.find((it) => entity.data?.components?.[it]?.componentTypeId === chosen.componentTypeId)
  const componentName = chosen.componentName ?? named ?? names[0] ?? null
  const type = useType(workspaceId, chosen.componentTypeId ?? '', about === 'type' && workspaceId !== '' && chosen.componentTypeId !== null)
  const subject = about === 'component' ? subjectOfComponent(workspaceId, entity.data, componentName) : about === 'type' && type.data
    ? {
        workspaceId, componentTypeId: type.data.componentTypeId ?? '',
        properties: Object.fromEntries(Object.entries(type.data.propertyDefinitions ?? {})
          .map(([name, definition]) => [name, { definition, ...(definition.defaultValue ? { value: definition.defaultValue } : {}) }])),
        groups: {},
      } : null
  return { subject, error: entity.error ?? type.error, choice: { ...chosen, entityId, componentName, names } }
}

function subjectOfComponent(
  workspaceId: string, entity: GetEntityCommandOutput | undefined, componentName: string | null,
): Subject | null {
  const component = componentName ? entity?.components?.[componentName] : undefined
  if (!component || !componentName) return null
  const groups = Object.entries(component.propertyGroups ?? {}).map(([name, it]) => [name, it.propertyNames ?? []])
  const properties = Object.entries(component.properties ?? {}).map(([name, { definition, value }]) =>
    [name, { definition, ...(value ? { value } : {}) }])
  return {
    workspaceId, componentTypeId: component.componentTypeId ?? '', entityId: entity?.entityId, componentName,
    properties: Object.fromEntries(properties), groups: Object.fromEntries(groups),
  }
}

interface FieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

function WorkspaceField({ value, onChange }: FieldProps): ReactNode {
  const workspaces = useWorkspaces()
  const options = (workspaces.items ?? []).map((it) => ({ value: it.workspaceId ?? '' }))
  return (
    <FormField label="Workspace">
      <Select
        selectedOption={value ? { value, label: value } : null} options={options}
        placeholder="Choose a workspace" filteringType="auto"
        empty="No workspaces yet" statusType={workspaces.isPending ? 'loading' : 'finished'}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
      />
    </FormField>
  )
}

function TypeField({ workspaceId, value, onChange }: FieldProps & { readonly workspaceId: string }): ReactNode {
  const types = useTypes(workspaceId)
  return (
    <FormField label="Component type">
      <Autosuggest
        value={value} onChange={({ detail }) => onChange(detail.value)}
        enteredTextLabel={(it) => `Use “${it}”`} empty="No such type"
        options={(types.data ?? []).map((it) => ({ value: it.componentTypeId ?? '', description: it.componentTypeName ?? '' }))}
        disabled={workspaceId === ''} placeholder="Find a component type"
      />
    </FormField>
  )
}

function EntityField({ workspaceId, value, onChange }: FieldProps & { readonly workspaceId: string }): ReactNode {
  const entities = useEntities(workspaceId, workspaceId !== '', 5_000)
  return (
    <FormField label="Entity">
      <Autosuggest
        value={value} onChange={({ detail }) => onChange(detail.value)}
        enteredTextLabel={(it) => `Use “${it}”`} empty="No such entity"
        options={(entities.items ?? []).map((it) => ({ value: it.entityId ?? '', label: it.entityId ?? '', description: it.entityName ?? '' }))}
        disabled={workspaceId === ''} placeholder="Find an entity" virtualScroll
      />
    </FormField>
  )
}

function ComponentField({ names, value, onChange }: FieldProps & { readonly names: readonly string[] }): ReactNode {
  return (
    <FormField label="Component">
      <Select
        selectedOption={value ? { value, label: value } : null} options={names.map((it) => ({ value: it }))}
        disabled={names.length === 0}
        placeholder="Choose a component"
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
      />
    </FormField>
  )
}
