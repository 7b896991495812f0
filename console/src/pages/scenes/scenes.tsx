// The scenes of a workspace: as cards or as a table, and everything one does with whole scenes.

import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { ConfirmDelete } from '../../kit/confirm-delete'
import { useConsole, usePaletteActions, useWorkspaceId } from '../../kit/context'
import { Empty } from '../../kit/empty'
import { PageFrame } from '../../kit/page-frame'
import { paths } from '../../kit/paths'
import { useKept } from '../library/use-kept'
import { refreshScenes, type SceneRow, useSceneRows } from './data'
import { CreateDialog } from './dialogs/create-dialog'
import { DescribeDialog, DuplicateDialog, RenameDialog } from './dialogs/name-dialog'
import { TrashDialog } from './dialogs/trash-dialog'
import { exportArchive, exportDocument } from './export-scene'
import type { SceneAction } from './scene-actions'
import { SceneCards } from './scene-cards'
import { SceneTable } from './scene-table'
import { KEPT_DAYS, restoreScene, trashScene } from './trash'
import './scenes.css'

type Opened =
  | { readonly kind: 'create' | 'import' | 'trash' }
  | { readonly kind: 'duplicate' | 'rename' | 'describe' | 'delete'; readonly row: SceneRow }

export function Page(): ReactNode {
  const workspaceId = useWorkspaceId()
  const navigate = useNavigate()
  const { rows, error, refetch } = useSceneRows(workspaceId)
  const [view, setView] = useKept<'cards' | 'table'>('gemel.scenes.view', ['cards', 'table'])
  const [opened, setOpened] = useState<Opened | null>(null)
  const exportScene = useExport(workspaceId)
  usePaletteActions(useMemo(() => [
    { id: 'scenes.create', label: 'Create a scene', group: 'Scenes', run: () => setOpened({ kind: 'create' }) },
    { id: 'scenes.import', label: 'Import a scene', group: 'Scenes', run: () => setOpened({ kind: 'import' }) },
  ], []))
  const act = useCallback((action: SceneAction, row: SceneRow) => {
    const to = paths.scene(workspaceId, row.sceneId)
    if (action === 'open') void navigate(to)
    else if (action === 'view' || action === 'versions') void navigate(`${to}/${action}`)
    else if (action === 'export' || action === 'export-all') void exportScene(row.sceneId, action === 'export-all')
    else setOpened({ kind: action, row })
  }, [workspaceId, navigate, exportScene])
  const actions = (
    <div className="sc-head-actions">
      <SegmentedControl selectedId={view} label="View" onChange={({ detail }) => setView(detail.selectedId === 'table' ? 'table' : 'cards')} options={[{ id: 'cards', iconName: 'grid-view', iconAlt: 'Cards' }, { id: 'table', iconName: 'list-view', iconAlt: 'Table' }]} />
      <ButtonDropdown variant="icon" ariaLabel="More" items={[{ id: 'trash', text: 'Deleted scenes…' }]} onItemClick={() => setOpened({ kind: 'trash' })} />
      <Button iconName="upload" onClick={() => setOpened({ kind: 'import' })}>Import</Button>
      <Button variant="primary" onClick={() => setOpened({ kind: 'create' })}>Create scene</Button>
    </div>
  )
  const empty = {
    title: 'No scenes yet', hint: 'A scene shows the twin in 3D: models from the library, tags with live values, rules that colour them.',
    action: <SpaceBetween direction="horizontal" size="xs"><Button variant="primary" onClick={() => setOpened({ kind: 'create' })}>Create scene</Button><Button onClick={() => setOpened({ kind: 'import' })}>Import one</Button></SpaceBetween>,
  }
  const list = { workspaceId, rows, error, onRetry: refetch, actions, onAct: act }
  return (
    <PageFrame title="Scenes" crumbs={[{ text: 'Workspaces', href: paths.workspaces() }, { text: workspaceId, href: paths.workspace(workspaceId) }]} hasOwnHeader>
      {view === 'cards' ? <SceneCards {...list} empty={<Empty {...empty} />} /> : <SceneTable {...list} empty={empty} />}
      {opened && <Dialogs workspaceId={workspaceId} rows={rows ?? []} opened={opened} onClose={() => setOpened(null)} />}
    </PageFrame>
  )
}

