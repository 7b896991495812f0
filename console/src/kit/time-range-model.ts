// A range of time: the last so long, or from here to there; as text in an address.

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export type TimeRange =
  | { readonly type: 'relative'; readonly duration_ms: number }
  | { readonly type: 'absolute'; readonly start_ms: number; readonly end_ms: number }

export const LAST_HOUR: TimeRange = { type: 'relative', duration_ms: HOUR_MS }

export const RELATIVE_RANGES: readonly { readonly label: string; readonly duration_ms: number; readonly amount: number; readonly unit: 'minute' | 'hour' | 'day' }[] = [
  { label: 'Last 15 minutes', duration_ms: 15 * MINUTE_MS, amount: 15, unit: 'minute' },
  { label: 'Last hour', duration_ms: HOUR_MS, amount: 1, unit: 'hour' },
  { label: 'Last 6 hours', duration_ms: 6 * HOUR_MS, amount: 6, unit: 'hour' },
  { label: 'Last 24 hours', duration_ms: DAY_MS, amount: 24, unit: 'hour' },
  { label: 'Last 7 days', duration_ms: 7 * DAY_MS, amount: 7, unit: 'day' },
  { label: 'Last 30 days', duration_ms: 30 * DAY_MS, amount: 30, unit: 'day' },
]

export const UNIT_MS: Readonly<Record<string, number>> = {
  second: 1_000, minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS, year: 365 * DAY_MS,
}

/** From when to when a range is at a moment. */
export function boundsOf(range: TimeRange, now_ms: number = Date.now()): { readonly start_ms: number; readonly end_ms: number } {
  if (range.type === 'absolute') return { start_ms: range.start_ms, end_ms: range.end_ms }
  return { start_ms: now_ms - range.duration_ms, end_ms: now_ms }
}

/** `PT15M`-like words for an address: `15m`, `6h`, `7d`, or two ISO times with `~` between. */
export function printRange(range: TimeRange): string {
  if (range.type === 'absolute') return `${new Date(range.start_ms).toISOString()}~${new Date(range.end_ms).toISOString()}`
  const { duration_ms } = range
  if (duration_ms % DAY_MS === 0) return `${duration_ms / DAY_MS}d`
  if (duration_ms % HOUR_MS === 0) return `${duration_ms / HOUR_MS}h`
  return duration_ms % MINUTE_MS === 0 ? `${duration_ms / MINUTE_MS}m` : `${Math.round(duration_ms / 1_000)}s`
}

/** Null for what is no range. */
export function parseRange(text: string | null): TimeRange | null {
  const short = /^(\d{1,6})([smhd])$/.exec(text ?? '')
  if (short) {
    const unit_ms = { s: 1_000, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }[short[2] ?? ''] ?? MINUTE_MS
    const duration_ms = Number(short[1]) * unit_ms
    return duration_ms > 0 ? { type: 'relative', duration_ms } : null
  }
  const [start_ms, end_ms] = (text ?? '').split('~').map((it) => Date.parse(it))
  if (start_ms === undefined || end_ms === undefined || !(start_ms < end_ms)) return null
  return { type: 'absolute', start_ms, end_ms }
}
