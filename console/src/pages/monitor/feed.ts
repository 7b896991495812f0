// Asks the server for its metrics as long as the page is open, and keeps what is needed to draw the last minutes.

import { useEffect, useRef, useState } from 'react'
import { useConsole } from '../../kit/context'
import { parseMetrics } from './metrics'
import { latenciesOf, type Snapshot, totalsOf } from './rates'

export const EVERY_MS = 5_000
/** An hour of points. */
const MOST = 720

export interface Point {
  readonly time_ms: number
  readonly calls_per_s: number
  readonly failed_per_s: number
  readonly byService: ReadonlyMap<string, number>
  readonly p95_ms: ReadonlyMap<string, number>
}

export interface Feed {
  readonly now: Snapshot | null
  readonly before: Snapshot | null
  readonly points: readonly Point[]
  readonly isReady: boolean | null
  readonly readyText: string
  readonly error: unknown
  readonly retry: () => void
}

export function useFeed(isPaused: boolean): Feed {
  const { endpoint } = useConsole().clients.session
  const [state, setState] = useState<Omit<Feed, 'retry'>>({ now: null, before: null, points: [], isReady: null, readyText: '', error: null })
  const [attempt, setAttempt] = useState(0)
  const last = useRef<Snapshot | null>(null)
  useEffect(() => {
    if (isPaused) return
    const stop = new AbortController()
    const ask = async () => {
      if (document.hidden) return
      try {
        const [now, ready] = await Promise.all([readSnapshot(endpoint, stop.signal), readReady(endpoint, stop.signal)])
        const before = last.current
        last.current = now
        setState((old) => ({ now, before, ...ready, error: null, points: before ? [...old.points, pointOf(now, before)].slice(-MOST) : old.points }))
      } catch (error) {
        if (!stop.signal.aborted) setState((old) => ({ ...old, error }))
      }
    }
    void ask()
    const timer = setInterval(() => void ask(), EVERY_MS)
    return () => {
      clearInterval(timer)
      stop.abort()
    }
  }, [endpoint, isPaused, attempt])
  return { ...state, retry: () => setAttempt((it) => it + 1) }
}

async function readSnapshot(endpoint: string, signal: AbortSignal): Promise<Snapshot> {
  const answer = await fetch(`${endpoint}/metrics`, { cache: 'no-store', signal })
  if (!answer.ok) throw new Error(`The server gives no metrics here (it answered ${answer.status}). They may be served on another port: see its configuration.`)
  const text = await answer.text()
  return { time_ms: Date.now(), families: parseMetrics(text) }
}

async function readReady(endpoint: string, signal: AbortSignal): Promise<{ readonly isReady: boolean; readonly readyText: string }> {
  const answer = await fetch(`${endpoint}/readyz`, { cache: 'no-store', signal })
  return { isReady: answer.ok, readyText: (await answer.text()).trim().slice(0, 500) }
}

export function pointOf(now: Snapshot, before: Snapshot): Point {
  const p95 = latenciesOf(now, before).flatMap((it) => (it.p95_ms === null ? [] : [[it.service, it.p95_ms] as const]))
  return { time_ms: now.time_ms, ...totalsOf(now, before), p95_ms: new Map(p95) }
}
