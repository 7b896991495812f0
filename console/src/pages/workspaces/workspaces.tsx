// The list of workspaces. First cut; the shell's owner completes it.

import { ListWorkspacesCommand } from '@aws-sdk/client-iottwinmaker'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useConsole } from '../../kit/context'
import { Link } from '../../kit/link'
import { keys } from '../../kit/query'
import { ResourceTable } from '../../kit/resource-table'

export function Page(): ReactNode {
  const { clients } = useConsole()
  const list = useQuery({ queryKey: keys.workspaces(), queryFn: async () => (await clients.twinmaker.send(new ListWorkspacesCommand({}))).workspaceSummaries ?? [] })
  return (
    <ResourceTable
      id="workspaces" title="Workspaces" items={list.data} isLoading={list.isPending} error={list.error} onRetry={() => void list.refetch()}
      rowId={(it) => it.workspaceId ?? ''} searchText={(it) => `${it.workspaceId} ${it.description}`}
      columns={[{ id: 'id', header: 'Workspace', isRowHeader: true, sortingField: 'workspaceId', cell: (it) => <Link to={`/workspaces/${it.workspaceId}`}>{it.workspaceId}</Link> }, { id: 'description', header: 'Description', cell: (it) => it.description }]}
      empty={{ title: 'No workspaces', hint: 'A workspace holds one twin: its entities, its types, its scenes.' }}
    />
  )
}
