// Small pieces that several of these pages show: status, time, ids, kinds.

import type { Status } from '@aws-sdk/client-iottwinmaker'
import Badge from '@cloudscape-design/components/badge'
import Popover from '@cloudscape-design/components/popover'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { ReactNode } from 'react'
import { useWorkspaceId } from '../../kit/context'
import { Link } from '../../kit/link'
import { paths } from '../../kit/paths'

const STATES: Readonly<Record<string, readonly [StatusIndicatorProps.Type, string]>> = {
  ACTIVE: ['success', 'Active'],
  CREATING: ['in-progress', 'Creating'],
  UPDATING: ['in-progress', 'Updating'],
  DELETING: ['in-progress', 'Deleting'],
  ERROR: ['error', 'Error'],
}

export function TypeStatus({ status }: { readonly status: Status | undefined }): ReactNode {
  const [type, words] = STATES[status?.state ?? ''] ?? ['pending', status?.state ?? 'Unknown'] as const
  const why = status?.error?.message
  const shown = <StatusIndicator type={type}>{words}</StatusIndicator>
  if (!why) return shown
  return (
    <Popover
      header={status?.error?.code ?? 'Error'} content={why} triggerType="text" dismissAriaLabel="Close"
    >
      {shown}
    </Popover>
  )
}

/** Links to a type of the present workspace. */
export function TypeLink({ id, children }: { readonly id: string; readonly children?: ReactNode }): ReactNode {
  const workspaceId = useWorkspaceId()
  return <Link to={paths.componentType(workspaceId, id)}>{children ?? id}</Link>
}

export function KindBadge({ isPredefined }: { readonly isPredefined: boolean }): ReactNode {
  return isPredefined ? <Badge color="grey">Predefined</Badge> : <Badge color="blue">Custom</Badge>
}
