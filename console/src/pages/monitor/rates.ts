// What counters mean: calls and errors since the start and a second, and how long answers took.

import type { Family, Sample } from './metrics'

export type Families = ReadonlyMap<string, Family>

/** The metrics at a moment. */
export interface Snapshot {
  readonly time_ms: number
  readonly families: Families
}

export interface OperationRow {
  readonly id: string
  readonly service: string
  readonly operation: string
  readonly calls: number
  /** Answered 4xx: asked wrongly, or for what is not there. */
  readonly refused: number
  /** Answered 5xx: our fault. */
  readonly failed: number
  /** Null until two snapshots are there. */
  readonly calls_per_s: number | null
}

/** One row an operation; `before` gives the present rate. */
export function operationsOf(now: Snapshot, before: Snapshot | null): readonly OperationRow[] {
  const rows = new Map<string, { service: string; operation: string; calls: number; refused: number; failed: number }>()
  for (const { labels, value } of samplesOf(now, 'gemel_requests_total')) {
    const { service = '?', operation = '?', status = '' } = labels
    const id = `${service}/${operation}`
    const row = rows.get(id) ?? { service, operation, calls: 0, refused: 0, failed: 0 }
    row.calls += value
    if (status.startsWith('4')) row.refused += value
    if (status.startsWith('5')) row.failed += value
    rows.set(id, row)
  }
  const earlier = before ? new Map(operationsOf(before, null).map((it) => [it.id, it.calls])) : null
  const passed_s = before ? (now.time_ms - before.time_ms) / 1_000 : 0
  return [...rows].map(([id, row]) => ({ id, ...row, calls_per_s: earlier && passed_s > 0 ? perSecond(row.calls, earlier.get(id) ?? 0, passed_s) : null }))
}

/** A counter that fell was started anew: what it shows came since. */
function perSecond(now: number, before: number, passed_s: number): number {
  return (now >= before ? now - before : now) / passed_s
}

export interface Totals {
  readonly calls_per_s: number
  readonly failed_per_s: number
  /** Calls a second by service. */
  readonly byService: ReadonlyMap<string, number>
}

export function totalsOf(now: Snapshot, before: Snapshot): Totals {
  const earlier = new Map(operationsOf(before, null).map((it) => [it.id, it]))
  const passed_s = Math.max(0.001, (now.time_ms - before.time_ms) / 1_000)
  const byService = new Map<string, number>()
  let calls_per_s = 0
  let failed_per_s = 0
  for (const row of operationsOf(now, null)) {
    const old = earlier.get(row.id)
    const calls = perSecond(row.calls, old?.calls ?? 0, passed_s)
    byService.set(row.service, (byService.get(row.service) ?? 0) + calls)
    calls_per_s += calls
    failed_per_s += perSecond(row.failed, old?.failed ?? 0, passed_s)
  }
  return { calls_per_s, failed_per_s, byService }
}

export interface LatencyRow {
  readonly service: string
  readonly count: number
  readonly mean_ms: number
  readonly p50_ms: number | null
  readonly p95_ms: number | null
  readonly p99_ms: number | null
}

/** Latencies by service: since the start, or since `before`. Services that answered nothing are left out. */
export function latenciesOf(now: Snapshot, before: Snapshot | null): readonly LatencyRow[] {
  const old = new Map((before ? samplesOf(before, 'gemel_request_seconds') : []).map((it) => [keyOf(it), it.value]))
  const services = new Map<string, { readonly buckets: Map<number, number>; sum_s: number; count: number }>()
  for (const sample of samplesOf(now, 'gemel_request_seconds')) {
    const { service = '?', le } = sample.labels
    const row = services.get(service) ?? { buckets: new Map(), sum_s: 0, count: 0 }
    services.set(service, row)
    const was = old.get(keyOf(sample)) ?? 0
    const value = sample.value >= was ? sample.value - was : sample.value
    if (sample.name.endsWith('_bucket')) row.buckets.set(le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le), value)
    else if (sample.name.endsWith('_sum')) row.sum_s = value
    else row.count = value
  }
  return [...services].filter(([, it]) => it.count > 0).map(([service, { buckets, sum_s, count }]) => ({
    service, count, mean_ms: (sum_s / count) * 1_000,
    p50_ms: quantile(buckets, 0.5), p95_ms: quantile(buckets, 0.95), p99_ms: quantile(buckets, 0.99),
  }))
}

/** A quantile of a cumulative histogram in milliseconds, interpolated within its bucket. Null without values. */
export function quantile(buckets: ReadonlyMap<number, number>, part: number): number | null {
  const ends = [...buckets].toSorted(([a], [b]) => a - b)
  const all = ends.at(-1)?.[1] ?? 0
  if (all === 0) return null
  const wanted = all * part
  let below_s = 0
  let below = 0
  for (const [end_s, count] of ends) {
    if (count >= wanted) {
      if (end_s === Number.POSITIVE_INFINITY) return below_s * 1_000
      const share = count === below ? 1 : (wanted - below) / (count - below)
      return (below_s + (end_s - below_s) * share) * 1_000
    }
    below_s = end_s
    below = count
  }
  return below_s * 1_000
}

/** The value of a metric without labels; undefined when the server does not have it. */
export function gauge({ families }: Snapshot, name: string): number | undefined {
  return families.get(name)?.samples[0]?.value
}

/** Single numbers the page has no place of their own for, by name. */
export function otherGauges({ families }: Snapshot, known: ReadonlySet<string>): readonly Family[] {
  return [...families.values()].filter((it) => !known.has(it.name) && it.type !== 'histogram' && it.type !== 'summary' && it.samples.length > 0)
}

function samplesOf({ families }: Snapshot, name: string): readonly Sample[] {
  return families.get(name)?.samples ?? []
}

function keyOf({ name, labels }: Sample): string {
  return `${name}|${labels['service']}|${labels['le']}`
}
