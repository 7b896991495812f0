// Every operation the server has answered: how often, how often not well, how often now.

import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { type ReactNode, useMemo } from 'react'
import { type Format, useFormat } from '../../kit/format'
import { ResourceTable } from '../../kit/resource-table'
import { type OperationRow, operationsOf, type Snapshot } from './rates'

export function Operations({ now, before }: { readonly now: Snapshot; readonly before: Snapshot | null }): ReactNode {
  const format = useFormat()
  const columns = useMemo(() => columnsOf(format), [format])
  const rows = useMemo(() => operationsOf(now, before), [now, before])
  return (
    <ResourceTable
      id="operations" title="Operations" variant="container" items={rows} isLoading={false} columns={columns} rowId={(it) => it.id}
      searchText={(it) => `${it.service} ${it.operation}`} sortBy={{ column: 'calls', descending: true }}
      description="Since the server started. Refused are answers 4xx, such as “not found”; failed are 5xx."
      empty={{ title: 'Nothing was asked yet', hint: 'The first call shows here.' }}
    />
  )
}

function columnsOf(format: Format): readonly TableProps.ColumnDefinition<OperationRow>[] {
  return [
    { id: 'operation', header: 'Operation', isRowHeader: true, sortingField: 'operation', cell: (it) => it.operation, minWidth: 230 },
    { id: 'service', header: 'Service', sortingField: 'service', cell: (it) => it.service, minWidth: 110 },
    { id: 'now', header: 'Now', sortingField: 'calls_per_s', cell: (it) => (it.calls_per_s === null ? '…' : `${format.number(it.calls_per_s, 2)} /s`), minWidth: 90 },
    { id: 'calls', header: 'Calls', sortingField: 'calls', cell: (it) => format.number(it.calls), minWidth: 90 },
    { id: 'refused', header: 'Refused', sortingField: 'refused', cell: (it) => share(it.refused, it.calls, format), minWidth: 110 },
    {
      id: 'failed', header: 'Failed', sortingField: 'failed', minWidth: 110,
      cell: (it) => (it.failed > 0 ? <StatusIndicator type="error">{share(it.failed, it.calls, format)}</StatusIndicator> : '0'),
    },
  ]
}

function share(part: number, all: number, format: Format): string {
  return part === 0 ? '0' : `${format.number(part)} (${format.number((part / all) * 100, 2)} %)`
}
