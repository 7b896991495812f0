// Charts without a screen.

import { describe, expect, it } from 'vitest'
import { type ChartSeries, join, spread, statsOf, summarise, valueAt } from './chart-model'
import { makeFormat } from './format'
import { boundsOf, parseRange, printRange } from './time-range-model'

const series = (id: string, times_ms: number[], values: (number | null)[], unit?: string): ChartSeries => ({ id, label: id, times_ms, values, ...(unit ? { unit } : {}) })

describe('join', () => {
  it('puts series of different times on one axis', () => {
    const { times_ms, rows } = join([series('a', [1, 3], [10, 30]), series('b', [2, 3], [20, null])])
    expect(times_ms).toEqual([1, 2, 3])
    expect(rows).toEqual([[10, undefined, 30], [undefined, 20, null]])
  })
  it('takes the last of values of one moment', () => expect(join([series('a', [1, 1, 2], [1, 2, 3]), series('b', [2], [0])]).rows[0]).toEqual([2, 3]))
  it('is empty of nothing', () => expect(join([])).toEqual({ times_ms: [], rows: [] }))
})

describe('statistics', () => {
  it('leave gaps out', () => expect(statsOf(series('a', [1, 2, 3], [4, null, 8]))).toMatchObject({ count: 2, least: 4, most: 8, mean: 6, latest: 8, latest_ms: 3 }))
  it('are none of no numbers', () => expect(statsOf(series('a', [1], [null]))).toBeNull())
  it('find the value that counts at a moment', () => {
    const it = series('a', [10, 20, 30], [1, 2, null])
    expect([5, 10, 25, 35].map((time_ms) => valueAt(it, time_ms)?.value)).toEqual([undefined, 1, 2, undefined])
  })
  it('are said in words', () => {
    const format = makeFormat({ timeZone: 'utc', numbers: 'en-US' })
    expect(summarise([series('Oven', [1, 2], [3, 9], '°C'), series('Fan', [], [])], format)).toBe('Line chart of 2 series. Oven: 2 values from 3 °C to 9 °C, latest 9 °C. Fan: no values.')
  })
})

describe('spread', () => {
  it.each<[number, number, readonly [number, number]]>([[5, 5, [4.5, 5.5]], [0, 0, [-1, 1]], [1, 10, [0, 10.72]], [100, 110, [99.2, 110.8]], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, [0, 1]]])('%d to %d', (least, most, wanted) => {
    const [low, high] = spread(least, most)
    expect([low, high].map((it) => Math.round(it * 100) / 100)).toEqual(wanted)
  })
})

describe('ranges', () => {
  it.each(['15m', '1h', '6h', '7d', '45s', '2026-01-01T00:00:00.000Z~2026-01-02T00:00:00.000Z'])('%s there and back', (text) => {
    const range = parseRange(text)
    expect(range && printRange(range)).toBe(text)
  })
  it.each([null, '', '0h', '5x', 'a~b', '2026-01-02~2026-01-01'])('%s is none', (text) => expect(parseRange(text)).toBeNull())
  it('end now when relative', () => expect(boundsOf({ type: 'relative', duration_ms: 10 }, 100)).toEqual({ start_ms: 90, end_ms: 100 }))
})
