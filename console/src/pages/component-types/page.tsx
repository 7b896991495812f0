// Component types: the list, one type, and the editor of one.

import type { Page } from '../../pages'

const list: Page = {
  path: '/workspaces/:workspaceId/component-types',
  title: 'Component types',
  nav: { section: 'workspace', order: 3 },
  load: () => import('./list'),
}

const detail: Page = {
  path: '/workspaces/:workspaceId/component-types/:componentTypeId',
  title: 'Component type',
  load: () => import('./detail'),
}

/** Below `-`, so that no type's id stands in its way. */
const create: Page = {
  path: '/workspaces/:workspaceId/component-types/-/create',
  title: 'Create component type',
  load: () => import('./create'),
}

const edit: Page = {
  path: '/workspaces/:workspaceId/component-types/:componentTypeId/edit',
  title: 'Edit component type',
  load: () => import('./edit'),
}

export const pages: readonly Page[] = [list, detail, create, edit]
