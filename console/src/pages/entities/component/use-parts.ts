// The types of the parts inside a composite component, by their path, and what is set on those parts now.

import { useQuery } from '@tanstack/react-query'
import { type DraftPart, partOf } from '../../../component-form/draft'
import { keys, queryClient } from '../../../kit/query'
import type { Place } from '../operations'
import { type ComponentType, typeQuery } from '../use-types'
import { readPart } from './use-component'

const DEEPEST = 5

export function usePartTypes(place: Place, type: ComponentType | undefined) {
  return useQuery({
    queryKey: [...keys.componentType(place.workspaceId, type?.componentTypeId ?? ''), 'parts'],
    enabled: type !== undefined,
    queryFn: async () => {
      const found: Record<string, ComponentType> = {}
      const walk = async (of: ComponentType, above: string, depth: number): Promise<void> => {
        if (depth > DEEPEST) return
        for (const [name, { componentTypeId }] of Object.entries(of.compositeComponentTypes ?? {})) {
          const part = await queryClient.fetchQuery(typeQuery(place, componentTypeId ?? ''))
          const path = above === '' ? name : `${above}/${name}`
          found[path] = part
          await walk(part, path, depth + 1)
        }
      }
      if (type) await walk(type, '', 1)
      return found
    },
  })
}

/** What is set on the parts of a component that exists. */
export function usePartValues(place: Place, entityId: string, name: string | null, paths: readonly string[] | undefined) {
  return useQuery({
    queryKey: [...keys.entity(place.workspaceId, entityId), 'parts', name, paths],
    enabled: name !== null && paths !== undefined,
    gcTime: 0,
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const entries = await Promise.all((paths ?? []).map(async (path): Promise<[string, DraftPart]> => [path, partOf(await readPart(place, entityId, `${name}/${path}`, signal))]))
      return Object.fromEntries(entries)
    },
  })
}
