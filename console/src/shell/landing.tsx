// `/`: leads to the workspace one worked in last, or to the list.

import type { ReactNode } from 'react'
import { Navigate } from 'react-router'
import { paths } from '../kit/paths'
import { useWorkspaces } from '../kit/lists'
import { landing, lastWorkspace } from './last-workspace'
import { Waiting } from './waiting'

export function Landing(): ReactNode {
  const { items, isPending } = useWorkspaces()
  if (isPending) return <Waiting />
  const found = landing(items.map((it) => it.workspaceId ?? ''), lastWorkspace())
  return <Navigate to={found === null ? paths.workspaces() : paths.workspace(found)} replace />
}
