// The resource library: what is in the bucket of a workspace, and everything one does with it.

import Button from '@cloudscape-design/components/button'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { useConsole, usePaletteActions, useWorkspaceId } from '../../kit/context'
import { Empty } from '../../kit/empty'
import { Link } from '../../kit/link'
import { PageFrame } from '../../kit/page-frame'
import { paths } from '../../kit/paths'
import { NoBucket } from '../../objects/bucket'
import { folderOf, nameOf, s3Uri } from '../../objects/uri'
import { useChanges } from './changes'
import { download, refreshObjects, useBucket, useListing } from './data'
import { Dialogs, fileOf, type Opened } from './dialogs/dialogs'
import { DropZone } from './drop-zone'
import { useIntake } from './intake'
import { ObjectGrid } from './object-grid'
import { type ObjectListProps, ObjectTable } from './object-table'
import { libraryPath, usePlace } from './place'
import { type PanelAction, PreviewPanel } from './preview/preview-panel'
import { parentsOf, type Row, rowsOf } from './rows'
import { type Act, Toolbar, UploadButton } from './toolbar'
import { UploadPanel } from './uploads/upload-panel'
import { useKept } from './use-kept'
import './library.css'

export function Page(): ReactNode {
  const workspaceId = useWorkspaceId()
  const bucket = useBucket(workspaceId)
  const place = usePlace(workspaceId)
  const above = parentsOf(place.prefix)
  const crumbs = [
    { text: 'Workspaces', href: paths.workspaces() }, { text: workspaceId, href: paths.workspace(workspaceId) },
    ...(above.length > 0 ? [{ text: 'Resource library', href: paths.library(workspaceId) }] : []),
    ...above.slice(0, -1).map((it) => ({ text: it.name, href: libraryPath(workspaceId, it.prefix) })),
  ]
  const hasNoBucket = bucket.error instanceof NoBucket
  return (
    <PageFrame title={above.at(-1)?.name ?? 'Resource library'} crumbs={crumbs} hasOwnHeader isLoading={bucket.isPending} error={hasNoBucket ? null : bucket.error} onRetry={() => void bucket.refetch()}>
      {hasNoBucket && <Empty title="This workspace has no bucket" hint="Models, pictures and scenes are kept in the S3 bucket of a workspace. Give this one a bucket to begin." action={<Link to={paths.workspace(workspaceId)}>Open the workspace</Link>} />}
      {bucket.data && <Library key={bucket.data} workspaceId={workspaceId} bucket={bucket.data} title={above.at(-1)?.name ?? 'Resource library'} />}
    </PageFrame>
  )
}

interface LibraryProps {
  readonly workspaceId: string
  readonly bucket: string
  readonly title: string
}

