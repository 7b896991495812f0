// Asking the API and remembering the answers: every page reads through these, so that lists are shared and refreshed.

import { QueryClient } from '@tanstack/react-query'
import { endSession } from '../session'
import { describeError } from './errors'

const SIGNED_OUT = new Set(['ExpiredTokenException', 'ExpiredToken', 'InvalidClientTokenId', 'UnrecognizedClientException'])

export const queryClient: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: true,
      retry: (count, error) => {
        const { code, status } = describeError(error)
        if (SIGNED_OUT.has(code)) endSession('Your session has ended. Sign in again to go on where you were.')
        // The SDK has tried again by itself; a refusal stays one.
        return count < 1 && (status === undefined || status >= 500) && code !== 'NotImplementedException'
      },
    },
  },
})

/** Keys of answers, so that a write can refresh what it changed: `['workspace', id, 'entities', …]`. */
export const keys = {
  workspaces: () => ['workspaces'] as const,
  workspace: (workspaceId: string) => ['workspace', workspaceId] as const,
  entities: (workspaceId: string) => ['workspace', workspaceId, 'entities'] as const,
  entity: (workspaceId: string, entityId: string) => ['workspace', workspaceId, 'entity', entityId] as const,
  componentTypes: (workspaceId: string) => ['workspace', workspaceId, 'component-types'] as const,
  componentType: (workspaceId: string, id: string) => ['workspace', workspaceId, 'component-type', id] as const,
  scenes: (workspaceId: string) => ['workspace', workspaceId, 'scenes'] as const,
  scene: (workspaceId: string, sceneId: string) => ['workspace', workspaceId, 'scene', sceneId] as const,
  objects: (bucket: string) => ['objects', bucket] as const,
  functions: () => ['functions'] as const,
}
