// Reads a window of one entity's component: several properties a call, page by page, thinned when it is large.

import {
  GetPropertyValueHistoryCommand,
  type GetPropertyValueHistoryCommandInput,
} from '@aws-sdk/client-iottwinmaker'
import { keyOf, type LiveKey } from '@gemel/scene'
import type { Clients } from '../aws'
import type { TimeWindow } from './history'
import type { Batch } from './poll'
import { NO_SERIES, type Point, type Series, seriesOf, thin } from './series'
import { scalarOf, timeOf } from './values'

type Points = Map<string, Point[]>

/** More pages than this: numbers are asked for on a grid instead. */
const MOST_PAGES = 8
/** What a property keeps of a window: twice the pixels of a wide screen. */
const MOST_POINTS = 4000
const GRID_POINTS = 600
const PAGE = 200

export async function readWindow(
  clients: Clients,
  workspaceId: string,
  batch: Batch,
  window: TimeWindow,
  signal: AbortSignal,
): Promise<ReadonlyMap<LiveKey, Series>> {
  const { entityId, componentName } = batch
  const ask = (input: Partial<GetPropertyValueHistoryCommandInput>) =>
    clients.twinmaker.send(
      new GetPropertyValueHistoryCommand({
        workspaceId,
        entityId,
        componentName,
        maxResults: PAGE,
        orderByTime: 'ASCENDING',
        startTime: iso(window.start_ms),
        endTime: iso(window.end_ms),
        selectedProperties: [...batch.properties],
        ...input,
      }),
      { abortSignal: signal },
    )
  const points: Points = new Map(batch.properties.map((it) => [it, []]))
  await before(ask, window, points)
  await pages(ask, batch.properties, window, points)
  return new Map(
    batch.properties.map((propertyName) => {
      const series = thin(seriesOf(points.get(propertyName) ?? []), MOST_POINTS)
      return [keyOf({ entityId, componentName, propertyName }), series] as const
    }),
  )
}

type Ask = (input: Partial<GetPropertyValueHistoryCommandInput>) => Promise<Answer>
interface Answer {
  readonly propertyValues?:
    | readonly {
        readonly entityPropertyReference: { readonly propertyName?: string | undefined } | undefined
        readonly values?:
          | readonly {
              readonly value: object | undefined
              readonly time?: string | undefined
              readonly timestamp?: Date | undefined
            }[]
          | undefined
      }[]
    | undefined
  readonly nextToken?: string | undefined
}

/** The last value before the window: what held when it began. */
async function before(ask: Ask, window: TimeWindow, points: Points): Promise<void> {
  keep(
    await ask({
      startTime: '1970-01-01T00:00:00Z',
      endTime: iso(window.start_ms),
      orderByTime: 'DESCENDING',
      maxResults: 1,
    }),
    points,
  )
}

async function pages(
  ask: Ask,
  properties: readonly string[],
  window: TimeWindow,
  points: Points,
): Promise<void> {
  let selectedProperties = [...properties]
  let nextToken: string | undefined
  for (let page = 0; ; page++) {
    const answer = await ask({ selectedProperties, ...(nextToken ? { nextToken } : {}) })
    keep(answer, points)
    nextToken = answer.nextToken
    if (!nextToken) return
    const numbers = selectedProperties.filter(
      (it) => isMany(points.get(it) ?? [], window) && typeof points.get(it)?.at(-1)?.value === 'number',
    )
    if (page > 0 || numbers.length === 0) continue
    await grid(ask, numbers, window, points)
    selectedProperties = selectedProperties.filter((it) => !numbers.includes(it))
    if (selectedProperties.length === 0) return
    // A token belongs to its question; the others begin anew.
    nextToken = undefined
    for (const it of selectedProperties)
      points.set(
        it,
        (points.get(it) ?? []).filter((point) => point.time_ms < window.start_ms),
      )
  }
}

/** Whether a property has more points than are worth reading one by one, by the first page's share of the window. */
function isMany(points: readonly Point[], window: TimeWindow): boolean {
  const inside = points.filter((it) => it.time_ms >= window.start_ms)
  const last = inside.at(-1)
  const first = inside[0]
  if (!last || !first || inside.length < PAGE) return false
  const share = (last.time_ms - first.time_ms) / Math.max(1, window.end_ms - first.time_ms)
  return share * MOST_PAGES < 1
}

async function grid(
  ask: Ask,
  properties: readonly string[],
  window: TimeWindow,
  points: Points,
): Promise<void> {
  const intervalInSeconds = Math.max(1, Math.ceil((window.end_ms - window.start_ms) / 1000 / GRID_POINTS))
  for (const it of properties)
    points.set(
      it,
      (points.get(it) ?? []).filter((point) => point.time_ms < window.start_ms),
    )
  let nextToken: string | undefined
  do {
    const answer: Answer = await ask({
      selectedProperties: [...properties],
      interpolation: { interpolationType: 'LINEAR', intervalInSeconds },
      ...(nextToken ? { nextToken } : {}),
    })
    keep(answer, points)
    nextToken = answer.nextToken
  } while (nextToken)
}

function keep(answer: Answer, points: Points): void {
  for (const { entityPropertyReference, values } of answer.propertyValues ?? []) {
    const list = points.get(entityPropertyReference?.propertyName ?? '')
    for (const { value, time, timestamp } of values ?? []) {
      const time_ms = timeOf(time ?? timestamp)
      if (list && time_ms !== undefined) list.push({ time_ms, value: scalarOf(value) })
    }
  }
}

/** One property of one thing over a window, for a chart. */
export async function readSeries(
  clients: Clients,
  workspaceId: string,
  batch: Batch,
  window: TimeWindow,
  signal: AbortSignal,
): Promise<readonly Series[]> {
  const { entityId, componentName } = batch
  const all = await readWindow(clients, workspaceId, batch, window, signal)
  return batch.properties.map(
    (propertyName) => all.get(keyOf({ entityId, componentName, propertyName })) ?? NO_SERIES,
  )
}

function iso(time_ms: number): string {
  return new Date(time_ms).toISOString()
}
