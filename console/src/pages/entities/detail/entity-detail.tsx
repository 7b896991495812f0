// One entity: what it is called, where it stands, how it is, and its components, relations, JSON and tags.

import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Tabs from '@cloudscape-design/components/tabs'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { Copyable } from '../../../kit/copy'
import { Empty } from '../../../kit/empty'
import { ErrorAlert } from '../../../kit/error-alert'
import { isNotFound } from '../../../kit/errors'
import { keys } from '../../../kit/query'
import { Time } from '../../../kit/time'
import { addresses } from '../addresses'
import { type Entity, getEntity, isBusy, type Place, told } from '../operations'
import { stateWord } from '../tree/row'
import type { EntityActions } from '../use-actions'
import { ComponentsTab } from './components-tab'
import { JsonTab } from './json-tab'
import { ParentPath } from './parent-path'
import { RelationsTab } from './relations-tab'
import { TagsTab } from './tags-tab'

const BUSY_POLL_MS = 600

export function useEntity(place: Place, entityId: string) {
  const query = useQuery({
    queryKey: keys.entity(place.workspaceId, entityId),
    queryFn: () => getEntity(place, entityId),
    refetchInterval: ({ state }) => (isBusy(state.data?.status?.state) ? BUSY_POLL_MS : false),
  })
  const { data } = query
  useEffect(() => {
    // The tree shows the state too.
    if (data) told(place, data)
  }, [place, data])
  return query
}

export function EntityDetail({ place, entityId, actions }: { readonly place: Place; readonly entityId: string; readonly actions: EntityActions }): ReactNode {
  const query = useEntity(place, entityId)
  const [params, setParams] = useSearchParams()
  const entity = query.data
  const name = entity?.entityName ?? entityId
  useEffect(() => {
    document.title = `${name} · Gemel`
  }, [name])
  if (!entity && isNotFound(query.error)) {
    return <Empty title={`No entity “${entityId}”`} hint="It may have been deleted, or the address has a mistake. Choose another on the left, or type to find it." />
  }
  if (query.error && !entity) return <ErrorAlert error={query.error} header={`“${entityId}” could not be read`} onRetry={() => void query.refetch()} />
  if (!entity) return <Box padding="xxl" textAlign="center"><Spinner size="large" /> Loading…</Box>
  const count = Object.keys(entity.components ?? {}).length
  return (
    <SpaceBetween size="l">
      <EntityHeader place={place} entity={entity} actions={actions} />
      <StateAlert entity={entity} />
      <Tabs
        activeTabId={params.get('tab') ?? 'components'} onChange={({ detail }) => setParams(detail.activeTabId === 'components' ? {} : { tab: detail.activeTabId }, { replace: true })}
        ariaLabel="About this entity"
        tabs={[
          { id: 'components', label: `Components (${count})`, content: <ComponentsTab place={place} entity={entity} /> },
          { id: 'relations', label: 'Relations', content: <RelationsTab place={place} entity={entity} /> },
          { id: 'json', label: 'JSON', content: <JsonTab place={place} entity={entity} /> },
          { id: 'tags', label: 'Tags', content: <TagsTab place={place} arn={entity.arn ?? ''} /> },
        ]}
      />
    </SpaceBetween>
  )
}

function EntityHeader({ place, entity, actions }: { readonly place: Place; readonly entity: Entity; readonly actions: EntityActions }): ReactNode {
  const navigate = useNavigate()
  const id = entity.entityId ?? ''
  const run = (what: string) => {
    if (what === 'create') actions.create(id)
    else if (what === 'duplicate') actions.duplicate(id, false)
    else if (what === 'duplicate-below') actions.duplicate(id, true)
    else if (what === 'move') actions.move([id])
    else if (what === 'delete') actions.remove([id])
  }
  return (
    <SpaceBetween size="s">
      <ParentPath place={place} parentId={entity.parentEntityId} />
      <Header
        variant="h1" {...(entity.description ? { description: entity.description } : {})}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button onClick={() => actions.rename(id)}>Rename</Button>
            <ButtonDropdown
              items={[
                { id: 'create', text: 'Create entity below' }, { id: 'duplicate', text: 'Duplicate' },
                { id: 'duplicate-below', text: 'Duplicate with all below', disabled: !entity.hasChildEntities }, { id: 'move', text: 'Move to…' }, { id: 'delete', text: 'Delete…' },
              ]}
              onItemClick={({ detail }) => run(detail.id)}
            >Actions</ButtonDropdown>
            <Button variant="primary" onClick={() => void navigate(addresses.addComponent(place.workspaceId, id))}>Add component</Button>
          </SpaceBetween>
        }
      >{entity.entityName}</Header>
      <div className="g-facts">
        <StateWords state={entity.status?.state} />
        <Copyable text={id} label="id" />
        <span>changed <Time time={entity.updateDateTime} /></span>
        <span>created <Time time={entity.creationDateTime} /></span>
        {entity.syncSource && <span>synced from {entity.syncSource}</span>}
        <CopyToClipboard variant="inline" textToDisplay="ARN" textToCopy={entity.arn ?? ''} copyButtonAriaLabel={`Copy the ARN ${entity.arn ?? ''}`} copySuccessText="ARN copied" copyErrorText="The browser did not let it be copied" />
      </div>
    </SpaceBetween>
  )
}

export function StateWords({ state }: { readonly state: string | undefined }): ReactNode {
  if (state === undefined) return '–'
  const type = state === 'ACTIVE' ? 'success' : state === 'ERROR' ? 'error' : 'in-progress'
  return <StatusIndicator type={type}>{stateWord(state)}</StatusIndicator>
}

/** The state as an icon while all is well, with its word when not. */
export function StateMark({ state }: { readonly state: string | undefined }): ReactNode {
  if (state !== 'ACTIVE') return <StateWords state={state} />
  return <StatusIndicator type="success" iconAriaLabel="Active" />
}

/** Why an entity is in ERROR: its own words, and those of its components. */
function StateAlert({ entity }: { readonly entity: Entity }): ReactNode {
  const bad = Object.entries(entity.components ?? {}).filter(([, it]) => it.status?.state === 'ERROR')
  if (entity.status?.state !== 'ERROR' && bad.length === 0) return null
  return (
    <Alert type="error" header="This entity has an error">
      {entity.status?.error?.message}
      {bad.map(([name, it]) => <div key={name}><b>{name}</b>: {it.status?.error?.message ?? 'no reason given'} <Box variant="small" display="inline">{it.status?.error?.code}</Box></div>)}
      <div>Change or remove the component, or delete the entity; both work in this state.</div>
    </Alert>
  )
}
