// The alarms of a window: when which of them went active.

import type { HistoryTable } from './history'

export interface AlarmMark {
  readonly time_ms: number
  readonly entityId: string
  readonly status: string
}

/** When alarms of a window went active. */
export function marksOf(table: HistoryTable): readonly AlarmMark[] {
  const marks: AlarmMark[] = []
  for (const [key, { times_ms, values }] of table.series) {
    const [entityId = '', , propertyName] = key.split('\u0000')
    if (propertyName !== 'alarm_status') continue
    values.forEach((value, i) => {
      const time_ms = times_ms[i] as number
      if (value === 'ACTIVE' && values[i - 1] !== 'ACTIVE' && time_ms >= table.window.start_ms)
        marks.push({ time_ms, entityId, status: 'ACTIVE' })
    })
  }
  return marks.toSorted((a, b) => a.time_ms - b.time_ms)
}
