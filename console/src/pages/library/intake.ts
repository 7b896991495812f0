// From dropped files to uploads: convert what scenes cannot show, ask about names that are taken, then queue.

import { useCallback, useState } from 'react'
import { useConsole } from '../../kit/context'
import { nameOf } from '../../objects/uri'
import type { Overwrite } from './dialogs/overwrite-dialog'
import { existing } from './moves'
import { type Dropped, droppedFiles } from './uploads/dropped'
import { freeName } from './uploads/plan'
import { addUploads, type NewUpload } from './uploads/store'

export type Question =
  | { readonly kind: 'convert'; readonly models: readonly Dropped[]; readonly files: readonly Dropped[]; readonly rest: readonly Dropped[] }
  | { readonly kind: 'overwrite'; readonly files: readonly NewUpload[]; readonly taken: readonly string[] }

export interface Intake {
  readonly question: Question | null
  /** Closes a question of this kind; the next one may be open already. */
  readonly dismiss: (kind: Question['kind']) => void
  readonly drop: (data: DataTransfer) => Promise<void>
  readonly take: (files: readonly Dropped[]) => Promise<void>
  /** Goes on after a conversion, or without one. */
  readonly send: (files: readonly Dropped[]) => Promise<void>
  readonly overwrite: (files: readonly NewUpload[], taken: readonly string[], how: Overwrite) => Promise<void>
}

export function useIntake(bucket: string | undefined, prefix: string, onStored: () => void): Intake {
  const { clients, notify } = useConsole()
  const [question, ask] = useState<Question | null>(null)

  const send = useCallback(async (files: readonly Dropped[]) => {
    if (!bucket || files.length === 0) return
    const uploads = files.map(({ path, file }): NewUpload => ({ name: { bucket, key: `${prefix}${path.normalize('NFC')}` }, file }))
    const taken = await existing(clients.s3, bucket, uploads.map((it) => it.name.key))
    if (taken.length > 0) ask({ kind: 'overwrite', files: uploads, taken })
    else {
      ask(null)
      await addUploads(clients, uploads, onStored)
    }
  }, [bucket, prefix, clients, onStored])

  const take = useCallback(async (files: readonly Dropped[]) => {
    const models = files.filter((it) => /\.(obj|stl)$/i.test(it.path))
    try {
      if (models.length === 0) await send(files)
      else ask({ kind: 'convert', models, files, rest: files.filter((it) => !models.includes(it)) })
    } catch (error) {
      notify({ type: 'error', text: 'The upload could not begin.', error })
    }
  }, [send, notify])

  const drop = useCallback(async (data: DataTransfer) => {
    try {
      await take(await droppedFiles(data))
    } catch (error) {
      notify({ type: 'error', text: 'What was dropped could not be read.', error })
    }
  }, [take, notify])

  const overwrite = useCallback(async (files: readonly NewUpload[], taken: readonly string[], how: Overwrite) => {
    ask(null)
    await addUploads(clients, decide(files, taken, how), onStored)
  }, [clients, onStored])

  return { question, dismiss: useCallback((kind) => ask((now) => (now?.kind === kind ? null : now)), []), drop, take, send, overwrite }
}

/** Which files are uploaded, and under which name. */
export function decide(files: readonly NewUpload[], taken: readonly string[], how: Overwrite): readonly NewUpload[] {
  const used = new Set(taken)
  if (how === 'replace') return files
  if (how === 'skip') return files.filter((it) => !used.has(it.name.key))
  return files.map((it) => {
    if (!used.has(it.name.key)) return it
    const name = nameOf(it.name.key)
    const folder = it.name.key.slice(0, it.name.key.length - name.length)
    const inFolder = new Set([...used].flatMap((key) => (key.startsWith(folder) ? [key.slice(folder.length)] : [])))
    const key = `${folder}${freeName(name, inFolder)}`
    used.add(key)
    return { name: { bucket: it.name.bucket, key }, file: it.file }
  })
}
