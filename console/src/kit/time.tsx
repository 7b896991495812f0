// A moment, written as one reads it: "3 minutes ago", with the exact time on pointing; it stays true while it is shown.

import { type ReactNode, useSyncExternalStore } from 'react'
import { type TimeLike, toMillis, useFormat } from './format'

const TICK_MS = 20_000
const listeners = new Set<() => void>()
let now_ms = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

// One clock for all of them.
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now_ms = Date.now()
    for (const it of listeners) it()
  }, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function read(): number {
  // Without a running clock the last tick may be long ago.
  if (timer === undefined) now_ms = Date.now()
  return now_ms
}

export interface TimeProps {
  readonly time: TimeLike | undefined
  /** Both, one after the other; else relative with the exact time as its title. */
  readonly isExact?: boolean
}

export function Time({ time, isExact }: TimeProps): ReactNode {
  const format = useFormat()
  const now = useSyncExternalStore(subscribe, read)
  if (time === undefined || Number.isNaN(toMillis(time))) return <>–</>
  const exact = format.time(time)
  const relative = format.relative(time, Math.max(now, toMillis(time) - 1))
  return (
    <time dateTime={new Date(toMillis(time)).toISOString()} title={isExact ? undefined : exact}>
      {isExact ? `${exact} (${relative})` : relative}
    </time>
  )
}
