// Numbers, sizes, durations and times as they are written.

import { describe, expect, it } from 'vitest'
import { makeFormat } from './format'

const format = makeFormat({ timeZone: 'utc', numbers: 'en-US' })

describe('numbers', () => {
  it.each([
    [0, '0'], [1, '1'], [-1.5, '-1.5'], [1_234_567, '1,234,567'], [0.1 + 0.2, '0.3'], [1_234.5678, '1,234.57'], [123_456_789.4, '123,456,789'],
    [0.000_012_3, '1.230e-5'], [1e21, '1.000e+21'], [Number.NaN, 'NaN'], [Number.POSITIVE_INFINITY, 'Infinity'],
  ])('%s is %s', (value, text) => expect(format.number(value)).toBe(text))
  it('never rounds a whole number', () => expect(format.number(1_234_567_890_123)).toBe('1,234,567,890,123'))
  it('follows the language', () => expect(makeFormat({ timeZone: 'utc', numbers: 'de-DE' }).number(1_234.5)).toBe('1.234,5'))
  it('has units', () => {
    expect(format.quantity(21.5, '°C')).toBe('21.5 °C')
    expect(format.quantity(90, '°')).toBe('90°')
    expect(format.quantity(2)).toBe('2')
    expect(format.quantity(2.34567, 'ms', 3)).toBe('2.35 ms')
  })
})

describe('sizes', () => {
  it.each([[0, '0 B'], [1_023, '1,023 B'], [1_024, '1 KB'], [1_536, '1.5 KB'], [10 * 1_024 ** 2, '10 MB'], [3.2 * 1_024 ** 3, '3.2 GB']])('%s is %s', (size, text) => {
    expect(format.bytes(size)).toBe(text)
  })
})

describe('durations', () => {
  it.each([
    [0.25, '250 µs'], [12.34, '12.3 ms'], [999, '999 ms'], [12_400, '12.4 s'], [60_000, '1 min'], [200_000, '3 min 20 s'], [3_599_999, '60 min'],
    [7_500_000, '2 h 5 min'], [187_200_000, '2 d 4 h'], [-5_000, '−5 s'],
  ])('%s is %s', (value, text) => expect(format.duration(value)).toBe(text))
})

describe('times', () => {
  const time = '2026-11-25T14:03:07.250Z'
  it('are written with day, month as a word, and zone', () => expect(format.time(time)).toBe('25 Nov 2026, 14:03:07 UTC'))
  it('are as exact as asked', () => {
    expect(format.time(time, 'minute')).toBe('25 Nov 2026, 14:03 UTC')
    expect(format.clock(time, 'millisecond')).toBe('14:03:07.250')
    expect(format.date(time)).toBe('25 Nov 2026')
  })
  it('are a dash when there is none', () => expect(format.time('nonsense')).toBe('–'))
  it.each([
    [0, 'just now'], [-4_000, 'just now'], [-30_000, '30 seconds ago'], [-60_000, '1 minute ago'], [-3_600_000 * 5, '5 hours ago'], [-86_400_000, 'yesterday'],
    [-86_400_000 * 40, 'last month'], [7_200_000, 'in 2 hours'],
  ])('%s from now is %s', (difference_ms, text) => {
    const now_ms = Date.parse(time)
    expect(format.relative(now_ms + difference_ms, now_ms)).toBe(text)
  })
})
