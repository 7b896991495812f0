// What these pages ask of the API: types with all their ancestors, their heirs, and who uses them.

import {
  type ComponentTypeSummary, type EntitySummary, GetComponentTypeCommand, ListComponentTypesCommand,
  ListEntitiesCommand, ListTagsForResourceCommand,
} from '@aws-sdk/client-iottwinmaker'
import {
  type QueryClient, useQueries, useQuery, useQueryClient, type UseQueryResult,
} from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Clients } from '../../aws'
import { useConsole } from '../../kit/context'
import { keys } from '../../kit/query'
import type { TypeOf, WholeType } from './model/draft'

const MOVING = new Set(['CREATING', 'UPDATING', 'DELETING'])

export function isMoving(state: string | undefined): boolean {
  return state !== undefined && MOVING.has(state)
}

export async function listTypes(clients: Clients, workspaceId: string): Promise<ComponentTypeSummary[]> {
  const found: ComponentTypeSummary[] = []
  let nextToken: string | undefined
  do {
    const page = await clients.twinmaker.send(new ListComponentTypesCommand({ workspaceId, nextToken, maxResults: 200 }))
    found.push(...(page.componentTypeSummaries ?? []))
    nextToken = page.nextToken
  } while (nextToken)
  return found
}

export function useTypes(workspaceId: string): UseQueryResult<ComponentTypeSummary[]> {
  const { clients } = useConsole()
  return useQuery({
    queryKey: [...keys.componentTypes(workspaceId), 'all'],
    enabled: workspaceId !== '',
    queryFn: () => listTypes(clients, workspaceId),
    refetchInterval: ({ state }) => (state.data?.some((it) => isMoving(it.status?.state)) ? 2_000 : false),
  })
}

export function typeQuery(clients: Clients, workspaceId: string, componentTypeId: string) {
  return {
    queryKey: [...keys.componentType(workspaceId, componentTypeId), 'whole'],
    queryFn: async (): Promise<WholeType> => {
      const answer = await clients.twinmaker.send(new GetComponentTypeCommand({ workspaceId, componentTypeId }))
      const { $metadata: _, ...type } = answer
      return type
    },
  }
}

export function useType(workspaceId: string, componentTypeId: string, isEnabled = true): UseQueryResult<WholeType> {
  const { clients } = useConsole()
  return useQuery({
    ...typeQuery(clients, workspaceId, componentTypeId),
    enabled: isEnabled,
    refetchInterval: ({ state }) => (isMoving(state.data?.status?.state) ? 1_000 : false),
  })
}

/** Many types at once, as far as they are there. */
export function useTypeMap(workspaceId: string, ids: readonly string[]): ReadonlyMap<string, WholeType> {
  const { clients } = useConsole()
  const answers = useQueries({ queries: ids.map((id) => typeQuery(clients, workspaceId, id)) })
  const stamp = answers.map((it) => it.dataUpdatedAt).join()
  return useMemo(() => {
    const found = answers.flatMap((it, index) => (it.data ? [[ids[index] ?? '', it.data] as const] : []))
    return new Map(found)
    // oxlint-disable-next-line react/exhaustive-deps -- the answers are new objects each time; their stamp is not
  }, [stamp, ids.join()])
}

/** Types with all their ancestors: `typeOf` knows them once `isReady`. */
export interface Lineage {
  readonly typeOf: TypeOf
  readonly isReady: boolean
  readonly error: unknown
}

export async function readLineage(
  client: QueryClient, clients: Clients, workspaceId: string, roots: readonly string[],
): Promise<Record<string, WholeType>> {
  const found: Record<string, WholeType> = {}
  let waiting = [...new Set(roots)]
  while (waiting.length > 0) {
    const types = await Promise.all(waiting.map((id) => client.fetchQuery({
      ...typeQuery(clients, workspaceId, id), staleTime: 5_000,
    })))
    for (const it of types) found[it.componentTypeId ?? ''] = it
    const parents = types.flatMap((it) => it.extendsFrom ?? [])
    waiting = [...new Set(parents.filter((id) => !found[id]))]
  }
  return found
}

