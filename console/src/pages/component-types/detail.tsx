// One component type: what it is, where each of its members comes from, and who relies on it.

import { UpdateComponentTypeCommand } from '@aws-sdk/client-iottwinmaker'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { useConsole, useWorkspaceId } from '../../kit/context'
import { PageFrame } from '../../kit/page-frame'
import { paths } from '../../kit/paths'
import { keys } from '../../kit/query'
import { typesCrumbs } from './crumbs'
import { type Lineage, useLineage, useType } from './data'
import { DeleteTypes } from './delete-types'
import { exportTypes } from './export'
import { CompositesTab } from './detail/composites'
import { FunctionsTab } from './detail/functions'
import { GraphTab } from './detail/graph'
import { GroupsTab } from './detail/groups'
import { JsonTab } from './detail/json'
import { OverviewTab } from './detail/overview'
import { UsedByTab } from './detail/used-by'
import { isPredefined, type WholeType } from './model/draft'

export function Page(): ReactNode {
  const workspaceId = useWorkspaceId()
  const { componentTypeId = '' } = useParams()
  const type = useType(workspaceId, componentTypeId)
  const lineage = useLineage(workspaceId, [componentTypeId])
  const it = type.data
  return (
    <PageFrame
      title={componentTypeId} crumbs={typesCrumbs(workspaceId)}
      description={it?.componentTypeName && it.description ? `${it.componentTypeName}: ${it.description}` : it?.componentTypeName || it?.description}
      actions={it && <Actions type={it} />}
      isLoading={type.isPending} error={it ? null : type.error} onRetry={() => void type.refetch()}
    >
      {it && (
        <SpaceBetween size="l">
          <StateAlert type={it} />
          <TypeTabs type={it} lineage={lineage} />
        </SpaceBetween>
      )}
    </PageFrame>
  )
}

function StateAlert({ type }: { readonly type: WholeType }): ReactNode {
  const { state, error } = type.status ?? {}
  if (state === 'ERROR') {
    return (
      <Alert type="error" header="This type is not ready for use" action={<RunAgain type={type} />}>
        {error?.message ?? 'The service says no more.'} {error?.code ? `(${error.code}) ` : ''}
        Mend what it names, then let the schema initializer run again.
      </Alert>
    )
  }
  if (state === 'CREATING' || state === 'UPDATING') {
    return <Alert type="info">Its schema initializer runs. Components can have this type once it is active.</Alert>
  }
  return null
}

/** An update that changes nothing makes the service try once more. */
function RunAgain({ type }: { readonly type: WholeType }): ReactNode {
  const workspaceId = useWorkspaceId()
  const { clients, notify } = useConsole()
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const componentTypeId = type.componentTypeId ?? ''
  const run = async () => {
    setBusy(true)
    try {
      await clients.twinmaker.send(new UpdateComponentTypeCommand({ workspaceId, componentTypeId }))
      await client.invalidateQueries({ queryKey: keys.componentType(workspaceId, componentTypeId) })
    } catch (error) {
      notify({ type: 'error', text: 'The initializer could not be started again', error })
    }
    setBusy(false)
  }
  return <Button loading={isBusy} onClick={() => void run()}>Run it again</Button>
}

function count(members: object | undefined): number {
  return Object.keys(members ?? {}).length
}

function TypeTabs({ type, lineage }: { readonly type: WholeType; readonly lineage: Lineage }): ReactNode {
  const [params, setParams] = useSearchParams()
  return (
    <Tabs
      ariaLabel="Parts of the component type"
      activeTabId={params.get('tab') ?? 'overview'}
      onChange={({ detail }) => setParams(detail.activeTabId === 'overview' ? {} : { tab: detail.activeTabId }, { replace: true })}
      tabs={[
        { id: 'overview', label: 'Overview', content: <OverviewTab type={type} lineage={lineage} /> },
        {
          id: 'functions', label: `Functions (${count(type.functions)})`,
          content: <FunctionsTab type={type} lineage={lineage} />,
        },
        {
          id: 'groups', label: `Property groups (${count(type.propertyGroups)})`,
          content: <GroupsTab type={type} lineage={lineage} />,
        },
        {
          id: 'composites', label: `Composite components (${count(type.compositeComponentTypes)})`,
          content: <CompositesTab type={type} lineage={lineage} />,
        },
        { id: 'inheritance', label: 'Inheritance', content: <GraphTab type={type} lineage={lineage} /> },
        { id: 'used-by', label: 'Used by', content: <UsedByTab type={type} /> },
        { id: 'json', label: 'JSON', content: <JsonTab type={type} lineage={lineage} /> },
      ]}
    />
  )
}

function Actions({ type }: { readonly type: WholeType }): ReactNode {
  const workspaceId = useWorkspaceId()
  const navigate = useNavigate()
  const { clients, notify } = useConsole()
  const [isDeleting, setDeleting] = useState(false)
  const id = type.componentTypeId ?? ''
  const isFixed = isPredefined(type)
  const isSynced = type.syncSource !== undefined
  const why = isFixed ? 'This type comes with Gemel and stays as it is' : `This type is kept in step by ${type.syncSource}`
  const like = (query: string) => navigate(`${paths.componentTypes(workspaceId)}/-/create?${query}=${encodeURIComponent(id)}`)
  const run = (action: string) => {
    if (action === 'delete') setDeleting(true)
    else if (action === 'like') like('from')
    else if (action === 'extend') like('extends')
    else {
      exportTypes(clients, workspaceId, [id])
        .catch((error: unknown) => notify({ type: 'error', text: 'The type could not be exported', error }))
    }
  }
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <ButtonDropdown
        onItemClick={({ detail }) => run(detail.id)}
        items={[
          { id: 'extend', text: 'Create a type that extends it' },
          { id: 'like', text: 'Create like this' },
          { id: 'export', text: 'Export as JSON' },
          { id: 'delete', text: 'Delete', disabled: isFixed || isSynced, disabledReason: why },
        ]}
      >
        Actions
      </ButtonDropdown>
      <Button
        variant="primary" disabled={isFixed || isSynced} disabledReason={why}
        onClick={() => navigate(`${paths.componentType(workspaceId, id)}/edit`)}
      >
        Edit
      </Button>
      {isDeleting && (
        <DeleteTypes
          ids={[id]} onClose={() => setDeleting(false)}
          onDeleted={() => navigate(paths.componentTypes(workspaceId))}
        />
      )}
    </SpaceBetween>
  )
}
