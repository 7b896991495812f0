// Scenes as a table.

import Badge from '@cloudscape-design/components/badge'
import type { TableProps } from '@cloudscape-design/components/table'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import { type ReactNode, useMemo } from 'react'
import { type Format, useFormat } from '../../kit/format'
import { Link } from '../../kit/link'
import { paths } from '../../kit/paths'
import { ResourceTable } from '../../kit/resource-table'
import { Time } from '../../kit/time'
import { s3Uri } from '../../objects/uri'
import type { SceneRow } from './data'
import { SCENE_ACTIONS, type SceneAction } from './scene-actions'
import type { SceneListProps } from './scene-cards'

export interface SceneTableProps extends Omit<SceneListProps, 'empty'> {
  readonly empty: { readonly title: string; readonly hint: string; readonly action?: ReactNode }
}

export function SceneTable({ workspaceId, rows, error, onRetry, actions, empty, onAct }: SceneTableProps): ReactNode {
  const format = useFormat()
  const columns = useMemo(() => columnsOf(workspaceId, format, onAct), [workspaceId, format, onAct])
  return (
    <ResourceTable<SceneRow>
      id="scenes" title="Scenes" items={rows} isLoading={rows === undefined} error={error} onRetry={onRetry} columns={columns}
      defaultColumns={['id', 'description', 'changed', 'size', 'actions']} rowId={(it) => it.sceneId}
      searchText={(it) => `${it.sceneId} ${it.description}`} sortBy={{ column: 'changed', descending: true }} actions={actions} empty={empty}
    />
  )
}

function columnsOf(workspaceId: string, format: Format, onAct: SceneListProps['onAct']): readonly TableProps.ColumnDefinition<SceneRow>[] {
  const time = (it: Date | undefined) => it?.getTime() ?? 0
  return [
    { id: 'id', header: 'Scene', isRowHeader: true, minWidth: 160, sortingField: 'sceneId', cell: (it) => <><Link to={paths.scene(workspaceId, it.sceneId)}>{it.sceneId}</Link>{it.isMissing && <> <Badge color="red">document is gone</Badge></>}{it.document === null && <> <Badge>dynamic</Badge></>}</> },
    { id: 'description', header: 'Description', minWidth: 160, sortingField: 'description', cell: (it) => it.description || '–' },
    { id: 'changed', header: 'Changed', width: 160, sortingComparator: (a, b) => time(a.changed_at) - time(b.changed_at), cell: (it) => <Time time={it.changed_at} /> },
    { id: 'created', header: 'Created', width: 160, sortingComparator: (a, b) => time(a.created_at) - time(b.created_at), cell: (it) => <Time time={it.created_at} /> },
    { id: 'size', header: 'Size', width: 110, sortingComparator: (a, b) => (a.object?.size_bytes ?? 0) - (b.object?.size_bytes ?? 0), cell: (it) => (it.object ? format.bytes(it.object.size_bytes) : '–') },
    { id: 'where', header: 'Document', minWidth: 200, cell: (it) => (it.document ? s3Uri(it.document) : '–') },
    { id: 'actions', header: 'Actions', width: 120, cell: (it) => <ButtonDropdown variant="inline-icon" ariaLabel={`Actions for ${it.sceneId}`} items={SCENE_ACTIONS} expandToViewport onItemClick={({ detail }) => onAct(detail.id as SceneAction, it)} /> },
  ]
}
