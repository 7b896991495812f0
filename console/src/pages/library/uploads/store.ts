// All uploads of this browser tab: they go on while one looks at other pages, and are known again after a reload.

import { create } from 'zustand'
import type { Clients } from '../../../aws'
import { describeError } from '../../../kit/errors'
import { allKept, forget, keep } from '../../../objects/idb'
import type { ObjectName } from '../../../objects/uri'
import { fingerprint } from './fingerprint'
import { type Event, isOver, next, type Status } from './plan'
import { abort, ConnectionLost, send } from './send'

export interface Upload {
  readonly id: string
  readonly name: ObjectName
  readonly size_bytes: number
  readonly sent_bytes: number
  readonly status: Status
  /** Why it failed. */
  readonly problem: string | null
  readonly fingerprint: string
  readonly uploadId: string | null
  readonly accountId: string
  /** Bytes a second, of late; 0 when not known yet. */
  readonly speed: number
}

interface State {
  readonly uploads: readonly Upload[]
}
export const uploadStore = create<State>(() => ({ uploads: [] }))

/** What cannot be kept by the browser: the file, the way to stop it, whom to tell. */
interface Running {
  readonly file: File
  readonly clients: Clients
  readonly onDone: () => void
  control: AbortController | null
  started: { readonly at_ms: number; readonly sent_bytes: number } | null
}
const running = new Map<string, Running>()
const FILES_AT_ONCE = 2

function find(id: string): Upload | undefined {
  return uploadStore.getState().uploads.find((it) => it.id === id)
}

function change(id: string, part: Partial<Upload>): void {
  uploadStore.setState(({ uploads }) => ({ uploads: uploads.map((it) => (it.id === id ? { ...it, ...part } : it)) }))
}

/** Moves an upload, and stops or starts what the move means. */
function move(id: string, event: Event): void {
  const upload = find(id)
  if (!upload) return
  const status = next(upload.status, event)
  if (status === upload.status) return
  change(id, { status })
  if (status !== 'uploading') running.get(id)?.control?.abort()
  pump()
}

export interface NewUpload {
  readonly name: ObjectName
  readonly file: File
}

/** Queues files; `onDone` is called after each that is stored. */
export async function addUploads(clients: Clients, files: readonly NewUpload[], onDone: () => void): Promise<void> {
  const { accountId } = clients.session
  const added: Upload[] = []
  for (const { name, file } of files) {
    const print = await fingerprint(file)
    const id = crypto.getRandomValues(new Uint32Array(3)).join('-')
    running.set(id, { file, clients, onDone, control: null, started: null })
    added.push({ id, name, size_bytes: file.size, sent_bytes: 0, status: 'queued', problem: null, fingerprint: print, uploadId: null, accountId, speed: 0 })
  }
  uploadStore.setState(({ uploads }) => ({ uploads: [...uploads, ...added] }))
  pump()
}

export const pauseUpload = (id: string): void => move(id, 'pause')
export const resumeUpload = (id: string): void => {
  change(id, { problem: null })
  move(id, 'resume')
}

/** Stops it and takes what was sent away from the server. */
export async function cancelUpload(clients: Clients, id: string): Promise<void> {
  const upload = find(id)
  if (!upload) return
  move(id, 'cancel')
  await drop(id)
  if (upload.uploadId) await abort(clients.s3, upload.name, upload.uploadId)
}

/** Goes on with an upload of an earlier visit, if the file is the same. */
export async function attachFile(clients: Clients, id: string, file: File, onDone: () => void): Promise<boolean> {
  const upload = find(id)
  if (!upload || (await fingerprint(file)) !== upload.fingerprint) return false
  running.set(id, { file, clients, onDone, control: null, started: null })
  move(id, 'attach')
  return true
}

export function clearOver(): void {
  uploadStore.setState(({ uploads }) => ({ uploads: uploads.filter((it) => !isOver(it.status)) }))
}

/** The uploads an earlier visit left behind, once. */
let isRestored = false
export async function restoreUploads(accountId: string): Promise<void> {
  if (isRestored) return
  isRestored = true
  const kept = await allKept<Upload>('uploads').catch(() => [])
  const known = new Set(uploadStore.getState().uploads.map((it) => it.id))
  const left: Upload[] = []
  for (const it of kept) {
    if (it.accountId === accountId && !known.has(it.id)) left.push({ ...it, status: 'interrupted', speed: 0 })
  }
  uploadStore.setState(({ uploads }) => ({ uploads: [...left, ...uploads] }))
}

/** Starts what waits, as many as are allowed at once. */
function pump(): void {
  const { uploads } = uploadStore.getState()
  let free = FILES_AT_ONCE - uploads.filter((it) => it.status === 'uploading').length
  for (const upload of uploads) {
    if (free <= 0) return
    if (upload.status !== 'queued') continue
    free -= 1
    void run(upload)
  }
}

async function run(upload: Upload): Promise<void> {
  const { id, name } = upload
  const it = running.get(id)
  if (!it) return
  const control = new AbortController()
  it.control = control
  it.started = null
  change(id, { status: 'uploading' })
  try {
    await send({
      s3: it.clients.s3, name, file: it.file, uploadId: upload.uploadId, signal: control.signal,
      onBegun: async (uploadId) => {
        change(id, { uploadId })
        const now = find(id)
        if (now && uploadId) await keep('uploads', id, now).catch(() => undefined)
      },
      onSent: (sent_bytes) => tell(id, it, sent_bytes),
    })
    move(id, 'finish')
    await drop(id)
    it.onDone()
  } catch (error) {
    // Paused or cancelled: its status says so already.
    if (control.signal.aborted) return
    if (error instanceof ConnectionLost) move(id, 'lost')
    else {
      const { message, requestId } = describeError(error)
      change(id, { problem: requestId ? `${message} (request ${requestId})` : message })
      move(id, 'fail')
    }
  }
}

function tell(id: string, it: Running, sent_bytes: number): void {
  const at_ms = performance.now()
  it.started ??= { at_ms, sent_bytes }
  const passed_s = (at_ms - it.started.at_ms) / 1000
  // A reload then knows how far it was; what counts is what the server says.
  const upload = find(id)
  if (upload?.uploadId) void keep('uploads', id, { ...upload, sent_bytes }).catch(() => undefined)
  change(id, { sent_bytes, speed: passed_s > 0.5 ? (sent_bytes - it.started.sent_bytes) / passed_s : 0 })
}

async function drop(id: string): Promise<void> {
  running.delete(id)
  await forget('uploads', id).catch(() => undefined)
}

function reconnect(): void {
  for (const it of uploadStore.getState().uploads) if (it.status === 'offline') move(it.id, 'resume')
}

if (typeof window !== 'undefined') {
  window.addEventListener('online', reconnect)
  // A server that restarts is no event of the browser: look now and then.
  window.setInterval(reconnect, 10_000)
  window.addEventListener('beforeunload', (event) => {
    if (uploadStore.getState().uploads.some((it) => it.status === 'uploading' || it.status === 'queued')) event.preventDefault()
  })
}
