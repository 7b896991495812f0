// The uploads of this tab: how far each is, and what one can do with it.

import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useEffect, useRef } from 'react'
import { useConsole } from '../../../kit/context'
import { type Format, useFormat } from '../../../kit/format'
import { s3Uri } from '../../../objects/uri'
import { can, isOver } from './plan'
import { attachFile, cancelUpload, clearOver, pauseUpload, restoreUploads, resumeUpload, type Upload, uploadStore } from './store'

const SHOWN = 50

export function UploadPanel({ onStored }: { readonly onStored: () => void }): ReactNode {
  const { clients } = useConsole()
  const uploads = uploadStore((it) => it.uploads)
  useEffect(() => void restoreUploads(clients.session.accountId), [clients])
  const shown = uploads.filter((it) => it.status !== 'cancelled')
  if (shown.length === 0) return null
  const left = shown.filter((it) => !isOver(it.status)).length
  const sorted = shown.toSorted((a, b) => order(a) - order(b)).slice(0, SHOWN)
  return (
    <section className="lib-uploads" aria-label="Uploads">
      <div className="lib-uploads-head">
        <h2 aria-live="polite">{headline(shown)}</h2>
        <Button variant="inline-link" onClick={clearOver} disabled={left === shown.length}>Clear finished</Button>
      </div>
      {sorted.map((it) => <Row key={it.id} upload={it} onStored={onStored} />)}
      {shown.length > SHOWN && <p className="lib-upload-state">and {shown.length - SHOWN} more</p>}
    </section>
  )
}

function headline(shown: readonly Upload[]): string {
  const files = (count: number) => (count === 1 ? '1 file' : `${count} files`)
  const active = shown.filter((it) => it.status === 'uploading' || it.status === 'queued' || it.status === 'offline').length
  if (active > 0) return `Uploading ${active} of ${files(shown.length)}`
  const waiting = shown.filter((it) => !isOver(it.status)).length
  return waiting > 0 ? `${files(waiting)} ${waiting === 1 ? 'waits' : 'wait'} for you` : `${files(shown.length)} uploaded`
}

/** What needs somebody comes first, what is done last. */
function order({ status }: Upload): number {
  return status === 'failed' || status === 'interrupted' ? 0 : status === 'done' ? 2 : 1
}

function Row({ upload, onStored }: { readonly upload: Upload; readonly onStored: () => void }): ReactNode {
  const { clients, notify } = useConsole()
  const format = useFormat()
  const file = useRef<HTMLInputElement>(null)
  const { id, name, status, size_bytes, sent_bytes } = upload
  const percent = status === 'done' ? 100 : size_bytes === 0 ? 0 : Math.floor((sent_bytes / size_bytes) * 100)
  const attach = async (chosen: File | undefined) => {
    if (chosen && !(await attachFile(clients, id, chosen, onStored))) {
      notify({ type: 'warning', text: `That is another file than the one of which ${format.bytes(sent_bytes)} were sent. Choose the same file, unchanged, or cancel this upload and begin anew.` })
    }
  }
  const cancel = () => cancelUpload(clients, id).catch((error: unknown) => notify({ type: 'error', text: 'The parts already sent could not be removed.', error }))
  return (
    <div className="lib-upload">
      <div>
        <div className="lib-upload-name" title={s3Uri(name)}>{name.key}</div>
        <div className={`lib-upload-state${status === 'failed' ? ' lib-upload-failed' : ''}`}>{stateText(upload, format)}</div>
      </div>
      <SpaceBetween direction="horizontal" size="xxs">
        {can(status, 'pause') && <Button variant="inline-icon" iconName="pause" ariaLabel={`Pause ${name.key}`} onClick={() => pauseUpload(id)} />}
        {can(status, 'resume') && <Button variant="inline-icon" iconName={status === 'failed' ? 'refresh' : 'play'} ariaLabel={`${status === 'failed' ? 'Try again' : 'Resume'} ${name.key}`} onClick={() => resumeUpload(id)} />}
        {can(status, 'attach') && <Button onClick={() => file.current?.click()}>Choose the file again</Button>}
        {can(status, 'cancel') && <Button variant="inline-icon" iconName="close" ariaLabel={`Cancel ${name.key}`} onClick={() => void cancel()} />}
      </SpaceBetween>
      <progress className={`lib-bar${status === 'done' ? ' lib-bar-done' : ''}`} aria-label={`Upload of ${name.key}`} max={100} value={percent} />
      <input ref={file} type="file" hidden onChange={({ currentTarget: it }) => { void attach(it.files?.[0]); it.value = '' }} />
    </div>
  )
}

function stateText({ status, size_bytes, sent_bytes, speed, problem }: Upload, format: Format): string {
  const amount = `${format.bytes(sent_bytes)} of ${format.bytes(size_bytes)}`
  if (status === 'queued') return `Waiting · ${format.bytes(size_bytes)}`
  if (status === 'paused') return `Paused · ${amount}`
  if (status === 'offline') return `The connection is lost; goes on by itself · ${amount}`
  if (status === 'interrupted') return `Broke off · ${amount} are with the server. Choose the same file to go on.`
  if (status === 'failed') return problem ?? 'Failed'
  if (status === 'done') return format.bytes(size_bytes)
  const left = speed > 0 ? ` · ${format.bytes(speed)}/s · ${format.duration(Math.ceil((size_bytes - sent_bytes) / speed) * 1000)} left` : ''
  return `${amount}${left}`
}
