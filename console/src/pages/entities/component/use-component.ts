// One component of an entity, at the top or inside a composite one, with all its properties.

import { type ComponentResponse, ListComponentsCommand, ListPropertiesCommand, type PropertyResponse } from '@aws-sdk/client-iottwinmaker'
import { useQuery } from '@tanstack/react-query'
import { keys } from '../../../kit/query'
import { useEntity } from '../detail/entity-detail'
import type { Place } from '../operations'

export interface OneComponent {
  readonly component: ComponentResponse | undefined
  readonly entityName: string
  readonly isPending: boolean
  readonly error: unknown
  readonly refetch: () => void
}

export function useComponent(place: Place, entityId: string, path: string): OneComponent {
  const entity = useEntity(place, entityId)
  const isNested = path.includes('/')
  const top = entity.data?.components?.[path]
  const nested = useQuery({
    queryKey: [...keys.entity(place.workspaceId, entityId), 'part', path],
    // Also the rest of a component that has more than GetEntity answers with.
    enabled: isNested || top?.areAllPropertiesReturned === false,
    queryFn: ({ signal }) => readPart(place, entityId, path, signal),
  })
  const component = isNested ? nested.data : (nested.data ? { ...top, ...nested.data } : top)
  return {
    component, entityName: entity.data?.entityName ?? entityId,
    isPending: entity.isPending || (isNested && nested.isPending),
    error: entity.data ? (isNested ? nested.error : null) : entity.error,
    refetch: () => { void entity.refetch(); if (isNested) void nested.refetch() },
  }
}

export async function readPart({ clients, workspaceId }: Place, entityId: string, path: string, abortSignal?: AbortSignal): Promise<ComponentResponse> {
  const options = abortSignal ? { abortSignal } : {}
  const at = path.lastIndexOf('/')
  const name = path.slice(at + 1)
  const properties: Record<string, PropertyResponse> = {}
  let nextToken: string | undefined
  do {
    const page = await clients.twinmaker.send(new ListPropertiesCommand({
      workspaceId, entityId, maxResults: 200, ...(at === -1 ? { componentName: path } : { componentPath: path }), ...(nextToken === undefined ? {} : { nextToken }),
    }), options)
    for (const it of page.propertySummaries ?? []) properties[it.propertyName ?? ''] = it
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  const list = await clients.twinmaker.send(new ListComponentsCommand({ workspaceId, entityId, maxResults: 200, ...(at === -1 ? {} : { componentPath: path.slice(0, at) }) }), options)
  const summary = list.componentSummaries?.find((it) => it.componentName === name)
  return { ...summary, componentName: name, properties, areAllPropertiesReturned: true }
}
