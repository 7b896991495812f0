// The alarm list: what is wrong, where, since when; fly there, acknowledge, take it back.

import { findByEntity } from '@gemel/scene'
import { type ReactNode, useState } from 'react'
import { describeError } from '../../kit/errors'
import { useStore } from 'zustand'
import { agoWords } from '../binding/words'
import { useComposer } from '../context'
import { Switch, TextButton } from '../kit/controls'
import { AlarmBadge } from '../thing/alarm-badge'
import { type Alarm, type AlarmStatus, shownStatus, writeStatus, type Written } from './alarm-data'
import type { Alarms } from './use-alarms'

export interface AlarmListProps {
  readonly alarms: Alarms
  readonly say: (text: string, type: 'success' | 'error', undo?: () => void) => void
  readonly onFly: (entityId: string) => void
}

export function AlarmList({ alarms, say, onFly }: AlarmListProps): ReactNode {
  const [showsAll, setShowsAll] = useState(false)
  const { time } = useComposer()
  const isPast = useStore(time.store, (it) => it.mode === 'past')
  const shown = showsAll ? alarms.all : alarms.all.filter((it) => it.status !== 'NORMAL' && it.status !== '')
  return (
    <div className="c-panel-body">
      <div className="c-toolbar-row">
        <span className="c-grow c-quiet-text">
          {isPast ? 'As it was then' : `${alarms.active} active of ${alarms.all.length}`}
        </span>
        <Switch label="All" value={showsAll} onChange={setShowsAll} />
      </div>
      <div className="c-scroll c-grow">
        {alarms.error ? (
          <div className="c-empty">
            <b>The alarms cannot be read</b>
            {describeError(alarms.error).message}
            <br />
            <TextButton onClick={alarms.refetch}>Try again</TextButton>
          </div>
        ) : null}
        {!alarms.error && shown.length === 0 && (
          <div className="c-empty">
            <b>
              {alarms.isPending
                ? 'Looking for alarms…'
                : alarms.all.length === 0
                  ? 'This workspace has no alarms'
                  : 'No alarms: all is well'}
            </b>
            {!alarms.isPending && alarms.all.length === 0
              ? `Give entities a component of a type that comes from com.amazon.iottwinmaker.alarm.basic.`
              : ''}
          </div>
        )}
        <ul className="c-alarms">
          {shown.map(({ alarm, status, since_ms, at_ms }) => (
            <Row
              key={`${alarm.ref.entityId} ${alarm.ref.componentName}`}
              alarm={alarm}
              status={status}
              at_ms={at_ms}
              since_ms={isPast ? undefined : since_ms}
              isPast={isPast}
              say={say}
              onFly={onFly}
            />
          ))}
        </ul>
      </div>
    </div>
  )
}

interface RowProps extends Pick<AlarmListProps, 'say' | 'onFly'> {
  readonly alarm: Alarm
  readonly status: AlarmStatus
  readonly since_ms: number | undefined
  readonly at_ms: number | undefined
  readonly isPast: boolean
}

function Row({ alarm, status, since_ms, at_ms, isPast, say, onFly }: RowProps): ReactNode {
  const { clients, workspaceId, editor } = useComposer()
  const [written, setWritten] = useState<Written | null>(null)
  const [isBusy, setBusy] = useState(false)
  const now = shownStatus(status, at_ms, written)
  const isInScene = findByEntity(editor.store.getState().document, alarm.ref.entityId).length > 0
  const write = async (to: AlarmStatus, isUndo: boolean) => {
    setBusy(true)
    try {
      await writeStatus(clients, workspaceId, alarm.ref, to)
      setWritten({ over_ms: at_ms, to })
      if (isUndo) say(`${alarm.entityName}: active again`, 'success')
      else
        say(
          `Acknowledged: ${alarm.entityName}, ${alarm.message}`,
          'success',
          () => void write('ACTIVE', true),
        )
    } catch (error) {
      const { message, requestId } = describeError(error)
      say(
        `${alarm.entityName} was not acknowledged: ${message}${requestId ? ` (request ${requestId})` : ''}`,
        'error',
      )
    }
    setBusy(false)
  }
  return (
    <li className={`c-alarm c-alarm-${now.toLowerCase()} c-severity-${alarm.severity}`}>
      <button
        type="button"
        className="c-alarm-main"
        onClick={() => onFly(alarm.ref.entityId)}
        title={isInScene ? 'Fly to it' : 'It is not in this scene'}
      >
        <b>{alarm.entityName}</b>
        <span>{alarm.message}</span>
        <span className="c-inline">
          <AlarmBadge status={now} />
          <small>
            {alarm.severity}
            {since_ms === undefined ? '' : ` · ${agoWords(since_ms, Date.now())}`}
            {isInScene ? '' : ' · not in this scene'}
          </small>
        </span>
      </button>
      {now === 'ACTIVE' && !isPast && (
        <TextButton kind="primary" isDisabled={isBusy} onClick={() => void write('ACKNOWLEDGED', false)}>
          {isBusy ? 'Writing…' : 'Acknowledge'}
        </TextButton>
      )}
    </li>
  )
}
