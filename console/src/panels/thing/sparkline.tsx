// The last hour of a value; while one travels in time, the window of the time bar.

import { keyOf, type PropertyRef } from '@gemel/scene'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { readSeries } from '../../feed/read-window'
import type { Series } from '../../feed/series'
import { TimeChart } from '../../kit/chart'
import { useComposer, useLive } from '../context'

const HOUR_MS = 3_600_000

export interface SparklineProps {
  readonly propertyRef: PropertyRef
  readonly label: string
  readonly unit?: string
  readonly height_px?: number
}

export function Sparkline({ propertyRef, label, unit, height_px = 90 }: SparklineProps): ReactNode {
  const { clients, workspaceId, time } = useComposer()
  const { mode, window } = useStore(time.store)
  const [opened_ms] = useState(() => Math.floor(Date.now() / 10_000) * 10_000)
  const isPast = mode === 'past'
  const shown = useMemo(
    () => (isPast ? window : { start_ms: opened_ms - HOUR_MS, end_ms: opened_ms + 10_000 }),
    [isPast, window, opened_ms],
  )
  const { entityId, componentName, propertyName } = propertyRef
  const { data, isPending } = useQuery({
    queryKey: ['sparkline', workspaceId, keyOf(propertyRef), shown.start_ms, shown.end_ms],
    staleTime: 60_000,
    retry: false,
    queryFn: async ({ signal }) =>
      (
        await readSeries(
          clients,
          workspaceId,
          { entityId, componentName, isStatic: false, properties: [propertyName] },
          shown,
          signal,
        )
      )[0],
  })
  const added = useAdded(propertyRef, isPast)
  const marker_ms = useMarker(isPast)
  const series = useMemo(() => numbersOf(data, isPast ? [] : added), [data, added, isPast])
  const range = useMemo(
    () =>
      isPast
        ? shown
        : {
            start_ms: Math.max(shown.start_ms, (added.at(-1)?.time_ms ?? shown.end_ms) - HOUR_MS),
            end_ms: Math.max(shown.end_ms, added.at(-1)?.time_ms ?? 0),
          },
    [isPast, shown, added],
  )
  const all = useMemo(
    () => [{ id: 'value', label, ...(unit ? { unit } : {}), ...series }],
    [label, unit, series],
  )
  // A chart is made for as many points as there are when it is made.
  if (isPending || series.times_ms.length < 2) return null
  return (
    <TimeChart
      label={`${label}, ${isPast ? 'the chosen time' : 'last hour'}`}
      series={all}
      range={range}
      height_px={height_px}
      isLegendHidden
      {...(marker_ms === null ? {} : { marker_ms })}
    />
  )
}

/** Values that came since the chart was opened, at most one a second. */
function useAdded(
  ref: PropertyRef,
  isPast: boolean,
): readonly { readonly time_ms: number; readonly value: number }[] {
  const live = useLive(isPast ? undefined : ref)
  const [added, setAdded] = useState<readonly { readonly time_ms: number; readonly value: number }[]>([])
  useEffect(() => {
    const time_ms = live?.time_ms
    const value = live?.value
    if (time_ms === undefined || typeof value !== 'number') return
    setAdded((before) =>
      (before.at(-1)?.time_ms ?? 0) + 900 > time_ms ? before : [...before.slice(-4000), { time_ms, value }],
    )
  }, [live])
  return added
}

/** The moment of the time bar, a few times a second. */
function useMarker(isPast: boolean): number | null {
  const { time } = useComposer()
  const [marker_ms, setMarker] = useState<number | null>(null)
  useEffect(() => {
    if (!isPast) {
      setMarker(null)
      return undefined
    }
    setMarker(time.cursor_ms)
    const timer = setInterval(() => setMarker(time.cursor_ms), 200)
    return () => clearInterval(timer)
  }, [time, isPast])
  return marker_ms
}

function numbersOf(
  series: Series | undefined,
  added: readonly { readonly time_ms: number; readonly value: number }[],
): { readonly times_ms: readonly number[]; readonly values: readonly number[] } {
  const times_ms: number[] = []
  const values: number[] = []
  series?.values.forEach((value, i) => {
    if (typeof value !== 'number') return
    times_ms.push(series.times_ms[i] as number)
    values.push(value)
  })
  const last = times_ms.at(-1) ?? 0
  for (const it of added) {
    if (it.time_ms <= last) continue
    times_ms.push(it.time_ms)
    values.push(it.value)
  }
  return { times_ms, values }
}
