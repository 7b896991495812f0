// The columns of the list of component types.

import type { Status } from '@aws-sdk/client-iottwinmaker'
import Box from '@cloudscape-design/components/box'
import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useConsole } from '../../kit/context'
import { Link } from '../../kit/link'
import { paths } from '../../kit/paths'
import { Time } from '../../kit/time'
import { countWords, typeQuery, usersQuery } from './data'
import type { WholeType } from './model/draft'
import { KindBadge, TypeStatus } from './words'

/** A type in the list; what is undefined is still being read. */
export interface TypeRow {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly isPredefined: boolean
  readonly status: Status | undefined
  readonly updated: Date | undefined
  readonly created: Date | undefined
  readonly extendsFrom: readonly string[] | undefined
  readonly nProperties: number | undefined
  readonly isAbstract: boolean | undefined
  readonly isSingleton: boolean | undefined
}

export function columns(workspaceId: string): TableProps.ColumnDefinition<TypeRow>[] {
  const whole = (row: TypeRow, show: (it: WholeType) => ReactNode) =>
    <OfWhole workspaceId={workspaceId} id={row.id} show={show} />
  return [
    {
      id: 'id', header: 'Component type id', isRowHeader: true, sortingField: 'id', minWidth: 180, width: 270,
      cell: (it) => (
        <>
          <Link to={paths.componentType(workspaceId, it.id)}>{it.id}</Link>
          {it.name && <Box variant="small" display="block" color="text-body-secondary">{it.name}</Box>}
        </>
      ),
    },
    {
      id: 'name', header: 'Name', sortingField: 'name', minWidth: 100, width: 120,
      cell: (it) => it.name || '–',
    },
    {
      id: 'kind', header: 'Kind', sortingField: 'isPredefined', minWidth: 100, width: 118,
      cell: (it) => <KindBadge isPredefined={it.isPredefined} />,
    },
    {
      id: 'extends', header: 'Extends', minWidth: 140, width: 210,
      sortingComparator: (one, other) => (one.extendsFrom?.[0] ?? '').localeCompare(other.extendsFrom?.[0] ?? ''),
      cell: (row) => whole(row, (it) => it.extendsFrom?.length
        ? it.extendsFrom.map((id) => <div key={id}><Link to={paths.componentType(workspaceId, id)}>{id}</Link></div>) : '–'),
    },
    {
      id: 'abstract', header: 'Abstract', sortingField: 'isAbstract', minWidth: 100,
      cell: (row) => whole(row, (it) => (it.isAbstract ? 'Yes' : 'No')),
    },
    {
      id: 'singleton', header: 'Singleton', sortingField: 'isSingleton', minWidth: 100,
      cell: (row) => whole(row, (it) => (it.isSingleton ? 'Yes' : 'No')),
    },
    {
      id: 'properties', header: 'Properties', sortingField: 'nProperties', minWidth: 100, width: 134,
      cell: (row) => whole(row, (it) => Object.keys(it.propertyDefinitions ?? {}).length),
    },
    {
      id: 'usedBy', header: 'Used by', minWidth: 90, width: 112,
      cell: (it) => <UsedBy workspaceId={workspaceId} id={it.id} />,
    },
    {
      id: 'status', header: 'Status', minWidth: 90, width: 112,
      sortingComparator: (one, other) => (one.status?.state ?? '').localeCompare(other.status?.state ?? ''),
      cell: (it) => <TypeStatus status={it.status} />,
    },
    {
      id: 'updated', header: 'Updated', sortingField: 'updated', minWidth: 110, width: 128,
      cell: (it) => <Time time={it.updated} />,
    },
    {
      id: 'created', header: 'Created', sortingField: 'created', minWidth: 170,
      cell: (it) => <Time time={it.created} />,
    },
    {
      id: 'description', header: 'Description', sortingField: 'description', minWidth: 200,
      cell: (it) => it.description || '–',
    },
  ]
}

function Waiting(): ReactNode {
  return <Box variant="span" color="text-status-inactive">…</Box>
}

function OfWhole({ workspaceId, id, show }: {
  readonly workspaceId: string; readonly id: string; readonly show: (it: WholeType) => ReactNode
}): ReactNode {
  const { clients } = useConsole()
  const type = useQuery(typeQuery(clients, workspaceId, id))
  if (type.data) return show(type.data)
  return type.error ? '?' : <Waiting />
}

/** Entities with a component of the type or of an heir; asked when the row is on screen. */
function UsedBy({ workspaceId, id }: { readonly workspaceId: string; readonly id: string }): ReactNode {
  const { clients } = useConsole()
  const users = useQuery(usersQuery(clients, workspaceId, id))
  if (users.error) return '?'
  if (!users.data) return <Waiting />
  if (users.data.entities.length === 0) return <Box variant="span" color="text-status-inactive">Not used</Box>
  return <Link to={`${paths.componentType(workspaceId, id)}?tab=used-by`}>{countWords(users.data)}</Link>
}
