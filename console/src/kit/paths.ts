// Addresses of pages, below /console, in one place: links, the palette and redirects read them here.

const part = (text: string) => encodeURIComponent(text)

export const paths = {
  workspaces: () => '/workspaces',
  workspace: (workspaceId: string) => `/workspaces/${part(workspaceId)}`,
  entities: (workspaceId: string) => `/workspaces/${part(workspaceId)}/entities`,
  entity: (workspaceId: string, entityId: string) => `/workspaces/${part(workspaceId)}/entities/${part(entityId)}`,
  componentTypes: (workspaceId: string) => `/workspaces/${part(workspaceId)}/component-types`,
  componentType: (workspaceId: string, id: string) => `/workspaces/${part(workspaceId)}/component-types/${part(id)}`,
  library: (workspaceId: string) => `/workspaces/${part(workspaceId)}/library`,
  scenes: (workspaceId: string) => `/workspaces/${part(workspaceId)}/scenes`,
  scene: (workspaceId: string, sceneId: string) => `/workspaces/${part(workspaceId)}/scenes/${part(sceneId)}`,
  functions: () => '/functions',
  monitor: () => '/monitor',
  settings: () => '/settings',
} as const
