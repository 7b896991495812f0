// The scene composer, and the same scene for operators: both take the whole window.

import type { Page } from '../../pages'

export const pages: readonly Page[] = [
  {
    path: '/workspaces/:workspaceId/scenes/:sceneId',
    title: 'Scene composer',
    load: () => import('./edit'),
    isFullscreen: true,
  },
  {
    path: '/workspaces/:workspaceId/scenes/:sceneId/view',
    title: 'Scene',
    load: () => import('./view'),
    isFullscreen: true,
  },
]
