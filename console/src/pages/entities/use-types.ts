// The component types of a workspace, and one of them in full.

import { type ComponentTypeSummary, GetComponentTypeCommand, type GetComponentTypeCommandOutput, ListComponentTypesCommand } from '@aws-sdk/client-iottwinmaker'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { keys } from '../../kit/query'
import type { Place } from './operations'

export type ComponentType = GetComponentTypeCommandOutput

export function typesQuery({ clients, workspaceId }: Place) {
  return queryOptions({
    // Not the types page's own list: that one may hold its answers in another form.
    queryKey: [...keys.componentTypes(workspaceId), 'summaries'],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const types: ComponentTypeSummary[] = []
      let nextToken: string | undefined
      do {
        const page = await clients.twinmaker.send(new ListComponentTypesCommand({ workspaceId, maxResults: 200, ...(nextToken === undefined ? {} : { nextToken }) }), { abortSignal: signal })
        types.push(...(page.componentTypeSummaries ?? []))
        nextToken = page.nextToken
      } while (nextToken !== undefined)
      return types
    },
  })
}

export function typeQuery({ clients, workspaceId }: Place, componentTypeId: string) {
  return queryOptions({
    queryKey: [...keys.componentType(workspaceId, componentTypeId), 'full'],
    staleTime: 30_000,
    queryFn: ({ signal }) => clients.twinmaker.send(new GetComponentTypeCommand({ workspaceId, componentTypeId }), { abortSignal: signal }),
  })
}

export function useTypes(place: Place, isOn = true) {
  return useQuery({ ...typesQuery(place), enabled: isOn })
}

export function useType(place: Place, typeId: string | null | undefined) {
  return useQuery({ ...typeQuery(place, typeId ?? ''), enabled: Boolean(typeId) })
}
