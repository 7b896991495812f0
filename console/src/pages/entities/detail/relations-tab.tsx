// The relations of an entity: a small graph one can walk, and the same as a table.

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Empty } from '../../../kit/empty'
import { ErrorAlert } from '../../../kit/error-alert'
import { isNotFound } from '../../../kit/errors'
import { Link } from '../../../kit/link'
import { keys } from '../../../kit/query'
import { addresses } from '../addresses'
import { type Entity, type Place } from '../operations'
import { indexOf } from '../search/loader'
import { treeOf } from '../tree/store'
import { FREELY, incomingQuery } from './incoming'
import { RelationGraph } from './relation-graph'
import { type Edge, edgesOf } from './relations'
import { getEntity } from '../operations'

export function RelationsTab({ place, entity }: { readonly place: Place; readonly entity: Entity }): ReactNode {
  const [view, setView] = useState<'graph' | 'table'>('graph')
  const [most, setMost] = useState(FREELY)
  const id = entity.entityId ?? ''
  const outgoing = edgesOf(id, entity.components)
  const query = useQuery(incomingQuery(place, id, most))
  const incoming = query.data?.edges ?? []
  const names = useNames(place, [...new Set([...incoming.map((it) => it.sourceId), ...outgoing.map((it) => it.targetId)])])
  const read = query.data?.read
  const isEmpty = outgoing.length + incoming.length === 0 && !query.isPending
  return (
    <Container
      header={
        <Header
          counter={`(${outgoing.length + incoming.length})`} description={<Found isPending={query.isPending} read={read} onAll={() => setMost(Number.MAX_SAFE_INTEGER)} />}
          actions={<SegmentedControl selectedId={view} onChange={({ detail }) => setView(detail.selectedId === 'table' ? 'table' : 'graph')} label="View" options={[{ id: 'graph', text: 'Graph' }, { id: 'table', text: 'Table' }]} />}
        >Relations</Header>
      }
    >
      <SpaceBetween size="m">
        <ErrorAlert error={query.error} header="Who points here could not be read" onRetry={() => void query.refetch()} />
        {isEmpty && !query.error && <Empty title="No relations" hint="A relationship property of a component links this entity to others. Add a component whose type has one, or set its value." />}
        {!isEmpty && view === 'graph' && <RelationGraph place={place} centre={{ id, name: entity.entityName ?? id }} incoming={incoming} outgoing={outgoing} names={names} />}
        {!isEmpty && view === 'table' && <RelationTable place={place} id={id} incoming={incoming} outgoing={outgoing} names={names} />}
      </SpaceBetween>
    </Container>
  )
}

function Found({ isPending, read, onAll }: { readonly isPending: boolean; readonly read: { readonly looked: number; readonly all: number } | undefined; readonly onAll: () => void }): ReactNode {
  if (isPending) return <StatusIndicator type="loading">Looking who points here…</StatusIndicator>
  if (!read || read.looked >= read.all) return 'Where its relationship properties point, and who points here.'
  return (
    <>
      Looked for incoming ones in {read.looked.toLocaleString('en')} of {read.all.toLocaleString('en')} entities that may have some.{' '}
      <Button variant="inline-link" onClick={onAll}>Look in all</Button>
    </>
  )
}

/** A name for each id; `null` for entities that are not there. */
export type Names = ReadonlyMap<string, string | null>

const MOST_NAMES = 100

function useNames(place: Place, ids: readonly string[]): Names {
  const query = useQuery({
    queryKey: [...keys.entities(place.workspaceId), 'names', ids.toSorted()],
    enabled: ids.length > 0,
    staleTime: 30_000,
    queryFn: async () => {
      const names = new Map<string, string | null>()
      await Promise.all(ids.slice(0, MOST_NAMES).map(async (id) => {
        const known = treeOf(place.clients, place.workspaceId).state.nodes.get(id) ?? indexOf(place.clients, place.workspaceId).index.get(id)
        if (known) return names.set(id, known.name)
        try {
          names.set(id, (await getEntity(place, id)).entityName ?? id)
        } catch (error) {
          if (isNotFound(error)) names.set(id, null)
        }
      }))
      return names
    },
  })
  return query.data ?? new Map()
}

interface RelationTableProps {
  readonly place: Place
  readonly id: string
  readonly incoming: readonly Edge[]
  readonly outgoing: readonly Edge[]
  readonly names: Names
}

function RelationTable({ place, id, incoming, outgoing, names }: RelationTableProps): ReactNode {
  const items = [...outgoing.map((edge) => ({ edge, way: 'out' as const, other: edge.targetId })), ...incoming.map((edge) => ({ edge, way: 'in' as const, other: edge.sourceId }))]
  const name = (it: string) => names.get(it) ?? it
  return (
    <Table
      variant="embedded" items={items} enableKeyboardNavigation ariaLabels={{ tableLabel: 'Relations' }}
      columnDefinitions={[
        { id: 'way', header: 'Direction', cell: ({ way }) => (way === 'out' ? 'from here' : 'to here') },
        { id: 'relation', header: 'Relation', isRowHeader: true, cell: ({ edge }) => edge.propertyName },
        { id: 'other', header: 'Entity', cell: ({ other }) => (names.get(other) === null ? <Box color="text-status-warning">{other} (does not exist)</Box> : <Link to={addresses.entity(place.workspaceId, other)}>{name(other)}</Link>) },
        { id: 'component', header: 'Set on component', cell: ({ edge, way }) => (edge.componentName ? <Link to={addresses.component(place.workspaceId, way === 'out' ? id : edge.sourceId, edge.componentName)}>{edge.componentName}</Link> : '–') },
      ]}
    />
  )
}
