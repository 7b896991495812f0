// The list of workspaces: make the first one, find one, edit, delete.

import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { TableProps } from '@cloudscape-design/components/table'
import type { WorkspaceSummary } from '@aws-sdk/client-iottwinmaker'
import { GetWorkspaceCommand } from '@aws-sdk/client-iottwinmaker'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { CodeBlock } from '../../kit/copy'
import { useConsole, usePaletteActions } from '../../kit/context'
import { Link } from '../../kit/link'
import { useWorkspaces } from '../../kit/lists'
import { usePageTitle } from '../../kit/page-title'
import { paths } from '../../kit/paths'
import { keys } from '../../kit/query'
import { ResourceTable } from '../../kit/resource-table'
import { Time } from '../../kit/time'
import { Count } from './counts'
import { CreateWorkspace } from './create'
import { DeleteWorkspace } from './delete'
import { EditWorkspace } from './edit'
import { bucketOf } from './model'

const columns: readonly TableProps.ColumnDefinition<WorkspaceSummary>[] = [
  {
    id: 'id', header: 'Workspace', isRowHeader: true, sortingField: 'workspaceId', minWidth: 140,
    cell: (it) => <Link to={paths.workspace(it.workspaceId ?? '')}>{it.workspaceId}</Link>,
  },
  { id: 'description', header: 'Description', sortingField: 'description', cell: (it) => it.description || '–', minWidth: 140 },
  { id: 'entities', header: 'Entities', cell: (it) => <Count workspaceId={it.workspaceId ?? ''} what="entities" />, width: 100 },
  { id: 'scenes', header: 'Scenes', cell: (it) => <Count workspaceId={it.workspaceId ?? ''} what="scenes" />, width: 100 },
  { id: 'changed', header: 'Changed', sortingField: 'updateDateTime', cell: (it) => <Time time={it.updateDateTime} />, width: 150 },
  { id: 'made', header: 'Created', sortingField: 'creationDateTime', cell: (it) => <Time time={it.creationDateTime} />, width: 150 },
]

type Open = { readonly type: 'create' } | { readonly type: 'edit' | 'delete'; readonly workspaceId: string } | null

export function Page(): ReactNode {
  usePageTitle('Workspaces')
  const list = useWorkspaces()
  const [open, setOpen] = useState<Open>(null)
  const [selected, setSelected] = useState<readonly WorkspaceSummary[]>([])
  const actions = useMemo(() => [{ id: 'create-workspace', label: 'Create workspace', group: 'Workspaces', keys: 'c', run: () => setOpen({ type: 'create' }) }], [])
  usePaletteActions(actions)
  const chosen = selected[0]?.workspaceId
  const create = <Button variant="primary" onClick={() => setOpen({ type: 'create' })}>Create workspace</Button>
  return (
    <>
      <ResourceTable
        id="workspaces" title="Workspaces" description="A workspace holds one twin: its entities, its types, its scenes."
        items={list.isPending ? undefined : list.items} isLoading={list.isPending} isStreaming={list.isStreaming} error={list.error} onRetry={list.refetch}
        rowId={(it) => it.workspaceId ?? ''} searchText={(it) => `${it.workspaceId} ${it.description}`}
        columns={columns} defaultColumns={['id', 'description', 'entities', 'scenes', 'changed']} sortBy={{ column: 'id' }}
        selectionType="single" selected={selected} onSelect={setSelected}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={chosen === undefined} onClick={() => chosen && setOpen({ type: 'edit', workspaceId: chosen })}>Edit</Button>
            <Button disabled={chosen === undefined} onClick={() => chosen && setOpen({ type: 'delete', workspaceId: chosen })}>Delete</Button>
            {create}
          </SpaceBetween>
        }
        empty={{ title: 'No workspaces yet', hint: <First />, action: create }}
      />
      {open?.type === 'create' && <CreateWorkspace taken={list.items.map((it) => it.workspaceId ?? '')} onClose={() => setOpen(null)} />}
      {open?.type === 'edit' && <Edit workspaceId={open.workspaceId} onClose={() => setOpen(null)} />}
      {open?.type === 'delete' && <Delete workspaceId={open.workspaceId} onClose={() => setOpen(null)} onDeleted={() => setSelected([])} />}
    </>
  )
}

function First(): ReactNode {
  return (
    <SpaceBetween size="s">
      <span>Make the first one here, or look at a whole plant with live values first. On the server:</span>
      <CodeBlock text="make demo" label="command for the demo plant" />
    </SpaceBetween>
  )
}

function useWorkspace(workspaceId: string) {
  const { twinmaker } = useConsole().clients
  return useQuery({ queryKey: keys.workspace(workspaceId), queryFn: () => twinmaker.send(new GetWorkspaceCommand({ workspaceId })) })
}

function Edit({ workspaceId, onClose }: { readonly workspaceId: string; readonly onClose: () => void }): ReactNode {
  const { data } = useWorkspace(workspaceId)
  if (!data) return null
  return <EditWorkspace workspace={{ workspaceId, description: data.description ?? '', s3Location: data.s3Location, role: data.role }} onClose={onClose} />
}

function Delete(props: { readonly workspaceId: string; readonly onClose: () => void; readonly onDeleted: () => void }): ReactNode {
  const { data } = useWorkspace(props.workspaceId)
  return <DeleteWorkspace {...props} bucket={bucketOf(data?.s3Location)} />
}
