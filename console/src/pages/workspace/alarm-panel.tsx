// Alarms by state, and which are active, with the way to their entity.

import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Spinner from '@cloudscape-design/components/spinner'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useConsole } from '../../kit/context'
import { ErrorAlert } from '../../kit/error-alert'
import { Link } from '../../kit/link'
import { paths } from '../../kit/paths'
import { keys } from '../../kit/query'
import { Time } from '../../kit/time'
import { type Alarm, type Alarms, countStates, entityOfAlarm } from './alarms'

const MOST = 8
const NAMES: Readonly<Record<string, string>> = { ACTIVE: 'Active', ACKNOWLEDGED: 'Acknowledged', SNOOZE_DISABLED: 'Snoozed', NORMAL: 'Normal' }
const TONES: Readonly<Record<string, string>> = { ACTIVE: 'bad', ACKNOWLEDGED: 'warn', SNOOZE_DISABLED: 'off', NORMAL: 'good' }

export interface AlarmPanelProps {
  readonly workspaceId: string
  readonly alarms: UseQueryResult<Alarms & { readonly types: readonly string[] }>
}

export function AlarmPanel({ workspaceId, alarms }: AlarmPanelProps): ReactNode {
  const { data, error } = alarms
  return (
    <Container header={<Header variant="h2">Alarms</Header>}>
      <div id="alarms" />
      {!data && <ErrorAlert error={error} onRetry={() => void alarms.refetch()} />}
      {!data && !error && <Spinner />}
      {data && (data.alarms.length === 0 ? <NoAlarms hasTypes={data.types.length > 0} /> : <States alarms={data.alarms} />)}
      {data && <ActiveOnes workspaceId={workspaceId} alarms={data.alarms} />}
    </Container>
  )
}

function NoAlarms({ hasTypes }: { readonly hasTypes: boolean }): ReactNode {
  return (
    <Box color="text-body-secondary">
      {hasTypes
        ? 'No alarm has reported in the last 24 hours.'
        : 'No component type records alarms. Make one that inherits from com.amazon.iottwinmaker.alarm.basic.'}
    </Box>
  )
}

function States({ alarms }: { readonly alarms: readonly Alarm[] }): ReactNode {
  const states = countStates(alarms)
  return (
    <>
      <div className="g-states-bar" aria-hidden="true">
        {states.map(({ state, count }) => count > 0 && <i key={state} data-tone={TONES[state] ?? 'off'} style={{ flexGrow: count }} />)}
      </div>
      <dl className="g-states">
        {states.map(({ state, count }) => (
          <div key={state}><dt><i data-tone={TONES[state] ?? 'off'} />{NAMES[state] ?? state}</dt><dd>{count}</dd></div>
        ))}
      </dl>
    </>
  )
}

function ActiveOnes({ workspaceId, alarms }: { readonly workspaceId: string; readonly alarms: readonly Alarm[] }): ReactNode {
  const active = alarms.filter((it) => it.state === 'ACTIVE')
  if (active.length === 0) return null
  return (
    <ul className="g-active">
      {active.slice(0, MOST).map((it) => <Active key={it.key} workspaceId={workspaceId} alarm={it} />)}
      {active.length > MOST && <li><Box color="text-body-secondary">and {active.length - MOST} more</Box></li>}
    </ul>
  )
}

function Active({ workspaceId, alarm }: { readonly workspaceId: string; readonly alarm: Alarm }): ReactNode {
  const { twinmaker } = useConsole().clients
  const found = useQuery({
    queryKey: [...keys.workspace(workspaceId), 'alarm-entity', alarm.key], enabled: alarm.entityId === null, staleTime: 300_000,
    queryFn: ({ signal }) => entityOfAlarm(twinmaker, workspaceId, alarm.key, signal),
  })
  const entityId = alarm.entityId ?? found.data?.id
  return (
    <li>
      {entityId === undefined ? <span>{alarm.key}</span> : <Link to={paths.entity(workspaceId, entityId)}>{found.data?.name ?? entityId}</Link>}
      <Box variant="small" color="text-body-secondary">{alarm.key} · reported <Time time={alarm.since} /></Box>
    </li>
  )
}
