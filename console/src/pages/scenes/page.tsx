// The scenes of a workspace, and the versions of each.

import type { Page } from '../../pages'

export const pages: readonly Page[] = [
  {
    path: '/workspaces/:workspaceId/scenes',
    title: 'Scenes',
    nav: { section: 'workspace', order: 4 },
    load: () => import('./scenes'),
  },
  {
    path: '/workspaces/:workspaceId/scenes/:sceneId/versions',
    title: 'Versions',
    load: () => import('./versions/versions-page'),
  },
]
