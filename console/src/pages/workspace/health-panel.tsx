// Whether what the twin stands on is well: its bucket, the functions it calls, its types and entities.

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { ComponentTypeSummary, EntitySummary, GetComponentTypeCommandOutput } from '@aws-sdk/client-iottwinmaker'
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import type { AllPages } from '../../kit/all-pages'
import { describeError, isNotFound } from '../../kit/errors'
import { Link } from '../../kit/link'
import { paths } from '../../kit/paths'
import { type FunctionHealth, TYPES_READ, useBucketHealth } from './data'

export interface HealthPanelProps {
  readonly workspaceId: string
  readonly bucket: string | null
  readonly entities: AllPages<EntitySummary>
  readonly types: AllPages<ComponentTypeSummary>
  readonly details: readonly GetComponentTypeCommandOutput[] | undefined
  readonly functions: UseQueryResult<readonly FunctionHealth[]>
  readonly onEdit: () => void
}

export function HealthPanel({ workspaceId, bucket, entities, types, details, functions, onEdit }: HealthPanelProps): ReactNode {
  const failedTypes = types.items.filter((it) => it.status?.state === 'ERROR')
  const failedEntities = useMemo(() => entities.items.filter((it) => it.status?.state === 'ERROR'), [entities.items])
  return (
    <Container header={<Header variant="h2">Health</Header>}>
      <ul className="g-health">
        <li><span>Storage</span><Bucket bucket={bucket} onEdit={onEdit} /></li>
        <li>
          <span>Component types</span>
          <Failed isKnown={types.isComplete} ids={failedTypes.map((it) => it.componentTypeId ?? '')} to={(id) => paths.componentType(workspaceId, id)} />
        </li>
        <li>
          <span>Entities</span>
          <Failed isKnown={entities.isComplete || entities.isCut} ids={failedEntities.map((it) => it.entityId ?? '')} to={(id) => paths.entity(workspaceId, id)} />
        </li>
        {functions.data?.map((it) => <FunctionRow key={it.name} health={it} />)}
        {functions.data?.length === 0 && <li><span>Functions</span><Box color="text-body-secondary">none are used</Box></li>}
      </ul>
      {details && types.items.length - details.length > 0 && details.length === TYPES_READ && (
        <Box variant="small" color="text-body-secondary">Functions of the first {TYPES_READ} types are shown.</Box>
      )}
    </Container>
  )
}

function Bucket({ bucket, onEdit }: { readonly bucket: string | null; readonly onEdit: () => void }): ReactNode {
  const { data, error } = useBucketHealth(bucket)
  if (bucket === null) return <><StatusIndicator type="info">no bucket</StatusIndicator> <Button variant="inline-link" onClick={onEdit}>Add one</Button></>
  if (data) return <StatusIndicator>{bucket} is there</StatusIndicator>
  if (!error) return <StatusIndicator type="loading">looking</StatusIndicator>
  return <StatusIndicator type="error">{isNotFound(error) ? `${bucket} does not exist` : `${bucket}: ${describeError(error).message}`}</StatusIndicator>
}

function Failed({ isKnown, ids, to }: { readonly isKnown: boolean; readonly ids: readonly string[]; readonly to: (id: string) => string }): ReactNode {
  if (ids.length > 0) {
    return (
      <StatusIndicator type="error">
        {ids.length} failed: {ids.slice(0, 3).map((id, i) => <span key={id}>{i > 0 && ', '}<Link to={to(id)}>{id}</Link></span>)}{ids.length > 3 && '…'}
      </StatusIndicator>
    )
  }
  return isKnown ? <StatusIndicator>all active</StatusIndicator> : <StatusIndicator type="loading">looking</StatusIndicator>
}

const STATES: Readonly<Record<string, StatusIndicatorProps.Type>> = { Active: 'success', Pending: 'in-progress', Inactive: 'stopped', Failed: 'error', Missing: 'error', Unknown: 'warning' }

function FunctionRow({ health }: { readonly health: FunctionHealth }): ReactNode {
  const { name, state, reason, types } = health
  const isBad = state !== 'Active' && reason !== null
  return (
    <li title={`Called by ${types.join(', ')}`}>
      <span><Link to={`${paths.functions()}/${encodeURIComponent(name)}`}>{name}</Link></span>
      <StatusIndicator type={STATES[state] ?? 'info'}>{state === 'Missing' ? 'does not exist' : state.toLowerCase()}{isBad && state !== 'Missing' ? `: ${reason}` : ''}</StatusIndicator>
    </li>
  )
}
