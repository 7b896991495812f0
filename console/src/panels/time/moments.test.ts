// Ticks of the time bar are round, few, and inside.

import { describe, expect, it } from 'vitest'
import { stepOf, ticksOf } from './moments'

const HOUR_MS = 3_600_000

describe('ticksOf', () => {
  const end_ms = Date.parse('2026-11-25T15:07:11Z')
  it.each([1, 6, 24, 7 * 24, 30 * 24])('a window of %i hours', (hours) => {
    const window = { start_ms: end_ms - hours * HOUR_MS, end_ms }
    const ticks = ticksOf(window)
    expect(ticks.length).toBeGreaterThanOrEqual(2)
    expect(ticks.length).toBeLessThanOrEqual(6)
    for (const { time_ms } of ticks) {
      expect(time_ms % 300_000).toBe(0)
      expect(time_ms).toBeGreaterThan(window.start_ms)
      expect(time_ms).toBeLessThan(window.end_ms)
    }
  })
})

describe('stepOf', () => {
  it('moves a little by arrows, more with shift or by pages, and back the same way', () => {
    for (const [one, other] of [
      ['ArrowRight', 'ArrowLeft'],
      ['ArrowUp', 'ArrowDown'],
      ['PageUp', 'PageDown'],
    ] as const)
      expect(stepOf(one, false)).toBe(-stepOf(other, false))
    expect(stepOf('PageUp', false)).toBe(stepOf('ArrowRight', true))
    expect(stepOf('ArrowRight', true)).toBeGreaterThan(stepOf('ArrowRight', false))
    expect(stepOf('Enter', false)).toBe(0)
  })
})
