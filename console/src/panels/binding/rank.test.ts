// Type-ahead: what one types finds what one means.

import { describe, expect, it } from 'vitest'
import { best, bestByAny, fit } from './rank'

const properties = [
  ['Mixer 1', 'mixer-1', 'telemetry', 'Temperature'],
  ['Mixer 3', 'mixer-3', 'telemetry', 'RPM'],
  ['Mixer 3', 'mixer-3', 'telemetry', 'Temperature'],
  ['Mixer 3', 'mixer-3', 'alarm', 'alarm_status'],
  ['Oven 3', 'oven-3', 'telemetry', 'Temperature'],
] as const

describe('best', () => {
  it.each([
    ['mixer-3 temperature', ['mixer-3', 'Temperature']],
    ['temp mixer 3', ['mixer-3', 'Temperature']],
    ['m 3 alarm_s', ['mixer-3', 'alarm_status']],
    ['oven', ['oven-3', 'Temperature']],
    ['status', ['mixer-3', 'alarm_status']],
  ])('%s', (query, [entity, property]) => {
    const first = best(properties, query, (it) => it, 5)[0]
    expect([first?.[1], first?.[3]]).toEqual([entity, property])
  })
  it('finds nothing for what is not there', () =>
    expect(best(properties, 'mixer pressure', (it) => it, 5)).toEqual([]))
  it('keeps the order without words', () =>
    expect(best(properties, ' ', (it) => it, 2)).toEqual(properties.slice(0, 2)))
})

describe('bestByAny', () => {
  it('finds the entity though a word is for its property', () => {
    expect(bestByAny(['mixer-1', 'mixer-3', 'oven-3'], 'mixer-3 temperature', (it) => [it], 1)).toEqual([
      'mixer-3',
    ])
  })
})

describe('fit', () => {
  it('prefers wholes to beginnings to parts', () => {
    expect(fit('rpm', 'RPM')).toBeGreaterThan(fit('rp', 'RPM'))
    expect(fit('status', 'alarm_status')).toBeGreaterThan(fit('tatus', 'alarm_status'))
    expect(fit('tmp', 'Temperature')).toBeGreaterThan(0)
    expect(fit('xyz', 'Temperature')).toBe(0)
  })
})
