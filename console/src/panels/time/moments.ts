// Moments and ticks of the time bar, as people write them.

import type { TimeWindow } from '../../feed/history'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const STEPS_MS = [
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  5 * DAY_MS,
  7 * DAY_MS,
  30 * DAY_MS,
]

export function momentWords(time_ms: number): string {
  return new Date(time_ms).toLocaleString(undefined, {
    weekday: 'short',
    day: '2-digit',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
}

export interface Tick {
  readonly time_ms: number
  readonly label: string
}

/** At most about six round moments of a window, not at its very ends. */
export function ticksOf({ start_ms, end_ms }: TimeWindow, most = 6): readonly Tick[] {
  const length_ms = end_ms - start_ms
  const step_ms =
    STEPS_MS.find((it) => length_ms / it <= most) ?? DAY_MS * Math.ceil(length_ms / DAY_MS / most)
  const offset_ms = new Date(start_ms).getTimezoneOffset() * MINUTE_MS
  const ticks: Tick[] = []
  for (
    let at = Math.ceil((start_ms - offset_ms) / step_ms) * step_ms + offset_ms;
    at < end_ms;
    at += step_ms
  ) {
    const share = (at - start_ms) / length_ms
    if (share < 0.04 || share > 0.96) continue
    const date = new Date(at)
    const label =
      step_ms >= DAY_MS
        ? date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })
        : date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
    ticks.push({ time_ms: at, label })
  }
  return ticks
}

/** Keys of the slider move by these parts of the window. */
const SMALL = 1 / 200
const LARGE = 1 / 20

/** By which part of the window a key moves. */
export function stepOf(key: string, isLarge: boolean): number {
  const step = isLarge ? LARGE : SMALL
  if (key === 'ArrowRight' || key === 'ArrowUp') return step
  if (key === 'ArrowLeft' || key === 'ArrowDown') return -step
  if (key === 'PageUp') return LARGE
  if (key === 'PageDown') return -LARGE
  return 0
}
