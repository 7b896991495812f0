// How the server is: what it is asked, how fast it answers, what it runs.

import type { Page } from '../../pages'

export const page: Page = {
  path: '/monitor',
  title: 'Monitor',
  nav: { section: 'account', order: 5 },
  load: () => import('./monitor'),
}
