// The text of metrics, and what counters mean.

import { describe, expect, it } from 'vitest'
import { pointOf } from './feed'
import { parseMetrics } from './metrics'
import { gauge, latenciesOf, operationsOf, otherGauges, quantile, type Snapshot, totalsOf } from './rates'

const TEXT = `# HELP gemel_requests_total Requests answered
# TYPE gemel_requests_total counter
gemel_requests_total{service="s3",operation="HeadObject",status="404"} 5
gemel_requests_total{service="s3",operation="HeadObject",status="200"} 15
gemel_requests_total{service="iottwinmaker",operation="GetEntity",status="500"} 1

# TYPE gemel_request_seconds histogram
gemel_request_seconds_bucket{service="s3",le="0.001"} 10
gemel_request_seconds_bucket{service="s3",le="0.01"} 20
gemel_request_seconds_bucket{service="s3",le="+Inf"} 20
gemel_request_seconds_sum{service="s3"} 0.05
gemel_request_seconds_count{service="s3"} 20
# TYPE gemel_connections gauge
gemel_connections 3
# HELP odd A "quoted" one
odd{name="a \\"b\\" \\n c",other=","} +Inf 1700000000000
not a metric at all
`
const at = (time_ms: number, text: string): Snapshot => ({ time_ms, families: parseMetrics(text) })

describe('parseMetrics', () => {
  const families = parseMetrics(TEXT)
  it('reads families with their help and type', () => {
    expect([...families.keys()]).toEqual(['gemel_requests_total', 'gemel_request_seconds', 'gemel_connections', 'odd'])
    expect(families.get('gemel_requests_total')).toMatchObject({ help: 'Requests answered', type: 'counter' })
  })
  it('keeps the parts of a histogram together', () => expect(families.get('gemel_request_seconds')?.samples).toHaveLength(5))
  it('reads labels with quotes, commas and line breaks', () => {
    expect(families.get('odd')?.samples[0]).toEqual({ name: 'odd', labels: { name: 'a "b" \n c', other: ',' }, value: Number.POSITIVE_INFINITY })
  })
  it('is empty of nothing', () => expect(parseMetrics('').size).toBe(0))
})

describe('what counters mean', () => {
  const before = at(0, TEXT)
  const now = at(10_000, TEXT.replace('status="200"} 15', 'status="200"} 45').replace('status="500"} 1', 'status="500"} 3'))
  it('tells refused from failed', () => {
    expect(operationsOf(before, null)).toEqual([
      { id: 's3/HeadObject', service: 's3', operation: 'HeadObject', calls: 20, refused: 5, failed: 0, calls_per_s: null },
      { id: 'iottwinmaker/GetEntity', service: 'iottwinmaker', operation: 'GetEntity', calls: 1, refused: 0, failed: 1, calls_per_s: null },
    ])
  })
  it('gives rates', () => {
    expect(operationsOf(now, before).map((it) => it.calls_per_s)).toEqual([3, 0.2])
    const totals = totalsOf(now, before)
    expect(totals.calls_per_s).toBeCloseTo(3.2)
    expect(totals.failed_per_s).toBeCloseTo(0.2)
    expect(Object.fromEntries(totals.byService)).toEqual({ s3: 3, iottwinmaker: 0.2 })
  })
  it('takes a counter that fell for a server that was started anew', () => {
    expect(operationsOf(at(20_000, TEXT), now)[0]?.calls_per_s).toBe(2)
  })
  it('finds quantiles within their bucket', () => {
    const [s3] = latenciesOf(before, null)
    expect(s3).toMatchObject({ service: 's3', count: 20, mean_ms: 2.5, p50_ms: 1 })
    expect(s3?.p95_ms).toBeCloseTo(9.1)
    expect(quantile(new Map([[0.1, 0], [Number.POSITIVE_INFINITY, 5]]), 0.5)).toBe(100)
    expect(quantile(new Map(), 0.5)).toBeNull()
  })
  it('leaves out services without answers since', () => expect(latenciesOf(now, before)).toEqual([]))
  it('reads single numbers', () => {
    expect(gauge(before, 'gemel_connections')).toBe(3)
    expect(gauge(before, 'nothing')).toBeUndefined()
    expect(otherGauges(before, new Set(['gemel_requests_total', 'gemel_connections'])).map((it) => it.name)).toEqual(['odd'])
  })
  it('makes points of charts', () => expect(pointOf(now, before)).toMatchObject({ time_ms: 10_000 }))
})
