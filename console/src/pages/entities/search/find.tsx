// Looking for an entity: one box over names, ids and descriptions; exact external ids; narrowed to a type if wanted.

import { ListEntitiesCommand } from '@aws-sdk/client-iottwinmaker'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { keys } from '../../../kit/query'
import { type Place, pathTo } from '../operations'
import { nodeOf, PAGE_SIZE } from '../tree/store'
import type { Hit } from './index'
import { indexOf, type Loading } from './loader'

export interface Found {
  readonly hits: readonly Hit[]
  readonly total: number
  readonly loading: Loading
  readonly isTypeLoading: boolean
  readonly error: unknown
  readonly retry: () => void
}

const LIMIT = 500

/** What matches the text; nothing is asked while `isOn` is false. */
export function useFind(place: Place, text: string, typeId: string | null, isOn: boolean): Found {
  const loader = indexOf(place.clients, place.workspaceId)
  const loading = useStore(loader.store)
  const words = useDeferredValue(text)
  useEffect(() => {
    if (isOn) void loader.ensure().catch(() => undefined)
  }, [isOn, loader])
  const among = useEntitiesOfType(place, typeId, isOn)
  const byExternalId = useExternalId(place, text.trim(), isOn && typeId === null)
  const local = useMemo(
    () => (isOn && !(typeId && !among.data) ? loader.index.search(words, LIMIT, among.data) : { hits: [], total: 0 }),
    // The index is the same object while it fills: its version says that it holds something else.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [isOn, loader, words, typeId, among.data, loading.version],
  )
  const extra = (byExternalId.data ?? []).filter((it) => !local.hits.some(({ node }) => node.id === it.node.id))
  return {
    hits: [...extra, ...local.hits], total: local.total + extra.length, loading, isTypeLoading: typeId !== null && among.isPending,
    error: loading.error ?? among.error, retry: () => void loader.ensure().catch(() => undefined),
  }
}

/** Ids of all entities with a component of a type. */
export function useEntitiesOfType({ clients, workspaceId }: Place, typeId: string | null, isOn: boolean) {
  return useQuery({
    queryKey: [...keys.entities(workspaceId), 'of-type', typeId],
    enabled: isOn && typeId !== null,
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const ids = new Set<string>()
      let nextToken: string | undefined
      do {
        const page = await clients.twinmaker.send(new ListEntitiesCommand({
          workspaceId, filters: [{ componentTypeId: typeId ?? '' }], maxResults: PAGE_SIZE, ...(nextToken === undefined ? {} : { nextToken }),
        }), { abortSignal: signal })
        for (const it of page.entitySummaries ?? []) ids.add(it.entityId ?? '')
        nextToken = page.nextToken
      } while (nextToken !== undefined)
      return ids
    },
  })
}

const SETTLE_MS = 250

/** Entities one of whose external ids is exactly this. */
function useExternalId(place: Place, text: string, isOn: boolean) {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [text])
  const { clients, workspaceId } = place
  return useQuery({
    queryKey: [...keys.entities(workspaceId), 'external-id', settled],
    enabled: isOn && settled.length > 0 && settled.length <= 256,
    queryFn: async ({ signal }): Promise<readonly Hit[]> => {
      const page = await clients.twinmaker.send(new ListEntitiesCommand({ workspaceId, filters: [{ externalId: settled }], maxResults: 20 }), { abortSignal: signal })
      const nodes = (page.entitySummaries ?? []).map(nodeOf)
      return Promise.all(nodes.map(async (node) => ({
        node, rank: 0, because: 'externalId' as const, path: (await pathTo(place, node.id)).slice(0, -1).map(({ name }) => name),
      })))
    },
  })
}
