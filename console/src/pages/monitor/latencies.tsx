// How long answers took since the server started, by service.

import Header from '@cloudscape-design/components/header'
import Table from '@cloudscape-design/components/table'
import { type ReactNode, useMemo } from 'react'
import { useFormat } from '../../kit/format'
import { latenciesOf, type Snapshot } from './rates'

export function Latencies({ now }: { readonly now: Snapshot }): ReactNode {
  const format = useFormat()
  const rows = useMemo(() => latenciesOf(now, null).toSorted((a, b) => a.service.localeCompare(b.service)), [now])
  const time = (value_ms: number | null) => (value_ms === null ? '–' : format.duration(value_ms))
  return (
    <Table
      variant="container" items={rows} trackBy="service"
      header={<Header variant="h2" description="Since the start, to the head of the answer.">Time to answer</Header>}
      ariaLabels={{ tableLabel: 'Time to answer by service' }}
      columnDefinitions={[
        { id: 'service', header: 'Service', isRowHeader: true, cell: (it) => it.service },
        { id: 'mean', header: 'Mean', cell: (it) => time(it.mean_ms) },
        { id: 'p50', header: '50 %', cell: (it) => time(it.p50_ms) },
        { id: 'p95', header: '95 %', cell: (it) => time(it.p95_ms) },
        { id: 'p99', header: '99 %', cell: (it) => time(it.p99_ms) },
      ]}
    />
  )
}
