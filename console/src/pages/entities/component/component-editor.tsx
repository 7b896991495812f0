// Adds a component to an entity or edits one: form and JSON of one draft.

import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { type ReactNode, useEffect, useState } from 'react'
import { type ComponentDraft, draftOf } from '../../../component-form/draft'
import { TypePicker } from '../../../component-form/type-picker'
import { Empty } from '../../../kit/empty'
import { ErrorAlert } from '../../../kit/error-alert'
import { Link } from '../../../kit/link'
import { addresses } from '../addresses'
import { useEntity } from '../detail/entity-detail'
import { nameProblem } from '../dialogs/names'
import type { Entity, Place } from '../operations'
import { useType } from '../use-types'
import { DraftEditor } from './draft-editor'
import { usePartTypes, usePartValues } from './use-parts'

export interface ComponentEditorProps {
  readonly place: Place
  readonly entityId: string
  /** The component that is edited; `null` for a new one. */
  readonly path: string | null
}

export function ComponentEditor({ place, entityId, path }: ComponentEditorProps): ReactNode {
  const entity = useEntity(place, entityId)
  const title = path === null ? 'Add component' : `Edit ${path}`
  useEffect(() => {
    document.title = `${title} · Gemel`
  }, [title])
  if (entity.error && !entity.data) return <ErrorAlert error={entity.error} onRetry={() => void entity.refetch()} />
  if (!entity.data) return <Box padding="xxl" textAlign="center"><Spinner size="large" /> Loading…</Box>
  const component = path === null ? undefined : entity.data.components?.[path]
  if (path !== null && !component) return <Empty title={`No component “${path}”`} hint="It may have been removed." action={<Link to={addresses.entity(place.workspaceId, entityId)}>To the entity</Link>} />
  return (
    <SpaceBetween size="m">
      <nav aria-label="Where this is" className="g-path"><Link to={addresses.entity(place.workspaceId, entityId)}>{entity.data.entityName}</Link> › {title}</nav>
      <Header variant="h1">{title}</Header>
      {path === null ? <NewComponent place={place} entity={entity.data} /> : <OldComponent place={place} entity={entity.data} name={path} />}
    </SpaceBetween>
  )
}

function NewComponent({ place, entity }: { readonly place: Place; readonly entity: Entity }): ReactNode {
  const [typeId, setType] = useState<string | null>(null)
  const [typed, setName] = useState<string | null>(null)
  const type = useType(place, typeId)
  const parts = usePartTypes(place, type.data)
  const taken = Object.keys(entity.components ?? {})
  const name = typed ?? freeName(typeId, taken)
  const problem = typeId === null ? null : nameProblem(name, 'component name') ?? (taken.includes(name) ? `This entity has a component “${name}” already.` : null)
  const singleton = type.data?.isSingleton && Object.values(entity.components ?? {}).find((it) => it.componentTypeId === typeId)
  return (
    <SpaceBetween size="m">
      <Container>
        <SpaceBetween size="m">
          <FormField label="Type" description="What kind of thing it is: it gives the properties." errorText={singleton ? `This entity has a component of this type already (“${singleton.componentName}”); the type allows one.` : null}>
            <TypePicker place={place} value={typeId} onChange={setType} />
          </FormField>
          <FormField label="Name" description="How this component is called on this entity; it cannot be changed later." errorText={problem}>
            <Input value={name} onChange={({ detail }) => setName(detail.value)} disabled={typeId === null} spellcheck={false} placeholder="telemetry" />
          </FormField>
        </SpaceBetween>
      </Container>
      {type.error && <ErrorAlert error={type.error} header="The type could not be read" onRetry={() => void type.refetch()} />}
      {typeId !== null && type.data?.isAbstract && <Alert type="error">This type is abstract: a function of it is not implemented. Choose or make a type that extends it.</Alert>}
      {typeId !== null && (type.data && parts.data
        ? <DraftEditor key={typeId} place={place} entity={entity} name={name} type={type.data} parts={parts.data} saved={null} first={{ componentTypeId: typeId, properties: {} }} isBlocked={problem !== null || Boolean(singleton) || (type.data.isAbstract ?? false)} />
        : !type.error && <Box textAlign="center" padding="l"><Spinner /> Reading the type…</Box>)}
    </SpaceBetween>
  )
}

function OldComponent({ place, entity, name }: { readonly place: Place; readonly entity: Entity; readonly name: string }): ReactNode {
  const component = entity.components?.[name]
  const type = useType(place, component?.componentTypeId)
  const parts = usePartTypes(place, type.data)
  const values = usePartValues(place, entity.entityId ?? '', name, parts.data ? Object.keys(parts.data) : undefined)
  // What stood there when editing began: a change by somebody else meanwhile must not be mixed in.
  const [own] = useState<ComponentDraft>(() => draftOf(component ?? {}))
  const error = type.error ?? parts.error ?? values.error
  if (error) return <ErrorAlert error={error} onRetry={() => { void type.refetch(); void parts.refetch(); void values.refetch() }} />
  if (!type.data || !parts.data || !values.data) return <Box textAlign="center" padding="l"><Spinner /> Reading the type…</Box>
  const isComposite = Object.keys(values.data).length > 0
  const saved: ComponentDraft = isComposite ? { ...own, compositeComponents: values.data } : own
  const definitions = { ...type.data.propertyDefinitions, ...entityDefinitions(component) }
  return <DraftEditor place={place} entity={entity} name={name} type={{ ...type.data, propertyDefinitions: definitions }} parts={parts.data} saved={saved} first={saved} isBlocked={false} />
}

/** Properties that only this entity has, or that the connector imported. */
function entityDefinitions(component: NonNullable<Entity['components']>[string] | undefined) {
  return Object.fromEntries(Object.entries(component?.properties ?? {}).flatMap(([name, it]) => (it.definition ? [[name, it.definition] as const] : [])))
}

/** A name made of the type's: `com.example.bakery.mixer` → `mixer`, or the next that is free. */
export function freeName(typeId: string | null, taken: readonly string[]): string {
  if (typeId === null) return ''
  const stem = (typeId.split(/[.:]/).pop() ?? '').replace(/[^a-zA-Z0-9_-]/g, '') || 'component'
  for (let n = 1; ; n++) {
    const name = n === 1 ? stem : `${stem}${n}`
    if (!taken.includes(name)) return name
  }
}
