// The dashboard of a workspace: counts, scenes, alarms, health, what changed, and the next step when there is little.

import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { useWorkspaceId } from '../../kit/context'
import { Empty } from '../../kit/empty'
import { isNotFound } from '../../kit/errors'
import { useComponentTypes, useEntities, useScenes } from '../../kit/lists'
import { PageFrame } from '../../kit/page-frame'
import { isPredefined } from '../../kit/predefined'
import { paths } from '../../kit/paths'
import { DeleteWorkspace } from '../workspaces/delete'
import { EditWorkspace } from '../workspaces/edit'
import { bucketOf } from '../workspaces/model'
import { AlarmPanel } from './alarm-panel'
import { functionsOf, useAlarms, useFunctionHealth, useTypeDetails, useWorkspace } from './data'
import { GettingStarted } from './getting-started'
import { HealthPanel } from './health-panel'
import { About, Changes } from './panels'
import { recentChanges } from './recent'
import { ScenePanel } from './scene-panel'
import { Tiles } from './tiles'
import './dashboard.css'

export function Page(): ReactNode {
  const workspaceId = useWorkspaceId()
  const navigate = useNavigate()
  const workspace = useWorkspace(workspaceId)
  const isThere = workspace.data !== undefined
  const entities = useEntities(workspaceId, isThere)
  const scenes = useScenes(workspaceId, isThere)
  const types = useComponentTypes(workspaceId, isThere)
  const own = useMemo(
    () => (types.isComplete ? types.items.filter((it) => !isPredefined(it)).map((it) => it.componentTypeId ?? '') : undefined),
    [types.isComplete, types.items],
  )
  const details = useTypeDetails(workspaceId, own)
  const used = useMemo(() => (details.data ? functionsOf(details.data) : undefined), [details.data])
  const functions = useFunctionHealth(workspaceId, used)
  const alarms = useAlarms(workspaceId, details.data)
  const changes = useMemo(
    () => recentChanges(workspaceId, { entities: entities.items, scenes: scenes.items, types: types.items }),
    [workspaceId, entities.items, scenes.items, types.items],
  )
  const bucket = bucketOf(workspace.data?.s3Location)
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null)
  if (workspace.error && !workspace.data && isNotFound(workspace.error)) return <NoWorkspace workspaceId={workspaceId} />
  return (
    <PageFrame
      title={workspaceId} crumbs={[{ text: 'Workspaces', href: paths.workspaces() }]} description={workspace.data?.description}
      isLoading={workspace.isPending} error={workspace.data ? null : workspace.error} onRetry={() => void workspace.refetch()}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <ButtonDropdown
            items={[{ id: 'edit', text: 'Edit' }, { id: 'delete', text: 'Delete' }]} ariaLabel="More actions on the workspace"
            onItemClick={({ detail }) => setOpen(detail.id as 'edit' | 'delete')}
          >
            Actions
          </ButtonDropdown>
          <Button variant="primary" onClick={() => void navigate(paths.scenes(workspaceId))}>Open scenes</Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <GettingStarted workspaceId={workspaceId} entities={entities} scenes={scenes} ownTypes={own} hasBucket={bucket !== null} onEdit={() => setOpen('edit')} />
        <Tiles workspaceId={workspaceId} entities={entities} scenes={scenes} types={types} ownCount={own?.length} functions={used} alarms={alarms.data} />
        <div className="g-dash">
          <div className="g-dash-main">
            <ScenePanel workspaceId={workspaceId} />
            <Changes changes={changes} isStreaming={entities.isPending || entities.isStreaming} />
          </div>
          <div className="g-dash-side">
            <AlarmPanel workspaceId={workspaceId} alarms={alarms} />
            <HealthPanel workspaceId={workspaceId} bucket={bucket} entities={entities} types={types} details={details.data} functions={functions} onEdit={() => setOpen('edit')} />
            {workspace.data && <About workspace={workspace.data} />}
          </div>
        </div>
      </SpaceBetween>
      {open === 'edit' && workspace.data && (
        <EditWorkspace
          workspace={{ workspaceId, description: workspace.data.description ?? '', s3Location: workspace.data.s3Location, role: workspace.data.role }}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'delete' && (
        <DeleteWorkspace workspaceId={workspaceId} bucket={bucket} onClose={() => setOpen(null)} onDeleted={() => void navigate(paths.workspaces())} />
      )}
    </PageFrame>
  )
}

function NoWorkspace({ workspaceId }: { readonly workspaceId: string }): ReactNode {
  const navigate = useNavigate()
  return (
    <PageFrame title="No such workspace" crumbs={[{ text: 'Workspaces', href: paths.workspaces() }]}>
      <Empty
        title={`There is no workspace “${workspaceId}”`} hint="It was deleted, or the address is of another server."
        action={<Button variant="primary" onClick={() => void navigate(paths.workspaces())}>All workspaces</Button>}
      />
    </PageFrame>
  )
}
