// The properties that fit what is typed: finds the entities, asks for their properties, ranks, reads present values.

import { type LiveKey, type LiveValue, keyOf } from '@gemel/scene'
import { useEffect, useState } from 'react'
import { batchesOf, pollBatch } from '../../feed/poll'
import { useEntities } from '../../kit/lists'
import { useComposer } from '../context'
import { best, bestByAny } from './rank'
import { propertiesOf, type Twin, type TwinProperty } from './twin'

const MOST_ENTITIES = 10
const MOST_SHOWN = 40
/** How long typing must rest before the server is asked. */
const REST_MS = 120

export interface Candidates {
  readonly items: readonly TwinProperty[]
  readonly isLoading: boolean
  readonly values: ReadonlyMap<LiveKey, LiveValue | undefined>
  readonly error: unknown
}

/** `near`: entities of the node and above it, offered before anything is typed. */
export function useCandidates(query: string, near: readonly string[], isOpen: boolean): Candidates {
  const { twin } = useComposer()
  const entities = useEntities(twin.workspaceId, isOpen)
  const [items, setItems] = useState<readonly TwinProperty[]>([])
  const [isLoading, setLoading] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const nearKey = near.join('\u0000')
  useEffect(() => {
    if (!isOpen) return undefined
    let isOver = false
    setLoading(true)
    const timer = setTimeout(() => {
      find(twin, query, nearKey === '' ? [] : nearKey.split('\u0000'), entities.items).then(
        (found) => {
          if (isOver) return
          setItems(found)
          setError(null)
          setLoading(false)
        },
        (failure: unknown) => {
          if (isOver) return
          setError(failure)
          setLoading(false)
        },
      )
    }, REST_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [twin, query, nearKey, entities.items, isOpen])
  const values = usePresentValues(items, isOpen)
  return { items, isLoading: isLoading || entities.isPending, values, error: error ?? entities.error }
}

interface Named {
  readonly entityId?: string | undefined
  readonly entityName?: string | undefined
}

async function find(
  twin: Twin,
  query: string,
  near: readonly string[],
  entities: readonly Named[],
): Promise<readonly TwinProperty[]> {
  const namesOf = (it: Named) => [it.entityId ?? '', it.entityName ?? '']
  const found = query.trim() === '' ? [] : bestByAny(entities, query, namesOf, MOST_ENTITIES)
  const others = query.trim() === '' ? entities.slice(0, 6) : []
  const ids = [
    ...new Set([...near.slice(0, 3), ...[...found, ...others].map((it) => it.entityId ?? '')]),
  ].filter(Boolean)
  const asked = await Promise.all(ids.map((id) => twin.entity(id).catch(() => null)))
  const whole = [...new Set([...asked.flatMap((it) => it ?? []), ...twin.known()])]
  const ranked = best(
    whole.flatMap(propertiesOf),
    query,
    (it) => [it.ref.entityId, it.entityName, it.ref.propertyName, it.label, it.ref.componentName],
    MOST_SHOWN,
  )
  // What moves is what one mostly wants to see; the order is stable otherwise.
  return query.trim() === ''
    ? ranked.toSorted(
        (a, b) => rankNear(near, a) - rankNear(near, b) || Number(b.isTimeSeries) - Number(a.isTimeSeries),
      )
    : ranked
}

function rankNear(near: readonly string[], { ref }: TwinProperty): number {
  const at = near.indexOf(ref.entityId)
  return at < 0 ? near.length : at
}

function usePresentValues(
  items: readonly TwinProperty[],
  isOpen: boolean,
): ReadonlyMap<LiveKey, LiveValue | undefined> {
  const { clients, workspaceId } = useComposer()
  const [values, setValues] = useState<ReadonlyMap<LiveKey, LiveValue | undefined>>(new Map())
  useEffect(() => {
    if (!isOpen || items.length === 0) return undefined
    const stop = new AbortController()
    const batches = batchesOf(items.slice(0, 12).map((it) => ({ ref: it.ref, isStatic: !it.isTimeSeries })))
    for (const batch of batches.slice(0, 8)) {
      pollBatch(clients, workspaceId, batch, stop.signal).then(
        (polled) => {
          if (!stop.signal.aborted) setValues((before) => new Map([...before, ...polled.values]))
        },
        () => undefined,
      )
    }
    return () => stop.abort()
  }, [items, isOpen, clients, workspaceId])
  return values
}

export function valueOf(
  values: ReadonlyMap<LiveKey, LiveValue | undefined>,
  property: TwinProperty,
): LiveValue | undefined {
  return values.get(keyOf(property.ref))
}
