// History: batches, tables, lookups and thinning.

import { keyOf, LiveValues } from '@gemel/scene'
import { describe, expect, it } from 'vitest'
import type { Clients } from '../aws'
import { History, type HistoryTable, valueAt, writeAt } from './history'
import { batchesOf } from './poll'
import { indexAt, refined, seriesOf, thin } from './series'
import { valuesOf } from './subscription'
import { scalarOf } from './values'

const ref = (entityId: string, componentName: string, propertyName: string) => ({
  entityId,
  componentName,
  propertyName,
})

describe('batchesOf', () => {
  it('asks once for each component, apart for static properties, each property once', () => {
    const batches = batchesOf([
      { ref: ref('m1', 't', 'Temperature'), isStatic: false },
      { ref: ref('m1', 't', 'RPM'), isStatic: false },
      { ref: ref('m1', 't', 'Temperature'), isStatic: false },
      { ref: ref('m1', 't', 'limit'), isStatic: true },
      { ref: ref('m2', 't', 'RPM'), isStatic: false },
    ])
    expect(batches.map((it) => [it.entityId, it.isStatic, it.properties])).toEqual([
      ['m1', false, ['Temperature', 'RPM']],
      ['m1', true, ['limit']],
      ['m2', false, ['RPM']],
    ])
  })
})

describe('batchesOf with many properties', () => {
  it('names at most ten in a call', () => {
    const refs = Array.from({ length: 23 }, (_, i) => ({ ref: ref('m', 't', `p${i}`), isStatic: false }))
    expect(batchesOf(refs).map((it) => it.properties.length)).toEqual([10, 10, 3])
  })
})

describe('indexAt', () => {
  it.each([
    [0, -1],
    [9, -1],
    [10, 0],
    [19, 0],
    [20, 1],
    [39, 2],
    [40, 3],
    [1e9, 3],
  ])('at %i', (time_ms, index) => {
    expect(indexAt([10, 20, 30, 40], time_ms)).toBe(index)
  })
  it('knows nothing of an empty series', () => expect(indexAt([], 5)).toBe(-1))
})

describe('refined', () => {
  const coarse = { times_ms: [0, 100, 200, 300], values: [1, 2, 3, 4] }
  it('has the finer values in the place of the coarser ones', () => {
    const finer = { times_ms: [50, 100, 150, 200, 250], values: [5, 6, 7, 8, 9] }
    expect(refined(coarse, finer, 100, 200)).toEqual({
      times_ms: [0, 100, 150, 200, 300],
      values: [1, 6, 7, 8, 4],
    })
  })
  it('stays as it is where the finer one has nothing', () => {
    expect(refined(coarse, { times_ms: [], values: [] }, 0, 300)).toBe(coarse)
  })
})

describe('thin', () => {
  it('keeps the extremes of numbers', () => {
    const series = seriesOf(
      Array.from({ length: 10_000 }, (_, i) => ({
        time_ms: i,
        value: i === 5000 ? 99 : i === 7000 ? -99 : 0,
      })),
    )
    const kept = thin(series, 100)
    expect(kept.times_ms.length).toBeLessThanOrEqual(110)
    expect(kept.values).toContain(99)
    expect(kept.values).toContain(-99)
  })
  it('keeps the changes of words', () => {
    const series = seriesOf(
      Array.from({ length: 1000 }, (_, i) => ({ time_ms: i, value: i < 500 ? 'RUNNING' : 'IDLE' })),
    )
    expect(thin(series, 10)).toEqual({ times_ms: [0, 500, 999], values: ['RUNNING', 'IDLE', 'IDLE'] })
  })
})

