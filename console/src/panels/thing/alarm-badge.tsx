// The state of an alarm, by colour, sign and word.

import type { PropertyRef } from '@gemel/scene'
import type { ReactNode } from 'react'
import { Icon, type IconName } from '../kit/icon'

const STATES: Readonly<Record<string, readonly [words: string, tone: string, icon: IconName]>> = {
  ACTIVE: ['Active', 'c-bad', 'error'],
  ACKNOWLEDGED: ['Acknowledged', 'c-warn', 'check'],
  SNOOZE_DISABLED: ['Snoozed', 'c-warn', 'clock'],
  NORMAL: ['Normal', 'c-good', 'check'],
}

export function isAlarm(ref: Pick<PropertyRef, 'propertyName'>): boolean {
  return ref.propertyName === 'alarm_status'
}

export function AlarmBadge({ status }: { readonly status: string }): ReactNode {
  const [words, tone, icon] = STATES[status] ?? [status || 'No state yet', 'c-quiet-text', 'bell']
  return (
    <span className={`c-alarm-badge ${tone}`}>
      <Icon name={icon} />
      {words}
    </span>
  )
}
