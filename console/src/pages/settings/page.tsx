// How the console looks and writes, and what it is.

import type { Page } from '../../pages'

export const page: Page = {
  path: '/settings',
  title: 'Settings',
  nav: { section: 'account', order: 9 },
  load: () => import('./settings'),
}
