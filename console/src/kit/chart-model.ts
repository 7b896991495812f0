// What a chart shows, without a screen: series joined on one axis of time, their statistics, and a summary in words.

import type { Format } from './format'

export interface ChartSeries {
  readonly id: string
  readonly label: string
  readonly unit?: string
  /** In order of time; `null` leaves a gap. */
  readonly times_ms: ArrayLike<number>
  readonly values: ArrayLike<number | null>
  /** A CSS colour; else one of the chart's own. */
  readonly color?: string
  /** A value holds until the next one: states, set points, switches. */
  readonly isStepped?: boolean
}

/** A region of values, such as an alarm's limits; an absent end is open. */
export interface ChartBand {
  readonly label: string
  readonly from?: number
  readonly to?: number
  readonly tone: Tone
  /** Whose axis it is on; the first series' when absent. */
  readonly seriesId?: string
}

/** A stretch of time, such as one an alarm was active in. */
export interface ChartSpan {
  readonly label: string
  readonly start_ms: number
  readonly end_ms: number
  readonly tone: Tone
}
export type Tone = 'good' | 'warn' | 'bad'

export interface Joined {
  readonly times_ms: readonly number[]
  /** One row a series; `undefined` where others have a value and this has none, `null` for a gap. */
  readonly rows: readonly (readonly (number | null | undefined)[])[]
}

/** Joins series of different times on one axis. */
export function join(series: readonly ChartSeries[]): Joined {
  const [only] = series
  if (series.length === 1 && only) return { times_ms: Array.from(only.times_ms), rows: [Array.from(only.values)] }
  const all = new Set<number>()
  for (const { times_ms } of series) for (let i = 0; i < times_ms.length; i += 1) all.add(times_ms[i] ?? 0)
  const times_ms = Float64Array.from(all).toSorted()
  const rows = series.map((it) => {
    const row = Array.from<number | null | undefined>({ length: times_ms.length })
    let at = 0
    for (let i = 0; i < times_ms.length; i += 1) {
      const time_ms = times_ms[i]
      while (at < it.times_ms.length && it.times_ms[at] === time_ms) row[i] = it.values[at++] ?? null
    }
    return row
  })
  return { times_ms: Array.from(times_ms), rows }
}

export interface Stats {
  readonly count: number
  readonly least: number
  readonly most: number
  readonly mean: number
  readonly latest: number
  readonly latest_ms: number
}

/** Null for a series without a number. */
export function statsOf(series: ChartSeries): Stats | null {
  let count = 0
  let sum = 0
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  let latest = 0
  let latest_ms = 0
  for (let i = 0; i < series.times_ms.length; i += 1) {
    const value = series.values[i]
    if (typeof value !== 'number' || !Number.isFinite(value)) continue
    count += 1
    sum += value
    least = Math.min(least, value)
    most = Math.max(most, value)
    latest = value
    latest_ms = series.times_ms[i] ?? 0
  }
  return count === 0 ? null : { count, least, most, mean: sum / count, latest, latest_ms }
}

/** The value that counts at a moment: the last at or before it. */
export function valueAt(series: ChartSeries, time_ms: number): { readonly value: number; readonly time_ms: number } | null {
  let low = 0
  let high = series.times_ms.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((series.times_ms[middle] ?? 0) <= time_ms) low = middle + 1
    else high = middle
  }
  const value = series.values[low - 1]
  return typeof value === 'number' ? { value, time_ms: series.times_ms[low - 1] ?? 0 } : null
}

/** What a chart shows, for those who do not see it. */
export function summarise(series: readonly ChartSeries[], format: Format): string {
  const shown = series.slice(0, 6).map((it) => {
    const stats = statsOf(it)
    if (!stats) return `${it.label}: no values.`
    const { least, most, latest } = stats
    return `${it.label}: ${stats.count} values from ${format.quantity(least, it.unit, 4)} to ${format.quantity(most, it.unit, 4)}, latest ${format.quantity(latest, it.unit, 4)}.`
  })
  const more = series.length > 6 ? ` And ${series.length - 6} more.` : ''
  return `Line chart of ${series.length} series. ${shown.join(' ')}${more}`
}

/** Where the axis of values goes: all of them with some air, zero only if it is near. */
export function spread(least: number, most: number): readonly [number, number] {
  if (!Number.isFinite(least) || !Number.isFinite(most)) return [0, 1]
  const size = most - least
  if (size === 0) {
    const air = Math.abs(most) * 0.1 || 1
    return [most - air, most + air]
  }
  const low = least >= 0 && least < size * 0.5 ? 0 : least - size * 0.08
  const high = most <= 0 && -most < size * 0.5 ? 0 : most + size * 0.08
  return [low, high]
}
