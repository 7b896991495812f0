// Parts of files, and the ways an upload can go.

import { describe, expect, it } from 'vitest'
import { backoff_ms, can, type Event, freeName, isOver, missingParts, next, PART_MIN_BYTES, partSize, partsOf, type Status } from './plan'

const MIB = 1024 * 1024

describe('parts', () => {
  it('cover a file without a gap', () => {
    for (const size of [0, 1, PART_MIN_BYTES, PART_MIN_BYTES + 1, 73 * MIB + 5]) {
      const parts = partsOf(size, partSize(size))
      expect(parts[0]?.from).toBe(0)
      expect(parts.at(-1)?.to).toBe(size)
      for (const [index, part] of parts.entries()) expect(part.from).toBe(index === 0 ? 0 : parts[index - 1]?.to)
    }
  })

  it('are never more than S3 takes', () => {
    const size = 5 * 1024 * 1024 * MIB
    expect(partsOf(size, partSize(size)).length).toBeLessThanOrEqual(10_000)
  })

  it('that the server has whole are not sent again', () => {
    const parts = partsOf(12 * MIB, PART_MIN_BYTES)
    const stored = new Map([[1, { size_bytes: 5 * MIB }], [2, { size_bytes: 3 }], [3, { size_bytes: 2 * MIB }]])
    expect(missingParts(parts, stored).map((it) => it.number)).toEqual([2])
  })
})

const follow = (...events: Event[]): Status => events.reduce<Status>(next, 'queued')

describe('status', () => {
  it('follows what happens', () => {
    expect(follow('start', 'finish')).toBe('done')
    expect(follow('start', 'pause', 'resume', 'start', 'finish')).toBe('done')
    expect(follow('start', 'lost', 'resume', 'start')).toBe('uploading')
    expect(follow('start', 'fail', 'resume')).toBe('queued')
    expect(next('interrupted', 'attach')).toBe('queued')
  })

  it('stays when an event means nothing', () => {
    expect(follow('start', 'finish', 'cancel')).toBe('done')
    expect(follow('start', 'cancel', 'finish')).toBe('cancelled')
    expect(next('interrupted', 'resume')).toBe('interrupted')
    expect([can('paused', 'resume'), can('done', 'pause')]).toEqual([true, false])
  })

  it('can always be left by cancelling until it is over', () => {
    for (const status of ['queued', 'uploading', 'paused', 'offline', 'interrupted', 'failed'] as const) {
      expect(isOver(next(status, 'cancel'))).toBe(true)
    }
  })
})

it('waits longer each time, up to half a minute', () => {
  expect([1, 2, 3, 9].map(backoff_ms)).toEqual([1000, 2000, 4000, 30_000])
})

it('finds free names', () => {
  expect(freeName('tank.glb', new Set())).toBe('tank.glb')
  expect(freeName('tank.glb', new Set(['tank.glb', 'tank (2).glb']))).toBe('tank (3).glb')
  expect(freeName('README', new Set(['README']))).toBe('README (2)')
})
