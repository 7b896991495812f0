// How numbers, sizes, durations and times are written: the same everywhere, as the person's settings say.

import { useMemo } from 'react'
import { type Preferences, preferencesStore } from './preferences'

export type TimeLike = Date | number | string

export interface Format {
  /** `1,234.57`: at most `digits` significant digits behind what is needed. */
  readonly number: (value: number, digits?: number) => string
  /** `21.5 °C`; a unit that is a word or sign. */
  readonly quantity: (value: number, unit?: string, digits?: number) => string
  /** `12.3 MB`, in powers of 1,024 named as people name them. */
  readonly bytes: (size_bytes: number) => string
  /** `850 ms`, `12.4 s`, `3 min 20 s`, `2 d 4 h`. */
  readonly duration: (duration_ms: number) => string
  /** `40 %` of 0.4. */
  readonly percent: (part: number) => string
  /** `25 Nov 2026, 14:03:07`, with the zone when it is UTC. */
  readonly time: (time: TimeLike, precision?: 'minute' | 'second' | 'millisecond') => string
  /** `14:03:07`. */
  readonly clock: (time: TimeLike, precision?: 'minute' | 'second' | 'millisecond') => string
  readonly date: (time: TimeLike) => string
  /** `3 minutes ago`, `in 2 hours`. */
  readonly relative: (time: TimeLike, now_ms?: number) => string
}

/** Epoch milliseconds of anything that names a time; NaN for nonsense. TwinMaker writes ISO text with up to nanoseconds. */
export function toMillis(time: TimeLike): number {
  if (typeof time === 'number') return time
  return time instanceof Date ? time.getTime() : Date.parse(time)
}

const NO_TIME = '–'
const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const RELATIVE: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * DAY], ['month', 30 * DAY], ['week', 7 * DAY], ['day', DAY], ['hour', HOUR], ['minute', MINUTE], ['second', SECOND],
]

/** Makes the formatters for some settings; words are English as the console is. */
export function makeFormat({ timeZone, numbers }: Pick<Preferences, 'timeZone' | 'numbers'>): Format {
  const locale = numbers === 'browser' ? undefined : numbers
  const zone = timeZone === 'utc' ? { timeZone: 'UTC' } : {}
  const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
  const number = numberWriter(locale)
  const clockOf = timeWriter(zone, false)
  const timeOf = timeWriter(zone, true)
  const dateFormat = new Intl.DateTimeFormat('en-GB', { ...zone, day: 'numeric', month: 'short', year: 'numeric' })
  const suffix = timeZone === 'utc' ? ' UTC' : ''
  return {
    number,
    quantity: (value, unit, digits) => withUnit(number(value, digits), unit),
    bytes: (size) => bytes(size, number),
    duration: (duration_ms) => duration(duration_ms, number),
    percent: (part) => `${number(part * 100, 3)} %`,
    time: (time, precision = 'second') => written(time, (at) => `${timeOf(at, precision)}${suffix}`),
    clock: (time, precision = 'second') => written(time, (at) => clockOf(at, precision)),
    date: (time) => written(time, (at) => dateFormat.format(at)),
    relative: (time, now_ms = Date.now()) => written(time, (at) => relativeOf(at - now_ms, relative)),
  }
}

function written(time: TimeLike, write: (at_ms: number) => string): string {
  const at_ms = toMillis(time)
  return Number.isNaN(at_ms) ? NO_TIME : write(at_ms)
}

function numberWriter(locale: string | undefined): Format['number'] {
  const made = new Map<number, Intl.NumberFormat>()
  return (value, digits = 6) => {
    if (!Number.isFinite(value)) return String(value)
    const size = Math.abs(value)
    if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(Math.min(digits, 4) - 1)
    // Whole numbers are never rounded.
    const wanted = Number.isInteger(value) ? 21 : Math.max(digits, Math.ceil(Math.log10(size + 1)))
    let format = made.get(wanted)
    if (!format) {
      format = new Intl.NumberFormat(locale, { maximumSignificantDigits: wanted })
      made.set(wanted, format)
    }
    return format.format(value)
  }
}

function timeWriter(zone: { readonly timeZone?: string }, withDate: boolean): (at_ms: number, precision: 'minute' | 'second' | 'millisecond') => string {
  const day = withDate ? ({ day: 'numeric', month: 'short', year: 'numeric' } as const) : {}
  const minute = { ...zone, ...day, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const formats = {
    minute: new Intl.DateTimeFormat('en-GB', minute),
    second: new Intl.DateTimeFormat('en-GB', { ...minute, second: '2-digit' }),
    millisecond: new Intl.DateTimeFormat('en-GB', { ...minute, second: '2-digit', fractionalSecondDigits: 3 }),
  }
  return (at_ms, precision) => formats[precision].format(at_ms)
}

/** Signs that are part of the number stand close; words and symbols of units do not. */
export function withUnit(text: string, unit: string | undefined): string {
  if (!unit) return text
  return /^[°'"′″]$/.test(unit) ? `${text}${unit}` : `${text} ${unit}`
}

function bytes(size: number, number: Format['number']): string {
  if (!Number.isFinite(size)) return String(size)
  let at = 0
  let value = size
  while (Math.abs(value) >= 1_024 && at < BYTE_UNITS.length - 1) {
    value /= 1_024
    at += 1
  }
  return `${at === 0 ? number(value) : number(value, 3)} ${BYTE_UNITS[at] ?? 'B'}`
}

function duration(duration_ms: number, number: Format['number']): string {
  if (!Number.isFinite(duration_ms)) return NO_TIME
  const size = Math.abs(duration_ms)
  const sign = duration_ms < 0 ? '−' : ''
  if (size < 1) return `${sign}${number(size * 1_000, 3)} µs`
  if (size < SECOND) return `${sign}${number(size, 3)} ms`
  if (size < MINUTE) return `${sign}${number(size / SECOND, 3)} s`
  if (size < HOUR) return sign + two(size, MINUTE, 'min', SECOND, 's')
  if (size < DAY) return sign + two(size, HOUR, 'h', MINUTE, 'min')
  return sign + two(size, DAY, 'd', HOUR, 'h')
}

function two(size_ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const whole = Math.floor(Math.round(size_ms / small) * small / large)
  const rest = Math.round((size_ms - whole * large) / small)
  return rest <= 0 ? `${whole} ${largeName}` : `${whole} ${largeName} ${rest} ${smallName}`
}

function relativeOf(difference_ms: number, format: Intl.RelativeTimeFormat): string {
  const size = Math.abs(difference_ms)
  if (size < 5 * SECOND) return 'just now'
  for (const [unit, unit_ms] of RELATIVE) {
    if (size >= unit_ms) return format.format(Math.trunc(difference_ms / unit_ms), unit)
  }
  return 'just now'
}

/** Formatters as set now, for code outside of components. */
export function currentFormat(): Format {
  return makeFormat(preferencesStore.getState())
}

/** Formatters that follow the settings. */
export function useFormat(): Format {
  const timeZone = preferencesStore((it) => it.timeZone)
  const numbers = preferencesStore((it) => it.numbers)
  return useMemo(() => makeFormat({ timeZone, numbers }), [timeZone, numbers])
}