/** Exports with progress; what was missing is told. */
function useExport(workspaceId: string) {
  const { clients, notify, dismiss } = useConsole()
  return useCallback(async (sceneId: string, withModels: boolean) => {
    const id = `export ${sceneId}`
    const control = new AbortController()
    try {
      if (!withModels) await exportDocument(clients, workspaceId, sceneId)
      else {
        const tell = (done: number, all: number) => notify({ id, type: 'in-progress', text: `Packing “${sceneId}” with its models`, percent: all === 0 ? 0 : (done / all) * 100, cancel: () => control.abort() })
        tell(0, 1)
        const missing = await exportArchive(clients, workspaceId, sceneId, tell, control.signal)
        if (missing.length > 0) notify({ id, type: 'warning', text: `“${sceneId}” is exported without files that are not there: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ' …' : ''}.` })
        else dismiss(id)
      }
    } catch (error) {
      if (control.signal.aborted) dismiss(id)
      else notify({ id, type: 'error', text: `“${sceneId}” could not be exported.`, error })
    }
  }, [clients, notify, dismiss, workspaceId])
}

interface DialogsProps {
  readonly workspaceId: string
  readonly rows: readonly SceneRow[]
  readonly opened: Opened
  readonly onClose: () => void
}

function Dialogs({ workspaceId, rows, opened, onClose }: DialogsProps): ReactNode {
  const { clients, notify } = useConsole()
  const navigate = useNavigate()
  const taken = rows.map((it) => it.sceneId).toSorted()
  const done = (text: string) => {
    refreshScenes(workspaceId)
    notify({ type: 'success', text })
  }
  if (opened.kind === 'trash') return <TrashDialog workspaceId={workspaceId} onClose={onClose} onRestored={(sceneId) => { onClose(); done(`“${sceneId}” is back.`) }} />
  if (opened.kind === 'create' || opened.kind === 'import') {
    return (
      <CreateDialog
        workspaceId={workspaceId} taken={taken} isImport={opened.kind === 'import'} onClose={onClose}
        onDone={(sceneId, isImported) => {
          refreshScenes(workspaceId)
          // Who makes a scene wants to build it; who brings several along stays with the list.
          if (isImported) notify({ type: 'success', text: `“${sceneId}” is imported.`, link: { text: 'Open', to: paths.scene(workspaceId, sceneId) } })
          else void navigate(paths.scene(workspaceId, sceneId))
        }}
      />
    )
  }
  if (!('row' in opened)) return null
  const { row } = opened
  const common = { workspaceId, row, taken, onDone: done, onClose }
  if (opened.kind === 'duplicate') return <DuplicateDialog {...common} />
  if (opened.kind === 'rename') return <RenameDialog {...common} />
  if (opened.kind === 'describe') return <DescribeDialog {...common} />
  const remove = async () => {
    const trashed = await trashScene(clients, workspaceId, row.sceneId)
    refreshScenes(workspaceId)
    const undo = trashed ? { undo: async () => { await restoreScene(clients, workspaceId, trashed); refreshScenes(workspaceId) } } : {}
    notify({ type: 'success', text: `“${row.sceneId}” is deleted.`, ...undo })
  }
  return (
    <ConfirmDelete title={`Delete scene “${row.sceneId}”?`} onDelete={remove} onClose={onClose}>
      {row.document
        ? `Its document and versions go with it. It stays among the deleted scenes for ${KEPT_DAYS} days, where it can be brought back. Models in the library stay.`
        : 'It has no document that could be kept: it cannot be brought back.'}
    </ConfirmDelete>
  )
}
