// The library as a list.

import type { TableProps } from '@cloudscape-design/components/table'
import { type ReactNode, useMemo } from 'react'
import type { EmptyProps } from '../../kit/empty'
import { type Format, useFormat } from '../../kit/format'
import { Link } from '../../kit/link'
import { ResourceTable } from '../../kit/resource-table'
import { Time } from '../../kit/time'
import { KindIcon } from './kind-icon'
import { libraryPath } from './place'
import { kindLabel, type Row } from './rows'

export interface ObjectListProps {
  readonly workspaceId: string
  readonly prefix: string
  readonly title: string
  readonly rows: readonly Row[] | undefined
  readonly isLoading: boolean
  readonly error: unknown
  readonly onRetry: () => void
  readonly selected: readonly Row[]
  readonly onSelect: (rows: Row[]) => void
  readonly opened: string | null
  readonly actions: ReactNode
  readonly empty: EmptyProps
}

/** Where a click on a row's name leads: into a folder, or to the object beside the list. */
export function rowPath(workspaceId: string, prefix: string, row: Row): string {
  return row.object ? libraryPath(workspaceId, prefix, row.key) : libraryPath(workspaceId, row.key)
}

export function ObjectTable(props: ObjectListProps): ReactNode {
  const { workspaceId, prefix } = props
  const format = useFormat()
  const columns = useMemo(() => columnsOf(workspaceId, prefix, format), [workspaceId, prefix, format])
  return (
    <ResourceTable<Row>
      id="objects" title={props.title} items={props.rows} isLoading={props.isLoading} error={props.error} onRetry={props.onRetry}
      columns={columns} rowId={(it) => it.key} searchText={(it) => it.name} sortBy={{ column: 'name' }}
      actions={props.actions} empty={{ ...props.empty, hint: String(props.empty.hint) }} variant="full-page"
      selectionType="multi" selected={props.selected} onSelect={props.onSelect}
    />
  )
}

function columnsOf(workspaceId: string, prefix: string, format: Format): readonly TableProps.ColumnDefinition<Row>[] {
  return [
    {
      id: 'name', header: 'Name', isRowHeader: true, minWidth: 200,
      // Folders stay together whichever way one sorts.
      sortingComparator: (a, b) => Number(a.object !== null) - Number(b.object !== null) || a.name.localeCompare(b.name, undefined, { numeric: true }),
      cell: (it) => <span className="lib-name"><KindIcon kind={it.kind} /><Link to={rowPath(workspaceId, prefix, it)}>{it.name}</Link></span>,
    },
    { id: 'kind', header: 'Kind', width: 150, sortingComparator: (a, b) => kindLabel(a).localeCompare(kindLabel(b)), cell: (it) => kindLabel(it) },
    { id: 'size', header: 'Size', width: 110, sortingComparator: (a, b) => (a.object?.size_bytes ?? -1) - (b.object?.size_bytes ?? -1), cell: (it) => (it.object ? format.bytes(it.object.size_bytes) : '–') },
    { id: 'modified', header: 'Changed', width: 160, sortingComparator: (a, b) => (a.object?.modified_at.getTime() ?? 0) - (b.object?.modified_at.getTime() ?? 0), cell: (it) => <Time time={it.object?.modified_at} /> },
  ]
}
