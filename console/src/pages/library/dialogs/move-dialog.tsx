// Moving and copying into another folder of the bucket.

import Alert from '@cloudscape-design/components/alert'
import Autosuggest from '@cloudscape-design/components/autosuggest'
import FormField from '@cloudscape-design/components/form-field'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useConsole } from '../../../kit/context'
import { keys } from '../../../kit/query'
import { listObjects } from '../../../objects/bucket'
import { folderOf } from '../../../objects/uri'
import { moveProblem } from '../moves'
import { isKeptByConsole, parentsOf, type Row } from '../rows'
import { Dialog } from './frame'
import { FollowingScenes } from './name-dialogs'

export interface MoveDialogProps {
  readonly workspaceId: string
  readonly bucket: string
  readonly prefix: string
  readonly rows: readonly Row[]
  readonly isMove: boolean
  readonly onRun: (target: string, updatesScenes: boolean) => Promise<void>
  readonly onClose: () => void
}

export function MoveDialog({ workspaceId, bucket, prefix, rows, isMove, onRun, onClose }: MoveDialogProps): ReactNode {
  const { clients } = useConsole()
  const [text, setText] = useState(isMove ? '' : prefix)
  const [updates, setUpdates] = useState(true)
  const folders = useQuery({
    queryKey: [...keys.objects(bucket), 'folders'],
    queryFn: async ({ signal }) => foldersOf((await listObjects(clients.s3, bucket, '', { isFlat: true, signal })).objects.map((it) => it.key)),
  })
  const target = text.trim() === '' || text.trim() === '/' ? '' : `${text.trim().replaceAll(/^\/+|\/+$/g, '')}/`
  const isSame = isMove && rows.every((it) => folderOf(it.key.replace(/\/$/, '')) === target)
  const problem = moveProblem(rows, target) ?? (isSame && text !== '' ? 'They are in this folder already.' : null)
  const what = rows.length === 1 ? `“${rows[0]?.name}”` : `${rows.length} items`
  return (
    <Dialog title={`${isMove ? 'Move' : 'Copy'} ${what}`} action={isMove ? 'Move' : 'Copy'} isReady={problem === null && !isSame} onRun={() => onRun(target, isMove && updates)} onClose={onClose}>
      <FormField label="Into the folder" description="Leave empty for the top of the library. A folder that is not there yet is made." errorText={problem ?? ''}>
        <Autosuggest
          value={text} onChange={({ detail }) => setText(detail.value)} options={(folders.data ?? []).map((value) => ({ value }))}
          enteredTextLabel={(it) => `New folder “${it}”`} placeholder="models/pumps/" ariaLabel="Folder"
          statusType={folders.isPending ? 'loading' : 'finished'} loadingText="Loading folders" empty="No folders yet"
        />
      </FormField>
      {isMove && <FollowingScenes workspaceId={workspaceId} bucket={bucket} rows={rows} isOn={updates} onChange={setUpdates} />}
      {!isMove && target === prefix && <Alert type="info">Copies in the same folder get a number behind their name.</Alert>}
    </Dialog>
  )
}

/** All folders that keys imply. */
function foldersOf(all: readonly string[]): readonly string[] {
  const folders = new Set<string>()
  for (const key of all) if (!isKeptByConsole(key)) for (const it of parentsOf(folderOf(key))) folders.add(it.prefix)
  return [...folders].toSorted((a, b) => a.localeCompare(b))
}
