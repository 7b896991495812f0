// Asking the API and remembering the answers: every page reads through these, so that lists are shared and refreshed.

import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { endSession, REFUSED } from '../session'
import { describeError } from './errors'
import { reportReached, reportUnreachable } from './reach'

const SIGNED_OUT = new Set(['ExpiredTokenException', 'ExpiredToken', 'InvalidClientTokenId', 'UnrecognizedClientException', 'InvalidAccessKeyId'])

/** What every failure means for the whole console: the session is over, or the server is away. */
export function observeError(error: unknown): void {
  const { code } = describeError(error)
  if (SIGNED_OUT.has(code)) endSession(REFUSED)
  if (code === 'Unreachable') reportUnreachable()
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: observeError, onSuccess: reportReached }),
  mutationCache: new MutationCache({ onError: observeError }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: true,
      // "Offline" of a browser says nothing on a server in the same room.
      networkMode: 'always',
      retry: (count, error) => {
        const { code, status } = describeError(error)
        // The SDK has tried again by itself; a refusal stays one.
        return count < 1 && (status === undefined || status >= 500) && code !== 'NotImplementedException' && code !== 'Unreachable'
      },
    },
    mutations: { networkMode: 'always' },
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
