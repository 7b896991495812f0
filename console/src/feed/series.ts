// The values of one property over a window: sorted, searched by time, thinned to what a screen shows.

import type { LiveScalar } from '@gemel/scene'

/** Times rise; `values[i]` holds from `times_ms[i]` until the next time. */
export interface Series {
  readonly times_ms: readonly number[]
  readonly values: readonly LiveScalar[]
}

export interface Point {
  readonly time_ms: number
  readonly value: LiveScalar
}

export const NO_SERIES: Series = { times_ms: [], values: [] }

/** Where the value at `time_ms` stands: the last index whose time is not later; −1 when all are later. */
export function indexAt(times_ms: readonly number[], time_ms: number): number {
  let low = 0
  let high = times_ms.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times_ms[middle] as number) <= time_ms) low = middle + 1
    else high = middle
  }
  return low - 1
}

export function seriesOf(points: readonly Point[]): Series {
  const sorted = points.toSorted((a, b) => a.time_ms - b.time_ms)
  return { times_ms: sorted.map((it) => it.time_ms), values: sorted.map((it) => it.value) }
}

/** A series with another, finer one in the place of what it has from `start_ms` to `end_ms`, both inclusive. */
export function refined(series: Series, finer: Series, start_ms: number, end_ms: number): Series {
  const from = indexAt(series.times_ms, start_ms - 1) + 1
  const to = indexAt(series.times_ms, end_ms) + 1
  const first = indexAt(finer.times_ms, start_ms - 1) + 1
  const last = indexAt(finer.times_ms, end_ms) + 1
  if (last <= first) return series
  const spliced = <T>(all: readonly T[], some: readonly T[]) => [
    ...all.slice(0, from),
    ...some.slice(first, last),
    ...all.slice(to),
  ]
  return {
    times_ms: spliced(series.times_ms, finer.times_ms),
    values: spliced(series.values, finer.values),
  }
}

/** At most about `most` points: of numbers the lowest and the highest of each slice, of anything else the changes. */
export function thin(series: Series, most: number): Series {
  const count = series.times_ms.length
  if (count <= most) return series
  const kept: number[] = []
  if (series.values.every((it) => typeof it === 'number')) {
    const slice = Math.max(2, Math.ceil((2 * count) / most))
    for (let start = 0; start < count; start += slice)
      kept.push(...extremes(series.values as readonly number[], start, Math.min(start + slice, count)))
  } else {
    for (let i = 0; i < count; i++)
      if (i === 0 || i === count - 1 || series.values[i] !== series.values[i - 1]) kept.push(i)
  }
  const sorted = [...new Set(kept)].toSorted((a, b) => a - b)
  return {
    times_ms: sorted.map((i) => series.times_ms[i] as number),
    values: sorted.map((i) => series.values[i] as LiveScalar),
  }
}

function extremes(values: readonly number[], start: number, end: number): readonly number[] {
  let low = start
  let high = start
  for (let i = start + 1; i < end; i++) {
    if ((values[i] as number) < (values[low] as number)) low = i
    if ((values[i] as number) > (values[high] as number)) high = i
  }
  return low === high ? [low] : [Math.min(low, high), Math.max(low, high)]
}
