// The workspaces of the account.

import type { Page } from '../../pages'

export const page: Page = {
  path: '/workspaces',
  title: 'Workspaces',
  nav: { section: 'account', order: 1 },
  load: () => import('./workspaces'),
}
