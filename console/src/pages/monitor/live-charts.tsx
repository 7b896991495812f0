// Calls a second and latency by service, as they come.

import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { type ReactNode, useMemo } from 'react'
import { TimeChart } from '../../kit/chart'
import type { ChartSeries } from '../../kit/chart-model'
import type { Point } from './feed'

const WINDOW_MS = 10 * 60_000

export function LiveCharts({ points }: { readonly points: readonly Point[] }): ReactNode {
  const load = useMemo(() => seriesOf(points, 'byService', 'calls/s'), [points])
  const latency = useMemo(() => seriesOf(points, 'p95_ms', 'ms'), [points])
  const end_ms = points.at(-1)?.time_ms ?? Date.now()
  const start_ms = Math.max(end_ms - WINDOW_MS, Math.min(points[0]?.time_ms ?? end_ms, end_ms - 60_000))
  const range = { start_ms, end_ms }
  return (
    <div className="g-live">
      <Container header={<Header variant="h2" description="By service">Calls a second</Header>}>
        {points.length === 0 ? <Waiting /> : <TimeChart label="Calls a second by service" series={load} range={range} height_px={220} />}
      </Container>
      <Container header={<Header variant="h2" description="95 % of the answers came within this, by service">Latency</Header>}>
        {points.length === 0 ? <Waiting /> : <TimeChart label="Latency by service" series={latency} range={range} height_px={220} />}
      </Container>
    </div>
  )
}

function Waiting(): ReactNode {
  return <div className="g-live-wait"><Box color="text-body-secondary">The line begins with the second reading, in a few seconds.</Box></div>
}

function seriesOf(points: readonly Point[], what: 'byService' | 'p95_ms', unit: string): readonly ChartSeries[] {
  const services = [...new Set(points.flatMap((it) => [...it[what].keys()]))].toSorted()
  const times_ms = points.map((it) => it.time_ms)
  return services.map((service) => ({ id: service, label: service, unit, times_ms, values: points.map((it) => it[what].get(service) ?? (what === 'byService' ? 0 : null)) }))
}
