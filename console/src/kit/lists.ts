// Lists that several places read: workspaces, scenes, entities and component types, whole and shared.

import {
  type ComponentTypeSummary, type EntitySummary, ListComponentTypesCommand, ListEntitiesCommand, ListScenesCommand,
  ListWorkspacesCommand, type SceneSummary, type WorkspaceSummary,
} from '@aws-sdk/client-iottwinmaker'
import { type AllPages, useAllPages } from './all-pages'
import { useConsole } from './context'
import { keys } from './query'

const PAGE = 200

export function useWorkspaces(isEnabled = true): AllPages<WorkspaceSummary> {
  const { twinmaker } = useConsole().clients
  return useAllPages({
    queryKey: keys.workspaces(),
    isEnabled,
    fetchPage: async (nextToken, abortSignal) => {
      const page = await twinmaker.send(new ListWorkspacesCommand({ maxResults: PAGE, nextToken }), { abortSignal })
      return { items: page.workspaceSummaries ?? [], nextToken: page.nextToken }
    },
  })
}

export function useScenes(workspaceId: string, isEnabled = true): AllPages<SceneSummary> {
  const { twinmaker } = useConsole().clients
  return useAllPages({
    queryKey: keys.scenes(workspaceId),
    isEnabled,
    fetchPage: async (nextToken, abortSignal) => {
      const page = await twinmaker.send(new ListScenesCommand({ workspaceId, maxResults: PAGE, nextToken }), { abortSignal })
      return { items: page.sceneSummaries ?? [], nextToken: page.nextToken }
    },
  })
}

/** All entities, at most `limit`: for type-ahead and counts; the tree asks level by level. */
export function useEntities(workspaceId: string, isEnabled = true, limit = 60_000): AllPages<EntitySummary> {
  const { twinmaker } = useConsole().clients
  return useAllPages({
    queryKey: [...keys.entities(workspaceId), 'all', limit],
    isEnabled,
    limit,
    staleTime_ms: 60_000,
    fetchPage: async (nextToken, abortSignal) => {
      const page = await twinmaker.send(new ListEntitiesCommand({ workspaceId, maxResults: PAGE, nextToken }), { abortSignal })
      return { items: page.entitySummaries ?? [], nextToken: page.nextToken }
    },
  })
}

export function useComponentTypes(workspaceId: string, isEnabled = true): AllPages<ComponentTypeSummary> {
  const { twinmaker } = useConsole().clients
  return useAllPages({
    queryKey: keys.componentTypes(workspaceId),
    isEnabled,
    fetchPage: async (nextToken, abortSignal) => {
      const input = { workspaceId, maxResults: PAGE, nextToken }
      const page = await twinmaker.send(new ListComponentTypesCommand(input), { abortSignal })
      return { items: page.componentTypeSummaries ?? [], nextToken: page.nextToken }
    },
  })
}