describe('tables', () => {
  const key = keyOf(ref('m1', 't', 'State'))
  const table: HistoryTable = {
    window: { start_ms: 0, end_ms: 100 },
    failures: [],
    exact: new Set([key]),
    series: new Map([
      [
        key,
        seriesOf([
          { time_ms: 50, value: 'IDLE' },
          { time_ms: -5, value: 'RUNNING' },
        ]),
      ],
    ]),
  }

  it('answers what held at a moment', () => {
    expect(valueAt(table, key, -6)).toBeUndefined()
    expect(valueAt(table, key, 0)).toEqual({ value: 'RUNNING', time_ms: -5 })
    expect(valueAt(table, key, 50)).toEqual({ value: 'IDLE', time_ms: 50 })
  })

  it('writes only what changes', () => {
    const live = new LiveValues()
    writeAt(table, 10, live)
    const { version } = live
    writeAt(table, 20, live)
    expect(live.version).toBe(version)
    writeAt(table, 60, live)
    expect(live.get(key)?.value).toBe('IDLE')
  })

  it('what is known exactly stands before what the table says', () => {
    const live = new LiveValues()
    const other = keyOf(ref('m2', 't', 'State'))
    const known = new Map([
      [key, { value: 'STOPPED', time_ms: 59 }],
      [other, { value: 'RUNNING', time_ms: 1 }],
    ])
    writeAt(table, 60, live, known)
    expect(live.get(key)?.value).toBe('STOPPED')
    expect(live.get(other)?.value).toBe('RUNNING')
    writeAt(null, 60, live, new Map([[other, undefined]]))
    expect(live.get(other)).toBeUndefined()
  })
})

describe('History', () => {
  it('reads pages, the value before the window, and each window once', async () => {
    const asked: Record<string, unknown>[] = []
    const send = async ({ input }: { input: Record<string, unknown> }) => {
      // An entity that cannot be read is read the way that needs to know nothing of it.
      if (!input['selectedProperties']) throw new Error('no such entity')
      asked.push(input)
      const value = (time: string, stringValue: string) => ({ time, value: { stringValue } })
      const of = (...values: unknown[]) => [{ entityPropertyReference: { propertyName: 'State' }, values }]
      if (input['orderByTime'] === 'DESCENDING')
        return { propertyValues: of(value('2026-01-01T00:00:00Z', 'OLD')) }
      if (!input['nextToken'])
        return { propertyValues: of(value('2026-01-02T00:00:01Z', 'A')), nextToken: 'next' }
      return { propertyValues: of(value('2026-01-02T00:00:02Z', 'B')) }
    }
    const history = new History({ twinmaker: { send } } as unknown as Clients, 'ws')
    const window = {
      start_ms: Date.parse('2026-01-02T00:00:00Z'),
      end_ms: Date.parse('2026-01-02T01:00:00Z'),
    }
    const refs = [
      { ref: ref('m1', 't', 'State'), isStatic: false },
      { ref: ref('m1', 't', 'limit'), isStatic: true },
    ]
    const table = await history.load(refs, window, new AbortController().signal)
    const key = keyOf(ref('m1', 't', 'State'))
    expect(table.series.get(key)?.values).toEqual(['OLD', 'A', 'B'])
    expect(valueAt(table, key, window.start_ms)?.value).toBe('OLD')
    expect(asked).toHaveLength(3)
    expect((await history.load(refs, window, new AbortController().signal)).series).toBe(table.series)
    expect(asked).toHaveLength(3)
  })
})

describe('values of the wire', () => {
  it('become plain', () => {
    expect(scalarOf({ booleanValue: false })).toBe(false)
    expect(scalarOf({ doubleValue: 0 })).toBe(0)
    expect(scalarOf({ stringValue: '' })).toBe('')
    expect(
      scalarOf({
        listValue: [{ integerValue: 1 }, { mapValue: { a: { relationshipValue: { targetEntityId: 'x' } } } }],
      }),
    ).toEqual([1, { a: 'x' }])
  })
  it('of a subscription go to their keys; what is gone is undefined', () => {
    const keys = [keyOf(ref('a', 'b', 'c')), keyOf(ref('a', 'b', 'd'))]
    const data =
      '{"values":[{"index":1,"time":"1970-01-01T00:00:01Z","value":{"doubleValue":2}},{"index":0,"value":null},{"index":9,"value":null}]}'
    expect(valuesOf(data, keys)).toEqual([
      [keys[1], { value: 2, time_ms: 1000 }],
      [keys[0], undefined],
    ])
  })
})
