// Which versions of a scene are kept, and what their keys say.

import { describe, expect, it } from 'vitest'
import { savedMetadata, detailOf, thin, thumbnailKey, versionKey, versionsPrefix, versionTime } from './versions'

const NOW = Date.parse('2026-11-25T12:00:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('thin', () => {
  it('keeps all of the last day', () => {
    const times = Array.from({ length: 100 }, (_, index) => NOW - index * 10 * MINUTE)
    expect(thin(times, NOW)).toEqual([])
  })

  it('keeps the newest of each hour within a week', () => {
    const hour = Date.parse('2026-11-22T08:00:00Z')
    const times = [hour + 5 * MINUTE, hour + 50 * MINUTE, hour + 20 * MINUTE, hour + HOUR + MINUTE]
    expect([...thin(times, NOW)].toSorted()).toEqual([hour + 5 * MINUTE, hour + 20 * MINUTE].toSorted())
  })

  it('keeps the newest of each day beyond', () => {
    const day = Date.parse('2026-10-01T00:00:00Z')
    const times = [day + 3 * HOUR, day + 9 * HOUR, day + DAY + HOUR]
    expect(thin(times, NOW)).toEqual([day + 3 * HOUR])
  })

  it('never keeps more than the limit, and drops the oldest', () => {
    const times = Array.from({ length: 250 }, (_, index) => NOW - index * MINUTE)
    const dropped = thin(times, NOW)
    expect(dropped).toHaveLength(50)
    expect(Math.max(...dropped)).toBe(NOW - 200 * MINUTE)
  })

  it('drops nothing more when run again', () => {
    const times = Array.from({ length: 400 }, (_, index) => NOW - index * 37 * MINUTE)
    const dropped = new Set(thin(times, NOW))
    expect(thin(times.filter((it) => !dropped.has(it)), NOW)).toEqual([])
  })

  it('manages with none', () => expect(thin([], NOW)).toEqual([]))
})

describe('keys', () => {
  it('say where versions and pictures stand', () => {
    const key = versionKey('scenes/line-2.json', new Date(NOW))
    expect(key).toBe('scenes/line-2.versions/2026-11-25T12:00:00.000Z.json')
    expect(versionTime(key)?.getTime()).toBe(NOW)
    expect(versionTime('scenes/line-2.versions/notes.json')).toBeNull()
    expect(versionTime(thumbnailKey(key))).toBeNull()
    expect(versionsPrefix('no-ending')).toBe('no-ending.versions/')
  })
})

it('who and why survive headers', () => {
  const metadata = savedMetadata('arn:aws:iam::0:user/Jörg', new Date(NOW), 'Öfen verschoben → Halle 3')
  for (const value of Object.values(metadata)) expect(value).toMatch(/^[\x20-\x7e]*$/)
  expect(detailOf({ metadata })).toEqual({ savedBy: 'arn:aws:iam::0:user/Jörg', comment: 'Öfen verschoben → Halle 3' })
  expect(detailOf({ metadata: {} })).toEqual({ savedBy: null, comment: null })
})
