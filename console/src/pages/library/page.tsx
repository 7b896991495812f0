// The resource library: the objects of a workspace's bucket.

import type { Page } from '../../pages'

export const page: Page = {
  path: '/workspaces/:workspaceId/library/*',
  title: 'Resource library',
  nav: { section: 'workspace', order: 5 },
  load: () => import('./library'),
}
