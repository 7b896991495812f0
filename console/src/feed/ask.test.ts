// Reading by component type: when it is done, whom the answers are of, and what happens when it cannot be.

import { keyOf, type PropertyRef } from '@gemel/scene'
import { describe, expect, it, vi } from 'vitest'
import type { Clients } from '../aws'
import { askGroup, groupsOf } from './ask'
import { Glance } from './glance'
import { History, pieceAt, pieceOf, valueAt } from './history'
import { lookAt } from './overview'

const HOUR_MS = 3_600_000
const window = { start_ms: 100 * HOUR_MS, end_ms: 124 * HOUR_MS }
const ref = (entityId: string, propertyName = 'Temperature'): PropertyRef => ({
  entityId,
  componentName: 't',
  propertyName,
})
const OVENS = ['oven-1', 'oven-2', 'oven-3']

interface Input {
  readonly entityId?: string
  readonly componentTypeId?: string
  readonly selectedProperties?: readonly string[]
  readonly endTime?: string
  readonly maxResults?: number
  readonly interpolation?: object
}
type Answer = (input: Input) => object

/** Ovens whose type names them by a serial number, unless told otherwise. */
function plant(answer: Answer, serialOf: (id: string) => string | undefined = (id) => `S-${id}`) {
  const asked: Input[] = []
  const send = async ({ input, constructor }: { input: Input; constructor: { name: string } }) => {
    if (constructor.name === 'GetEntityCommand') return entity(input.entityId ?? '', serialOf)
    asked.push(input)
    return answer(input)
  }
  const history = new History({ twinmaker: { send } } as unknown as Clients, 'ws')
  return { history, asked, asking: history.asking(new AbortController().signal) }
}

function entity(id: string, serialOf: (id: string) => string | undefined) {
  const serial = serialOf(id)
  return {
    components: {
      t: {
        componentTypeId: 'x.oven',
        properties: {
          Temperature: { definition: { dataType: { type: 'DOUBLE' }, isTimeSeries: true } },
          State: { definition: { dataType: { type: 'STRING' }, isTimeSeries: true } },
          ...(serial
            ? { serial: { definition: { isExternalId: true }, value: { stringValue: serial } } }
            : {}),
        },
      },
    },
  }
}

const point = (value: object, time: string) => ({ time, value })
const ofType = (id: string, propertyName: string, ...values: object[]) => ({
  entityPropertyReference: { propertyName, externalIdProperty: { serial: `S-${id}` } },
  values,
})
const ofEntity = (propertyName: string, ...values: object[]) => ({
  entityPropertyReference: { propertyName },
  values,
})
const LATER = new Date(window.start_ms + HOUR_MS).toISOString()

describe('groupsOf', () => {
  it('asks for a whole type where its components can be told apart', async () => {
    const { history, asking } = plant(() => ({}))
    const refs = OVENS.map((it) => ref(it))
    await history.directory.know(refs, asking.signal)
    expect(groupsOf(refs, history.directory).map((it) => it.subject)).toEqual([{ componentTypeId: 'x.oven' }])
    expect(groupsOf(refs.slice(0, 2), history.directory)).toHaveLength(2)
  })
  it.each([
    ['without external ids', () => undefined],
    ['with one id for all', () => 'same'],
  ])('asks one by one %s', async (_, serialOf) => {
    const { history, asking } = plant(() => ({}), serialOf)
    const refs = OVENS.map((it) => ref(it))
    await history.directory.know(refs, asking.signal)
    expect(groupsOf(refs, history.directory).map((it) => it.subject)).toEqual(
      OVENS.map((entityId) => ({ entityId, componentName: 't' })),
    )
  })
})

describe('askGroup', () => {
  const read = async (answer: Answer) => {
    const it = plant(answer)
    const refs = OVENS.map((id) => ref(id))
    await it.history.directory.know(refs, it.asking.signal)
    const group = groupsOf(refs, it.history.directory)[0]
    if (!group) throw new Error('no group')
    return { ...it, answers: await askGroup(it.asking, group, lookAt(window.end_ms)) }
  }

  it('gives each its values, also those that the answer of the type leaves out', async () => {
    const { answers, asked } = await read((input) =>
      input.entityId
        ? { propertyValues: [ofEntity('Temperature', point({ doubleValue: 3 }, LATER))] }
        : {
            propertyValues: [
              ofType('oven-1', 'Temperature', point({ doubleValue: 1 }, LATER)),
              ofType('oven-2', 'Temperature', point({ doubleValue: 2 }, LATER)),
              ofType('oven-9', 'Temperature', point({ doubleValue: 9 }, LATER)),
            ],
          },
    )
    expect(OVENS.map((id) => answers.points.get(keyOf(ref(id)))?.[0]?.value)).toEqual([1, 2, 3])
    expect(asked).toHaveLength(2)
  })

  it('asks one by one after a refusal, and from then on', async () => {
    const { answers, history } = await read((input) => {
      if (input.componentTypeId)
        throw Object.assign(new Error('no'), {
          name: 'ValidationException',
          $metadata: { httpStatusCode: 400 },
        })
      return { propertyValues: [ofEntity('Temperature', point({ doubleValue: 7 }, LATER))] }
    })
    expect(answers.points.size).toBe(3)
    expect(history.directory.isDistrusted('x.oven')).toBe(true)
  })

  it('does not mix up two that answer to one name', async () => {
    const { answers, history } = await read((input) =>
      input.componentTypeId
        ? { propertyValues: [ofType('oven-1', 'Temperature'), ofType('oven-1', 'Temperature')] }
        : { propertyValues: [ofEntity('Temperature', point({ doubleValue: 7 }, LATER))] },
    )
    expect(answers.points.size).toBe(3)
    expect(history.directory.isDistrusted('x.oven')).toBe(true)
  })
})

