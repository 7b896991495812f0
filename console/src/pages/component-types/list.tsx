// The component types of a workspace: what there is to choose from, and what uses it.

import type { ComponentTypeSummary } from '@aws-sdk/client-iottwinmaker'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useMemo, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useConsole, usePaletteActions, useWorkspaceId } from '../../kit/context'
import { PageFrame } from '../../kit/page-frame'
import { paths } from '../../kit/paths'
import { ResourceTable } from '../../kit/resource-table'
import { columns, type TypeRow } from './columns'
import { useTypeMap, useTypes } from './data'
import { DeleteTypes } from './delete-types'
import { workspaceCrumbs } from './crumbs'
import { exportTypes } from './export'
import { ImportTypes } from './import-types'
import { isPredefined } from './model/draft'

/** So many types are read whole in the background, for the columns that need it; beyond, those on the page. */
const WHOLE_MAX = 300

type Shown = 'all' | 'custom' | 'predefined' | 'abstract'

export function Page(): ReactNode {
  const workspaceId = useWorkspaceId()
  const types = useTypes(workspaceId)
  const rows = useRows(workspaceId, types.data)
  const [params, setParams] = useSearchParams()
  const shown = (params.get('show') ?? 'all') as Shown
  const [selected, select] = useState<readonly TypeRow[]>([])
  const items = useMemo(() => rows?.filter((it) => isShown(it, shown)), [rows, shown])
  usePageActions(workspaceId)
  // Rows are made anew when more is known of them; the selection follows by id.
  const chosen = (rows ?? []).filter((row) => selected.some((it) => it.id === row.id))
  return (
    <PageFrame title="Component types" crumbs={workspaceCrumbs(workspaceId)} hasOwnHeader>
      <SpaceBetween size="s">
        <SegmentedControl
          label="Which types" selectedId={shown}
          onChange={({ detail }) => setParams(detail.selectedId === 'all' ? {} : { show: detail.selectedId }, { replace: true })}
          options={chips(rows)}
        />
        <ResourceTable<TypeRow>
          id="component-types" title="Component types"
          description="What a component can be: its properties, and which functions read and write them."
          items={items} isLoading={types.isPending} error={types.error} onRetry={() => void types.refetch()}
          columns={columns(workspaceId)}
          defaultColumns={['id', 'kind', 'extends', 'properties', 'usedBy', 'status', 'updated']}
          rowId={(it) => it.id}
          searchText={(it) => `${it.id} ${it.name} ${it.description} ${it.extendsFrom?.join(' ') ?? ''}`}
          selectionType="multi" selected={chosen} onSelect={select}
          actions={<Actions chosen={chosen} />}
          empty={{
            title: shown === 'custom' ? 'No component types of your own yet' : 'No component types here',
            hint: 'Describe what your equipment has: its readings, settings, documents and relations.',
            action: <CreateButton />,
          }}
        />
      </SpaceBetween>
    </PageFrame>
  )
}

function usePageActions(workspaceId: string): void {
  const navigate = useNavigate()
  usePaletteActions(useMemo(() => [{
    id: 'component-types.create', label: 'Create component type', group: 'Component types', keys: 'c',
    run: () => navigate(`${paths.componentTypes(workspaceId)}/-/create`),
  }], [navigate, workspaceId]))
}

function useRows(workspaceId: string, summaries: readonly ComponentTypeSummary[] | undefined): TypeRow[] | undefined {
  const ids = useMemo(() => {
    const all = summaries?.map((it) => it.componentTypeId ?? '') ?? []
    return all.length <= WHOLE_MAX ? all : []
  }, [summaries])
  const wholes = useTypeMap(workspaceId, ids)
  return useMemo(() => summaries?.map((it) => {
    const id = it.componentTypeId ?? ''
    const whole = wholes.get(id)
    return {
      id,
      name: it.componentTypeName ?? '',
      description: it.description ?? '',
      isPredefined: isPredefined(it),
      status: it.status,
      updated: it.updateDateTime,
      created: it.creationDateTime,
      extendsFrom: whole?.extendsFrom,
      nProperties: whole && Object.keys(whole.propertyDefinitions ?? {}).length,
      isAbstract: whole?.isAbstract,
      isSingleton: whole?.isSingleton,
    }
  }), [summaries, wholes])
}

function isShown(it: TypeRow, shown: Shown): boolean {
  switch (shown) {
    case 'custom': return !it.isPredefined
    case 'predefined': return it.isPredefined
    case 'abstract': return it.isAbstract === true
    default: return true
  }
}

function chips(rows: readonly TypeRow[] | undefined): { id: Shown; text: string }[] {
  const count = (shown: Shown) => (rows ? ` (${rows.filter((it) => isShown(it, shown)).length})` : '')
  return [
    { id: 'all', text: `All${count('all')}` },
    { id: 'custom', text: `Custom${count('custom')}` },
    { id: 'predefined', text: `Predefined${count('predefined')}` },
    { id: 'abstract', text: `Abstract${count('abstract')}` },
  ]
}

function CreateButton(): ReactNode {
  const workspaceId = useWorkspaceId()
  const navigate = useNavigate()
  return <Button variant="primary" onClick={() => navigate(`${paths.componentTypes(workspaceId)}/-/create`)}>Create component type</Button>
}

function Actions({ chosen }: { readonly chosen: readonly TypeRow[] }): ReactNode {
  const workspaceId = useWorkspaceId()
  const navigate = useNavigate()
  const { clients, notify } = useConsole()
  const [dialog, open] = useState<'delete' | 'import' | null>(null)
  const one = chosen.length === 1 ? chosen[0] : undefined
  const areOwn = chosen.length > 0 && chosen.every((it) => !it.isPredefined)
  const run = (id: string) => {
    if (id === 'delete' || id === 'import') open(id)
    else if (id === 'export') {
      exportTypes(clients, workspaceId, chosen.map((it) => it.id))
        .catch((error: unknown) => notify({ type: 'error', text: 'The types could not be exported', error }))
    } else if (one && id === 'edit') navigate(`${paths.componentType(workspaceId, one.id)}/edit`)
    else if (one) navigate(`${paths.componentTypes(workspaceId)}/-/create?from=${encodeURIComponent(one.id)}`)
  }
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <ButtonDropdown
        onItemClick={({ detail }) => run(detail.id)}
        items={[
          {
            id: 'edit', text: 'Edit', disabled: !one || one.isPredefined,
            disabledReason: 'Select one type of your own',
          },
          { id: 'like', text: 'Create like this', disabled: !one, disabledReason: 'Select one type' },
          {
            id: 'export', text: 'Export as JSON', disabled: chosen.length === 0,
            disabledReason: 'Select types',
          },
          { id: 'delete', text: 'Delete', disabled: !areOwn, disabledReason: 'Select types of your own' },
          { id: 'import', text: 'Import from JSON…' },
        ]}
      >
        Actions
      </ButtonDropdown>
      <CreateButton />
      {dialog === 'delete' && <DeleteTypes ids={chosen.map((it) => it.id)} onClose={() => open(null)} />}
      {dialog === 'import' && <ImportTypes onClose={() => open(null)} />}
    </SpaceBetween>
  )
}
