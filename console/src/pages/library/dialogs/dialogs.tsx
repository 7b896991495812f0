// The dialogs of the library: at most one is open.

import type { ReactNode } from 'react'
import { useConsole } from '../../../kit/context'
import { readObject, type StoredObject } from '../../../objects/bucket'
import { nameOf, type ObjectName } from '../../../objects/uri'
import type { Change } from '../changes'
import { refreshObjects } from '../data'
import type { Intake } from '../intake'
import type { Row } from '../rows'
import { ConvertDialog } from './convert-dialog'
import { DeleteDialog } from './delete-dialog'
import { MoveDialog } from './move-dialog'
import { NewFolderDialog, RenameDialog } from './name-dialogs'
import { OptimiseDialog } from './optimise-dialog'
import { OverwriteDialog } from './overwrite-dialog'

export type Opened =
  | { readonly kind: 'folder' }
  | { readonly kind: 'rename' | 'move' | 'copy' | 'delete'; readonly rows: readonly Row[] }
  | { readonly kind: 'optimise'; readonly name: ObjectName; readonly object: StoredObject }

export interface DialogsProps {
  readonly workspaceId: string
  readonly bucket: string
  readonly prefix: string
  readonly rows: readonly Row[]
  readonly opened: Opened | null
  readonly intake: Intake
  readonly change: (change: Change) => Promise<void>
  readonly onClose: () => void
  readonly onGo: (prefix: string) => void
  readonly onOpen: (key: string | null) => void
  readonly onDeselect: () => void
}

export function Dialogs(props: DialogsProps): ReactNode {
  const { workspaceId, bucket, prefix, rows, opened, intake, change, onClose, onGo, onOpen, onDeselect } = props
  const { notify } = useConsole()
  const taken = new Set(rows.map((it) => nameOf(it.key)))
  const common = { workspaceId, bucket, onClose }
  const done = () => {
    onDeselect()
    onOpen(null)
  }
  if (intake.question) return <Questions intake={intake} />
  if (!opened) return null
  if (opened.kind === 'folder') return <NewFolderDialog {...common} prefix={prefix} taken={taken} onDone={(it) => { refreshObjects(bucket); onGo(it) }} />
  if (opened.kind === 'optimise') {
    return <OptimiseDialog name={opened.name} object={opened.object} onClose={onClose} onStored={(key) => { refreshObjects(bucket); onOpen(key); notify({ type: 'success', text: `“${nameOf(key)}” is stored.` }) }} />
  }
  const { kind, rows: chosen } = opened
  const [first] = chosen
  if (!first) return null
  if (kind === 'delete') {
    return <DeleteDialog {...common} rows={chosen} onDone={(count) => { done(); refreshObjects(bucket); notify({ type: 'success', text: count === 1 ? `“${first.name}” is deleted.` : `${count} objects are deleted.` }) }} />
  }
  if (kind === 'rename') {
    return <RenameDialog {...common} row={first} taken={taken} onRun={async (name, target, updatesScenes) => { await change({ rows: [first], target, name, isMove: true, updatesScenes }); done() }} />
  }
  const isMove = kind === 'move'
  return <MoveDialog {...common} prefix={prefix} rows={chosen} isMove={isMove} onRun={async (target, updatesScenes) => { await change({ rows: chosen, target, isMove, updatesScenes }); done() }} />
}

function Questions({ intake }: { readonly intake: Intake }): ReactNode {
  const { question, dismiss, send, overwrite } = intake
  if (question?.kind === 'convert') return <ConvertDialog models={question.models} beside={question.files} onClose={() => dismiss('convert')} onDone={async (made) => await send([...made, ...question.rest])} />
  if (question?.kind === 'overwrite') return <OverwriteDialog taken={question.taken} all={question.files.length} onClose={() => dismiss('overwrite')} onChoose={async (how) => await overwrite(question.files, question.taken, how)} />
  return null
}

/** An object of the bucket as a file, to convert it. */
export async function fileOf(s3: Parameters<typeof readObject>[0], name: ObjectName): Promise<File> {
  const object = await readObject(s3, name)
  return new File([object?.bytes ?? new Uint8Array()], nameOf(name.key))
}