describe('History by type', () => {
  const answer: Answer = (input) => {
    const [name = ''] = input.selectedProperties ?? []
    const isEarlier = input.maxResults === 1
    const value = name === 'State' ? { stringValue: isEarlier ? 'IDLE' : 'ON' } : { doubleValue: 20 }
    const time = isEarlier ? new Date(window.start_ms - HOUR_MS).toISOString() : LATER
    return { propertyValues: OVENS.map((id) => ofType(id, name, point(value, time))) }
  }
  const refs = OVENS.flatMap((id) => [ref(id), ref(id, 'State')]).map((it) => ({ ref: it, isStatic: false }))

  it('reads a window in three calls: words whole, numbers on a grid, what held before', async () => {
    const { history, asked } = plant(answer)
    const table = await history.load(refs, window, new AbortController().signal)
    expect(asked.map((it) => [it.selectedProperties, it.maxResults, it.interpolation !== undefined])).toEqual(
      expect.arrayContaining([
        [['State'], 200, false],
        [['State'], 1, false],
        [['Temperature'], 200, true],
      ]),
    )
    expect(asked).toHaveLength(3)
    const state = keyOf(ref('oven-2', 'State'))
    expect(valueAt(table, state, window.start_ms)?.value).toBe('IDLE')
    expect(valueAt(table, state, window.end_ms)?.value).toBe('ON')
    expect([table.exact.has(state), table.exact.has(keyOf(ref('oven-2')))]).toEqual([true, false])
  })

  it('waits while something more urgent is asked', async () => {
    const { history, asked } = plant(answer)
    let go: (() => void) | undefined
    const urgent = new Promise<void>((done) => {
      go = done
    })
    const loaded = history.load(refs, window, new AbortController().signal, undefined, () => urgent)
    await new Promise((done) => setTimeout(done, 20))
    expect(asked).toHaveLength(0)
    go?.()
    await loaded
    expect(asked).toHaveLength(3)
  })

  it('reads a piece finely once, and only what is not whole already', async () => {
    const { history, asked } = plant(answer)
    const { signal } = new AbortController()
    await history.load(refs, window, signal)
    const before = asked.length
    expect(await history.refine(refs, window, 0, signal)).toBe(true)
    expect(asked.slice(before).map((it) => it.selectedProperties)).toEqual([['Temperature']])
    expect(await history.refine(refs, window, 0, signal)).toBe(false)
  })
})

describe('pieces', () => {
  it('cover the window', () => {
    expect([0, 0.5, 1, 2].map((it) => pieceAt({ start_ms: 0, end_ms: 1 }, it))).toEqual([0, 6, 11, 11])
    expect(pieceOf(window, 0).start_ms).toBe(window.start_ms)
    expect(pieceOf(window, 11).end_ms).toBe(window.end_ms)
  })
})

describe('Glance', () => {
  it('knows a moment of all ovens after one call; forgets it when time moves on', async () => {
    const { history, asked } = plant((input) => ({
      propertyValues: OVENS.map((id) =>
        ofType(id, 'Temperature', point({ doubleValue: 5 }, input.endTime ?? '')),
      ),
    }))
    const glance = new Glance((signal) => history.asking(signal))
    const onValues = vi.fn<() => void>()
    glance.look(() => OVENS.map((id) => ({ ref: ref(id), isStatic: false })), window.end_ms, onValues)
    await vi.waitFor(() => expect(onValues).toHaveBeenCalled(), 5000)
    expect(glance.known.get(keyOf(ref('oven-3')))).toEqual({ value: 5, time_ms: window.end_ms })
    expect(asked).toHaveLength(1)
    glance.stop()
    expect(glance.known.size).toBe(0)
  })
})
