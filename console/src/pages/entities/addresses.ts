// Addresses of an entity's pages, below /console.

import { paths } from '../../kit/paths'

export const addresses = {
  entity: (workspaceId: string, entityId: string, tab?: string) => `${paths.entity(workspaceId, entityId)}${tab ? `?tab=${tab}` : ''}`,
  addComponent: (workspaceId: string, entityId: string) => `${paths.entity(workspaceId, entityId)}/add-component`,
  /** `path` is a component's name, or `top/child` inside a composite one. */
  component: (workspaceId: string, entityId: string, path: string, tab?: string) =>
    `${paths.entity(workspaceId, entityId)}/components/${encodeURIComponent(path)}${tab ? `?tab=${tab}` : ''}`,
  editComponent: (workspaceId: string, entityId: string, path: string) =>
    `${paths.entity(workspaceId, entityId)}/edit-component/${encodeURIComponent(path)}`,
} as const
