// Latest values by asking: for servers and connectors that cannot push. One call an entity's component.

import { GetPropertyValueCommand, GetPropertyValueHistoryCommand } from '@aws-sdk/client-iottwinmaker'
import { keyOf, type LiveKey, type LiveValue, type PropertyRef } from '@gemel/scene'
import type { Clients } from '../aws'
import { describeError } from '../kit/errors'
import { liveValueOf } from './values'

export interface WatchedRef {
  readonly ref: PropertyRef
  readonly isStatic: boolean
}

/** What one call asks. */
export interface Batch {
  readonly entityId: string
  readonly componentName: string
  readonly isStatic: boolean
  readonly properties: readonly string[]
}

/** How many properties one call may name. */
export const SELECTED_MOST = 10

/** Properties by entity, component and kind: as few calls as the API allows. */
export function batchesOf(refs: readonly WatchedRef[]): Batch[] {
  const batches = new Map<string, Batch & { readonly properties: string[] }>()
  for (const { ref, isStatic } of refs) {
    const key = `${ref.entityId}\u0000${ref.componentName}\u0000${isStatic}`
    const batch = batches.get(key)
    if (!batch)
      batches.set(key, {
        entityId: ref.entityId,
        componentName: ref.componentName,
        isStatic,
        properties: [ref.propertyName],
      })
    else if (!batch.properties.includes(ref.propertyName)) batch.properties.push(ref.propertyName)
  }
  return [...batches.values()].flatMap((batch) =>
    Array.from({ length: Math.ceil(batch.properties.length / SELECTED_MOST) }, (_, i) => ({
      ...batch,
      properties: batch.properties.slice(i * SELECTED_MOST, (i + 1) * SELECTED_MOST),
    })),
  )
}

export interface Polled {
  readonly values: readonly (readonly [LiveKey, LiveValue | undefined])[]
  readonly failures: readonly { readonly ref: PropertyRef; readonly message: string }[]
}

/** Asks for the latest values of a batch, or the last ones before a moment; a refusal becomes words for each property. */
export async function pollBatch(
  clients: Clients,
  workspaceId: string,
  batch: Batch,
  signal: AbortSignal,
  until_ms?: number,
): Promise<Polled> {
  const { entityId, componentName } = batch
  const refOf = (propertyName: string): PropertyRef => ({ entityId, componentName, propertyName })
  try {
    const values = batch.isStatic
      ? await staticValues(clients, workspaceId, batch, signal)
      : await latestValues(clients, workspaceId, batch, signal, until_ms)
    return { values: batch.properties.map((it) => [keyOf(refOf(it)), values.get(it)] as const), failures: [] }
  } catch (error) {
    if (signal.aborted) throw error
    // One wrong name refuses the whole call: find the good ones by asking one at a time.
    if (batch.properties.length > 1 && isAboutRequest(error)) {
      const parts = await Promise.all(
        batch.properties.map((it) =>
          pollBatch(clients, workspaceId, { ...batch, properties: [it] }, signal, until_ms),
        ),
      )
      return { values: parts.flatMap((it) => it.values), failures: parts.flatMap((it) => it.failures) }
    }
    const { message } = describeError(error)
    if (!isAboutRequest(error)) throw error
    return { values: [], failures: batch.properties.map((it) => ({ ref: refOf(it), message })) }
  }
}

/** Whether the request itself was refused, so that another one may do. */
export function isAboutRequest(error: unknown): boolean {
  const { status, code } = describeError(error)
  return (
    status !== undefined && status >= 400 && status < 500 && code !== 'ThrottlingException' && status !== 429
  )
}

type Values = Map<string, LiveValue | undefined>

async function staticValues(
  clients: Clients,
  workspaceId: string,
  batch: Batch,
  signal: AbortSignal,
): Promise<Values> {
  const { entityId, componentName } = batch
  const { propertyValues } = await clients.twinmaker.send(
    new GetPropertyValueCommand({
      workspaceId,
      entityId,
      componentName,
      selectedProperties: [...batch.properties],
    }),
    { abortSignal: signal },
  )
  return new Map(
    Object.entries(propertyValues ?? {}).map(([name, it]) => [
      name,
      liveValueOf(it.propertyValue, undefined),
    ]),
  )
}

async function latestValues(
  clients: Clients,
  workspaceId: string,
  batch: Batch,
  signal: AbortSignal,
  until_ms = Date.now() + 60_000,
): Promise<Values> {
  const { entityId, componentName } = batch
  const { propertyValues } = await clients.twinmaker.send(
    new GetPropertyValueHistoryCommand({
      workspaceId,
      entityId,
      componentName,
      selectedProperties: [...batch.properties],
      startTime: '1970-01-01T00:00:00Z',
      endTime: new Date(until_ms).toISOString(),
      orderByTime: 'DESCENDING',
      maxResults: 1,
    }),
    { abortSignal: signal },
  )
  return new Map(
    (propertyValues ?? []).map((it) => {
      const point = it.values?.[0]
      return [
        it.entityPropertyReference?.propertyName ?? '',
        liveValueOf(point?.value, point?.time ?? point?.timestamp),
      ]
    }),
  )
}

/** Runs jobs, a few at a time; stops at the first failure or when the signal says so. */
export async function inLanes<T>(
  jobs: readonly T[],
  lanes: number,
  signal: AbortSignal,
  run: (job: T) => Promise<void>,
): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < jobs.length && !signal.aborted) await run(jobs[next++] as T)
  }
  await Promise.all(Array.from({ length: Math.min(lanes, jobs.length) }, lane))
}
