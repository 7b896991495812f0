// The monitor: load, errors and latency as they are now, and since the server started.

import Box from '@cloudscape-design/components/box'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Toggle from '@cloudscape-design/components/toggle'
import { type ReactNode, useState } from 'react'
import { CopyButton } from '../../kit/copy'
import { useConsole } from '../../kit/context'
import { ErrorAlert } from '../../kit/error-alert'
import { useFormat } from '../../kit/format'
import { PageFrame } from '../../kit/page-frame'
import { EVERY_MS, type Feed, useFeed } from './feed'
import { Functions } from './functions'
import { Latencies } from './latencies'
import { LiveCharts } from './live-charts'
import { Operations } from './operations'
import { gauge, latenciesOf, otherGauges, type Snapshot } from './rates'
import './monitor.css'

export function Page(): ReactNode {
  const [isPaused, setPaused] = useState(false)
  const feed = useFeed(isPaused)
  const { endpoint } = useConsole().clients.session
  return (
    <PageFrame
      title="Monitor" crumbs={[]} description={`What the server does, asked every ${EVERY_MS / 1_000} seconds while this page is open.`}
      isLoading={feed.now === null && feed.error === null} error={feed.now ? null : feed.error} onRetry={feed.retry}
      actions={
        <SpaceBetween direction="horizontal" size="m" alignItems="center">
          <Toggle checked={!isPaused} onChange={({ detail }) => setPaused(!detail.checked)}>Live</Toggle>
          <CopyButton text={`${endpoint}/metrics`} label="Copy address for Prometheus" />
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <ErrorAlert error={feed.error} header="The metrics could not be read" onRetry={feed.retry} />
        {feed.now && <Figures feed={feed} now={feed.now} />}
        <LiveCharts points={feed.points} />
        {feed.now && <Operations now={feed.now} before={feed.before} />}
        <ColumnLayout columns={2}>
          {feed.now && <Latencies now={feed.now} />}
          <Functions />
        </ColumnLayout>
        {feed.now && <Others now={feed.now} />}
      </SpaceBetween>
    </PageFrame>
  )
}

function Figures({ feed, now }: { readonly feed: Feed; readonly now: Snapshot }): ReactNode {
  const format = useFormat()
  const point = feed.points.at(-1)
  const started_s = gauge(now, 'gemel_start_time_seconds')
  const memory = gauge(now, 'process_resident_memory_bytes')
  const tasks = gauge(now, 'gemel_tasks')
  const listeners = gauge(now, 'gemel_live_listeners')
  const slowest = feed.before ? latenciesOf(now, feed.before).toSorted((a, b) => (b.p95_ms ?? 0) - (a.p95_ms ?? 0))[0] : undefined
  return (
    <dl className="g-figures">
      <Figure label="Ready">
        {feed.isReady ? <StatusIndicator>ready</StatusIndicator> : <StatusIndicator type="error">{feed.readyText || 'not ready'}</StatusIndicator>}
      </Figure>
      <Figure label="Calls">{point ? `${format.number(point.calls_per_s, 3)} /s` : '…'}</Figure>
      <Figure label="Failed" tone={point && point.failed_per_s > 0 ? 'bad' : undefined}>{point ? `${format.number(point.failed_per_s, 3)} /s` : '…'}</Figure>
      <Figure label={slowest ? `95 % of ${slowest.service}` : 'Slowest now'}>{slowest?.p95_ms ? format.duration(slowest.p95_ms) : '…'}</Figure>
      <Figure label="Connections">{format.number(gauge(now, 'gemel_connections') ?? 0)}</Figure>
      {listeners !== undefined && <Figure label="Live subscriptions">{format.number(listeners)}</Figure>}
      {tasks !== undefined && <Figure label="Work in the background">{format.number(tasks)}</Figure>}
      {memory !== undefined && <Figure label="Memory">{format.bytes(memory)}</Figure>}
      {started_s !== undefined && <Figure label="Running for">{format.duration(Math.max(0, now.time_ms - started_s * 1_000))}</Figure>}
    </dl>
  )
}

function Figure({ label, children, tone }: { readonly label: string; readonly children: ReactNode; readonly tone?: 'bad' | undefined }): ReactNode {
  return <div data-tone={tone}><dt>{label}</dt><dd>{children}</dd></div>
}

const KNOWN = new Set(['gemel_requests_total', 'gemel_request_seconds', 'gemel_start_time_seconds', 'gemel_connections', 'gemel_live_listeners', 'gemel_tasks', 'process_resident_memory_bytes'])

/** Whatever else the server counts: a newer one may have more. */
function Others({ now }: { readonly now: Snapshot }): ReactNode {
  const format = useFormat()
  const others = otherGauges(now, KNOWN)
  if (others.length === 0) return null
  return (
    <Container header={<Header variant="h2">More metrics</Header>}>
      <dl className="g-others">
        {others.flatMap((family) => family.samples.map((it) => {
          const labels = Object.entries(it.labels).map(([key, value]) => `${key} ${value}`).join(', ')
          return (
            <div key={`${it.name}${labels}`}>
              <dt title={family.help}>{it.name}{labels && <Box variant="small" color="text-body-secondary">{labels}</Box>}</dt>
              <dd>{it.name.endsWith('_bytes') ? format.bytes(it.value) : format.number(it.value)}</dd>
            </div>
          )
        }))}
      </dl>
    </Container>
  )
}
