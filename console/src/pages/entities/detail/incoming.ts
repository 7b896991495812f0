// Who points to an entity: asked of the knowledge graph, or where that is not built, found among entities whose types have relationships.

import { ExecuteQueryCommand, type PropertyDefinitionResponse } from '@aws-sdk/client-iottwinmaker'
import { queryOptions } from '@tanstack/react-query'
import { describeError } from '../../../kit/errors'
import { keys, queryClient } from '../../../kit/query'
import { getEntity, type Place } from '../operations'
import { typeQuery, typesQuery } from '../use-types'
import { ListEntitiesCommand } from '@aws-sdk/client-iottwinmaker'
import { type Edge, edgesOf } from './relations'

export interface Incoming {
  readonly edges: readonly Edge[]
  /** How many entities were looked at, when they had to be read one by one. */
  readonly read?: { readonly looked: number; readonly all: number }
}

/** Entities that are read one by one without being asked twice. */
export const FREELY = 300

/** A server without the knowledge graph is not asked again. */
let isQueryMissing = false

export function incomingQuery(place: Place, entityId: string, most: number) {
  return queryOptions({
    queryKey: [...keys.entities(place.workspaceId), 'incoming', entityId, most],
    staleTime: 30_000,
    retry: false,
    queryFn: async ({ signal }): Promise<Incoming> => {
      if (!isQueryMissing) {
        try {
          return { edges: await byQuery(place, entityId, signal) }
        } catch (error) {
          const { code, status } = describeError(error)
          if (code !== 'NotImplementedException' && status !== 501 && status !== 404) throw error
          isQueryMissing = true
        }
      }
      return byReading(place, entityId, most, signal)
    },
  })
}

async function byQuery({ clients, workspaceId }: Place, entityId: string, abortSignal: AbortSignal): Promise<Edge[]> {
  const edges: Edge[] = []
  let nextToken: string | undefined
  do {
    const page = await clients.twinmaker.send(new ExecuteQueryCommand({
      workspaceId, maxResults: 100, ...(nextToken === undefined ? {} : { nextToken }),
      queryStatement: `SELECT r FROM EntityGraph MATCH (s)-[r]->(t) WHERE t.entityId = '${entityId.replaceAll("'", "''")}'`,
    }), { abortSignal })
    for (const { rowData } of page.rows ?? []) {
      const it = rowData?.[0] as { readonly relationshipName?: string; readonly sourceEntityId?: string; readonly sourceComponentName?: string } | null | undefined
      // The hierarchy is the tree's matter.
      if (!it?.sourceEntityId || it.relationshipName === 'isChildOf') continue
      edges.push({ sourceId: it.sourceEntityId, targetId: entityId, targetComponent: undefined, componentName: it.sourceComponentName ?? '', propertyName: it.relationshipName ?? '' })
    }
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return edges
}

async function byReading(place: Place, entityId: string, most: number, signal: AbortSignal): Promise<Incoming> {
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