export function useLineage(workspaceId: string, roots: readonly string[]): Lineage {
  const { clients } = useConsole()
  const client = useQueryClient()
  const lineage = useQuery({
    queryKey: [...keys.componentTypes(workspaceId), 'lineage', ...roots],
    queryFn: () => readLineage(client, clients, workspaceId, roots),
    enabled: roots.length > 0,
    placeholderData: (before) => before,
  })
  const { data, error, isPlaceholderData } = lineage
  return useMemo(() => {
    const typeOf: TypeOf = (id) => (data && Object.hasOwn(data, id) ? data[id] : undefined)
    const isReady = roots.length === 0 || (data !== undefined && !isPlaceholderData)
    return { typeOf, isReady, error }
    // oxlint-disable-next-line react/exhaustive-deps -- the roots by value
  }, [data, error, isPlaceholderData, roots.join()])
}

/** The types that name this one in their `extendsFrom`. */
export async function listHeirs(clients: Clients, workspaceId: string, extendsFrom: string): Promise<ComponentTypeSummary[]> {
  const found: ComponentTypeSummary[] = []
  let nextToken: string | undefined
  do {
    const page = await clients.twinmaker.send(new ListComponentTypesCommand({
      workspaceId, filters: [{ extendsFrom }], nextToken, maxResults: 200,
    }))
    found.push(...(page.componentTypeSummaries ?? []))
    nextToken = page.nextToken
  } while (nextToken)
  return found
}

export function useHeirs(workspaceId: string, componentTypeId: string): UseQueryResult<ComponentTypeSummary[]> {
  const { clients } = useConsole()
  return useQuery({
    queryKey: [...keys.componentTypes(workspaceId), 'heirs', componentTypeId],
    queryFn: () => listHeirs(clients, workspaceId, componentTypeId),
  })
}

/** All heirs, however far down; `edges` are [heir, parent]. */
export interface Descent {
  readonly edges: readonly (readonly [string, string])[]
  readonly isWhole: boolean
}

const DESCENT_MAX = 200

export function useDescent(workspaceId: string, componentTypeId: string): UseQueryResult<Descent> {
  const { clients } = useConsole()
  return useQuery({
    queryKey: [...keys.componentTypes(workspaceId), 'descent', componentTypeId],
    queryFn: async (): Promise<Descent> => {
      const edges: (readonly [string, string])[] = []
      const seen = new Set([componentTypeId])
      let waiting = [componentTypeId]
      while (waiting.length > 0 && seen.size < DESCENT_MAX) {
        const lists = await Promise.all(waiting.map((id) => listHeirs(clients, workspaceId, id)))
        const next: string[] = []
        lists.forEach((heirs, index) => heirs.forEach(({ componentTypeId: heir = '' }) => {
          edges.push([heir, waiting[index] ?? ''])
          if (!seen.has(heir)) next.push(heir)
          seen.add(heir)
        }))
        waiting = next
      }
      return { edges, isWhole: waiting.length === 0 }
    },
  })
}

/** A page of the entities that have a component of this type or of an heir of it. */
export interface Users {
  readonly entities: readonly EntitySummary[]
  readonly nextToken: string | undefined
}

export const USERS_PAGE = 200

export async function listUsers(
  clients: Clients, workspaceId: string, componentTypeId: string, nextToken?: string,
): Promise<Users> {
  const page = await clients.twinmaker.send(new ListEntitiesCommand({
    workspaceId, filters: [{ componentTypeId }], maxResults: USERS_PAGE, nextToken,
  }))
  return { entities: page.entitySummaries ?? [], nextToken: page.nextToken }
}

export function usersQuery(clients: Clients, workspaceId: string, componentTypeId: string) {
  return {
    queryKey: [...keys.entities(workspaceId), 'of-type', componentTypeId],
    queryFn: () => listUsers(clients, workspaceId, componentTypeId),
    staleTime: 30_000,
  }
}

export function useUsers(workspaceId: string, componentTypeId: string, isEnabled = true): UseQueryResult<Users> {
  const { clients } = useConsole()
  return useQuery({ ...usersQuery(clients, workspaceId, componentTypeId), enabled: isEnabled })
}

export function countWords(users: Users): string {
  const n = users.entities.length
  return `${n}${users.nextToken ? '+' : ''} ${n === 1 && !users.nextToken ? 'entity' : 'entities'}`
}

export function useTags(arn: string | undefined): UseQueryResult<Record<string, string>> {
  const { clients } = useConsole()
  return useQuery({
    queryKey: ['tags', arn],
    queryFn: async () => {
      const answer = await clients.twinmaker.send(new ListTagsForResourceCommand({ resourceARN: arn }))
      return answer.tags ?? {}
    },
    enabled: arn !== undefined,
  })
}
