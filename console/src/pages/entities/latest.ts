// The latest values of a component's properties: asked every few seconds while somebody looks.

import { type DataValue, GetPropertyValueCommand, GetPropertyValueHistoryCommand, type PropertyResponse } from '@aws-sdk/client-iottwinmaker'
import { useQuery } from '@tanstack/react-query'
import { describeError } from '../../kit/errors'
import type { Place } from './operations'

export interface Latest {
  readonly value: DataValue | undefined
  /** When it was measured; absent for values without a time. */
  readonly time?: string
  /** Why it could not be read, in words. */
  readonly problem?: string
}

const MOST_PER_CALL = 10
const EVERY_MS = 5_000
/** The earliest time the service takes for "ever". */
const EVER = '1900-01-01T00:00:00Z'

/** A component by its name, or inside a composite one by its path. */
export function componentRef(path: string): { readonly componentName: string } | { readonly componentPath: string } {
  return path.includes('/') ? { componentPath: path } : { componentName: path }
}

export function useLatest(place: Place, entityId: string, path: string, properties: Readonly<Record<string, PropertyResponse>> | undefined, most?: number) {
  const entries = Object.entries(properties ?? {})
  const series = entries.filter(([, it]) => it.definition?.isTimeSeries).map(([name]) => name).slice(0, most)
  const outside = entries.filter(([, it]) => it.definition?.isStoredExternally && !it.definition.isTimeSeries).map(([name]) => name).slice(0, most)
  return useQuery({
    queryKey: ['workspace', place.workspaceId, 'latest', entityId, path, series, outside],
    enabled: series.length + outside.length > 0,
    refetchInterval: EVERY_MS,
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const found = new Map<string, Latest>()
      await Promise.all([
        ...chunks(series).map((names) => readSeries(place, entityId, path, names, found, signal)),
        ...chunks(outside).map((names) => readOutside(place, entityId, path, names, found, signal)),
      ])
      return found
    },
  })
}

function chunks(names: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(names.length / MOST_PER_CALL) }, (_, n) => names.slice(n * MOST_PER_CALL, (n + 1) * MOST_PER_CALL))
}

async function readSeries(place: Place, entityId: string, path: string, names: string[], found: Map<string, Latest>, abortSignal: AbortSignal): Promise<void> {
  try {
    const answer = await place.clients.twinmaker.send(new GetPropertyValueHistoryCommand({
      workspaceId: place.workspaceId, entityId, ...componentRef(path), selectedProperties: names,
      startTime: EVER, endTime: new Date(Date.now() + 60_000).toISOString(), orderByTime: 'DESCENDING', maxResults: 1,
    }), { abortSignal })
    for (const it of answer.propertyValues ?? []) {
      const newest = it.values?.[0]
      const time = newest?.time ?? newest?.timestamp?.toISOString()
      found.set(it.entityPropertyReference?.propertyName ?? '', { value: newest?.value, ...(time === undefined ? {} : { time }) })
    }
    for (const name of names) if (!found.has(name)) found.set(name, { value: undefined })
  } catch (error) {
    await oneByOne(names, error, (name) => readSeries(place, entityId, path, [name], found, abortSignal), found, abortSignal)
  }
}

async function readOutside(place: Place, entityId: string, path: string, names: string[], found: Map<string, Latest>, abortSignal: AbortSignal): Promise<void> {
  try {
    const answer = await place.clients.twinmaker.send(new GetPropertyValueCommand({
      workspaceId: place.workspaceId, entityId, ...componentRef(path), selectedProperties: names,
    }), { abortSignal })
    for (const name of names) found.set(name, { value: answer.propertyValues?.[name]?.propertyValue })
  } catch (error) {
    await oneByOne(names, error, (name) => readOutside(place, entityId, path, [name], found, abortSignal), found, abortSignal)
  }
}

/** One bad property spoils a call: asked alone, the good ones still answer. */
async function oneByOne(names: readonly string[], error: unknown, ask: (name: string) => Promise<void>, found: Map<string, Latest>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw error
  if (names.length > 1) await Promise.all(names.map(ask))
  else for (const name of names) found.set(name, { value: undefined, problem: describeError(error).message })
}
