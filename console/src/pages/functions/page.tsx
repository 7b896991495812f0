// Functions: the list, one function, and a new one.

import type { Page } from '../../pages'

const list: Page = {
  path: '/functions',
  title: 'Functions',
  nav: { section: 'account', order: 3 },
  load: () => import('./list'),
}

const detail: Page = {
  path: '/functions/:functionName',
  title: 'Function',
  load: () => import('./detail'),
}

/** Below `-`, so that no function's name stands in its way. */
const create: Page = {
  path: '/functions/-/create',
  title: 'Create function',
  load: () => import('./create'),
}

export const pages: readonly Page[] = [list, detail, create]
