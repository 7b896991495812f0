// What a type is at a glance: its words, the chain it stands on, and every property with its origin.

import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { type ReactNode, useMemo } from 'react'
import { useWorkspaceId } from '../../../kit/context'
import { Copyable } from '../../../kit/copy'
import { Time } from '../../../kit/time'
import type { Lineage } from '../data'
import { isPredefined, type WholeType } from '../model/draft'
import { abstractReasons } from '../model/effective'
import { ancestorsOf } from '../model/origin'
import { TagsPanel } from '../tags'
import { KindBadge, TypeLink, TypeStatus } from '../words'
import { PropertiesTable } from './properties'

export interface TabProps {
  readonly type: WholeType
  readonly lineage: Lineage
}

export function OverviewTab({ type, lineage }: TabProps): ReactNode {
  const id = type.componentTypeId ?? ''
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Details</Header>}>
        <KeyValuePairs columns={4} items={facts(type, lineage)} />
      </Container>
      <PropertiesTable id={id} properties={type.propertyDefinitions ?? {}} lineage={lineage} />
      {!isPredefined(type) && <TagsPanel arn={type.arn ?? ''} />}
    </SpaceBetween>
  )
}

function facts(type: WholeType, lineage: Lineage) {
  const id = type.componentTypeId ?? ''
  return [
    { label: 'Component type id', value: <Copyable text={id} label="the id" /> },
    { label: 'Name', value: type.componentTypeName || '–' },
    { label: 'Kind', value: <KindBadge isPredefined={isPredefined(type)} /> },
    { label: 'Status', value: <TypeStatus status={type.status} /> },
    { label: 'Extends', value: <Chain type={type} lineage={lineage} /> },
    { label: 'Can be a component', value: <Abstract type={type} /> },
    {
      label: 'In one entity',
      value: type.isSingleton ? 'At most one component of it (singleton)' : 'Any number of components of it',
    },
    { label: 'Schema initializer', value: initializerWords(type) },
    { label: 'Updated', value: <Time time={type.updateDateTime} isExact /> },
    { label: 'Created', value: <Time time={type.creationDateTime} isExact /> },
    ...(type.syncSource ? [{ label: 'Kept in step by', value: type.syncSource }] : []),
    { label: 'ARN', value: <Copyable text={type.arn ?? ''} label="the ARN" /> },
  ]
}

function initializerWords(type: WholeType): string {
  if (!type.functions?.['schemaInitializer']) return 'None'
  return type.isSchemaInitialized ? 'Has run' : 'Has not run'
}

function Abstract({ type }: { readonly type: WholeType }): ReactNode {
  if (type.status?.state === 'ERROR') return <StatusIndicator type="warning">Not while it has an error</StatusIndicator>
  if (!type.isAbstract) return <StatusIndicator type="success">Yes</StatusIndicator>
  const reasons = abstractReasons(type.propertyDefinitions ?? {}, type.functions ?? {})
  return (
    <>
      <StatusIndicator type="info">No, it is abstract</StatusIndicator>
      {reasons.length > 0 && <Box variant="small" display="block" color="text-body-secondary">because {reasons.join('; ')}</Box>}
    </>
  )
}

/** The direct parents, and below each line those they stand on. */
function Chain({ type, lineage }: TabProps): ReactNode {
  const workspaceId = useWorkspaceId()
  const id = type.componentTypeId ?? ''
  const ancestors = useMemo(() => ancestorsOf(id, lineage.typeOf), [id, lineage])
  const parents = type.extendsFrom ?? []
  if (parents.length === 0) return 'Nothing; it stands alone'
  const further = ancestors.filter((it) => !parents.includes(it))
  return (
    <div key={workspaceId}>
      {parents.map((it) => <div key={it}><TypeLink id={it} /></div>)}
      {further.length > 0 && (
        <Box variant="small" color="text-body-secondary" display="block">
          and through {parents.length === 1 ? 'it' : 'them'}{' '}
          {further.map((it, index) => <span key={it}>{index > 0 ? ', ' : ''}<TypeLink id={it} /></span>)}
        </Box>
      )}
    </div>
  )
}
