// The entities of a workspace: the tree, and what an entity is made of.

import type { Page } from '../../pages'

export const page: Page = {
  // `view` and `path` are below an entity: `components/telemetry`, `add-component`, `edit-component/telemetry`.
  path: '/workspaces/:workspaceId/entities/:entityId?/:view?/:path?',
  title: 'Entities',
  nav: { section: 'workspace', order: 2 },
  load: () => import('./entities'),
}