function Library({ workspaceId, bucket, title }: LibraryProps): ReactNode {
  const { clients, notify } = useConsole()
  const { prefix, opened: openedKey, open, go } = usePlace(workspaceId)
  const [view, setView] = useKept<'list' | 'grid'>('gemel.library.view', ['grid', 'list'])
  const [isFlat, setFlat] = useState(false)
  const [showsKept, setShowsKept] = useState(false)
  const [selected, setSelected] = useState<readonly Row[]>([])
  const [dialog, setDialog] = useState<Opened | null>(null)
  const listing = useListing(bucket, prefix, isFlat)
  const stored = useCallback(() => refreshObjects(bucket), [bucket])
  const intake = useIntake(bucket, prefix, stored)
  const change = useChanges(workspaceId, bucket)
  const rows = useMemo(() => listing.data && rowsOf(listing.data, prefix, { kept: showsKept, isFlat }), [listing.data, prefix, showsKept, isFlat])
  // Rows that are gone or in another folder are not selected any more.
  const chosen = useMemo(() => (rows ?? []).filter((it) => selected.some((other) => other.key === it.key)), [rows, selected])
  // A deep link may name an object of another folder.
  const inFolder = useListing(openedKey === null ? undefined : bucket, folderOf(openedKey ?? ''), false)
  const object = inFolder.data?.objects.find((it) => it.key === openedKey)
  usePaletteActions(useMemo(() => [{ id: 'library.folder', label: 'New folder', group: 'Resource library', run: () => setDialog({ kind: 'folder' }) }], []))

  const act = (what: Act, on: readonly Row[] = chosen) => {
    const [first] = on
    if (!first) return
    if (what === 'download') for (const it of on) void download(clients, { bucket, key: it.key })
    else if (what === 'copy-uri') {
      const text = on.map((it) => s3Uri({ bucket, key: it.key })).join('\n')
      navigator.clipboard.writeText(text).then(
        () => notify({ type: 'success', text: on.length === 1 ? 'The S3 URI is copied.' : `${on.length} S3 URIs are copied.` }),
        () => notify({ type: 'warning', text: `The browser did not let it be copied: ${text}` }),
      )
    } else if (what === 'optimise') {
      if (first.object) setDialog({ kind: 'optimise', name: { bucket, key: first.key }, object: first.object })
    } else setDialog({ kind: what, rows: on })
  }
  const actOnOpened = async (what: PanelAction) => {
    if (!object) return
    const name = { bucket, key: object.key }
    if (what === 'convert') await intake.take([{ path: nameOf(object.key), file: await fileOf(clients.s3, name) }])
    else act(what, [{ key: object.key, name: nameOf(object.key), kind: 'other', object }])
  }
  const upload = <UploadButton onFiles={(it) => void intake.take(it)} variant="normal" />
  const list: ObjectListProps = {
    workspaceId, prefix, title, rows, isLoading: listing.isPending, error: listing.error, onRetry: () => void listing.refetch(),
    selected: chosen, onSelect: setSelected, opened: openedKey,
    actions: <Toolbar selected={chosen} view={view} isFlat={isFlat} showsKept={showsKept} onView={setView} onFlat={setFlat} onKept={setShowsKept} onFiles={(it) => void intake.take(it)} onNewFolder={() => setDialog({ kind: 'folder' })} onAct={act} />,
    empty: prefix === ''
      ? { title: 'Nothing here yet', hint: 'Drop 3D models (GLB, glTF, OBJ, STL), pictures or whole folders here. Scenes then place them.', action: upload }
      : { title: 'This folder is empty', hint: 'Drop files or whole folders here.', action: upload },
  }
  return (
    <>
      <UploadPanel onStored={stored} />
      <DropZone className={`lib${object ? ' lib-with-preview' : ''}`} target={prefix} isEnabled={dialog === null && intake.question === null} onDrop={(it) => void intake.drop(it)}>
        <div>{view === 'grid' ? <ObjectGrid {...list} bucket={bucket} /> : <ObjectTable {...list} />}</div>
        {object && <PreviewPanel hasStage={dialog?.kind !== 'optimise'} workspaceId={workspaceId} name={{ bucket, key: object.key }} object={object} onClose={() => open(null)} onDownload={() => void download(clients, { bucket, key: object.key })} onAction={(it) => void actOnOpened(it)} />}
        {openedKey !== null && inFolder.data && !object && <Gone objectKey={openedKey} onClose={() => open(null)} />}
      </DropZone>
      <Dialogs workspaceId={workspaceId} bucket={bucket} prefix={prefix} rows={rows ?? []} opened={dialog} intake={intake} change={change} onClose={() => setDialog(null)} onGo={go} onOpen={open} onDeselect={() => setSelected([])} />
    </>
  )
}

function Gone({ objectKey, onClose }: { readonly objectKey: string; readonly onClose: () => void }): ReactNode {
  return <Empty title={`“${nameOf(objectKey)}” is not there`} hint="It may have been moved, renamed or deleted." action={<Button onClick={onClose}>Close</Button>} />
}
