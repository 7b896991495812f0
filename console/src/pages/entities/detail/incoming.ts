// Who points to an entity: found among the entities whose types have relationships.

import { ListEntitiesCommand, type PropertyDefinitionResponse } from '@aws-sdk/client-iottwinmaker'
import { queryOptions } from '@tanstack/react-query'
import { keys, queryClient } from '../../../kit/query'
import { getEntity, type Place } from '../operations'
import { typeQuery, typesQuery } from '../use-types'
import { type Edge, edgesOf } from './relations'

export interface Incoming {
  readonly edges: readonly Edge[]
  /** How many entities were looked at, of those that can point to others. */
  readonly read: { readonly looked: number; readonly all: number }
}

/** Entities that are read one by one without being asked twice. */
export const FREELY = 300

export function incomingQuery(place: Place, entityId: string, most: number) {
  return queryOptions({
    queryKey: [...keys.entities(place.workspaceId), 'incoming', entityId, most],
    staleTime: 30_000,
    retry: false,
    queryFn: ({ signal }) => byReading(place, entityId, most, signal),
  })
}

/** Reads every entity that can point to others. */
async function byReading(
  place: Place, entityId: string, most: number, signal: AbortSignal,
): Promise<Incoming> {
  const { clients, workspaceId } = place
  const types = await queryClient.fetchQuery(typesQuery(place))
  const candidates = new Set<string>()
  for (const { componentTypeId } of types) {
    const type = await queryClient.fetchQuery(typeQuery(place, componentTypeId ?? ''))
    if (!Object.values(type.propertyDefinitions ?? {}).some(hasRelationship)) continue
    let nextToken: string | undefined
    do {
      const page = await clients.twinmaker.send(new ListEntitiesCommand({
        workspaceId, filters: [{ componentTypeId: componentTypeId ?? '' }], maxResults: 200, ...(nextToken === undefined ? {} : { nextToken }),
      }), { abortSignal: signal })
      for (const it of page.entitySummaries ?? []) candidates.add(it.entityId ?? '')
      nextToken = page.nextToken
    } while (nextToken !== undefined)
  }
  const looked = [...candidates].slice(0, most)
  const edges: Edge[] = []
  let next = 0
  const lane = async () => {
    for (let id = looked[next++]; id !== undefined; id = looked[next++]) {
      signal.throwIfAborted()
      edges.push(...edgesOf(id, (await getEntity(place, id)).components).filter((it) => it.targetId === entityId))
    }
  }
  await Promise.all(Array.from({ length: 6 }, lane))
  return { edges, read: { looked: looked.length, all: candidates.size } }
}

function hasRelationship({ dataType }: PropertyDefinitionResponse): boolean {
  for (let type = dataType; type; type = type.nestedType) if (type.type === 'RELATIONSHIP') return true
  return false
}
