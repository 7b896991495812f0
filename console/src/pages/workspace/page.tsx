// What is in a workspace and how it is.

import type { Page } from '../../pages'

export const page: Page = {
  path: '/workspaces/:workspaceId',
  title: 'Dashboard',
  nav: { section: 'workspace', order: 1 },
  load: () => import('./dashboard'),
}
