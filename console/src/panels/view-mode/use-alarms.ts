// The alarms with their states of the moment that is shown, in the order in which they want attention.

import { keyOf } from '@gemel/scene'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { keys } from '../../kit/query'
import { useComposer } from '../context'
import { type Alarm, findAlarms, type ShownAlarm, sinceWhen, sortAlarms, statusOf } from './alarm-data'

const REDRAW_MS = 150

export interface Alarms {
  readonly all: readonly ShownAlarm[]
  readonly active: number
  readonly isPending: boolean
  readonly error: unknown
  readonly refetch: () => void
}

export function useAlarms(): Alarms {
  const { clients, twin, feed, live, time, workspaceId } = useComposer()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [...keys.workspace(workspaceId), 'alarms'],
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => findAlarms(clients, twin, signal),
  })
  useEffect(() => {
    if (!data) return undefined
    feed.watch(
      data.map((it) => ({ ref: it.ref, isStatic: false })),
      'alarms',
    )
    void time.reload()
    return () => feed.watch([], 'alarms')
  }, [data, feed, time])
  const [version, setVersion] = useState(0)
  useEffect(() => {
    const own = new Set((data ?? []).map((it) => keyOf(it.ref)))
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = live.listen((changed) => {
      if (timer !== undefined || !changed.some((key) => own.has(key))) return
      timer = setTimeout(() => {
        timer = undefined
        setVersion((it) => it + 1)
      }, REDRAW_MS)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [data, live])
  // `version` says that the values, which are no state of React's, have changed.
  const shown = useMemo(
    () =>
      (data ?? []).map((alarm) => {
        const value = live.get(keyOf(alarm.ref))
        return { alarm, status: statusOf(value), at_ms: value?.time_ms }
      }),
    // oxlint-disable-next-line react/exhaustive-deps
    [data, live, version],
  )
  const since = useSince(shown)
  const all = useMemo(
    () => sortAlarms(shown.map((it) => ({ ...it, since_ms: since.get(keyOf(it.alarm.ref)) }))),
    [shown, since],
  )
  return {
    all,
    active: shown.filter((it) => it.status === 'ACTIVE').length,
    isPending,
    error,
    refetch: () => void refetch(),
  }
}

/** Since when those that want attention are as they are; asked anew when a state changes. */
function useSince(
  shown: readonly { readonly alarm: Alarm; readonly status: string }[],
): ReadonlyMap<string, number | undefined> {
  const { clients, workspaceId } = useComposer()
  const wanted = shown.filter((it) => it.status !== '' && it.status !== 'NORMAL').slice(0, 50)
  const results = useQueries({
    queries: wanted.map(({ alarm, status }) => ({
      queryKey: ['alarm-since', workspaceId, keyOf(alarm.ref), status],
      staleTime: 60_000,
      retry: false,
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        sinceWhen(clients, workspaceId, alarm.ref, signal),
    })),
  })
  const text = results.map((it) => it.data ?? '').join()
  const names = wanted.map((it) => keyOf(it.alarm.ref)).join()
  // The list of results is new at each drawing; what they say is not.
  return useMemo(
    () => new Map(wanted.map((it, i) => [keyOf(it.alarm.ref) as string, results[i]?.data])),
    // oxlint-disable-next-line react/exhaustive-deps
    [text, names],
  )
}
