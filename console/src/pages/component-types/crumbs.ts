// Where these pages stand: workspaces, the workspace, its component types.

import type { Crumb } from '../../kit/page-frame'
import { paths } from '../../kit/paths'

export function workspaceCrumbs(workspaceId: string): Crumb[] {
  return [
    { text: 'Workspaces', href: paths.workspaces() },
    { text: workspaceId, href: paths.workspace(workspaceId) },
  ]
}

export function typesCrumbs(workspaceId: string): Crumb[] {
  return [...workspaceCrumbs(workspaceId), { text: 'Component types', href: paths.componentTypes(workspaceId) }]
}
