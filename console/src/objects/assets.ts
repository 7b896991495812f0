// Reads what scene documents name (models, textures, tiles), signed; keeps what was read, by its ETag.

import type { AssetLoader } from '@gemel/scene'
import type { Clients } from '../aws'
import { describeError } from '../kit/errors'
import { readObject } from './bucket'
import { ByteCache } from './byte-cache'
import { type ObjectName, resolveUri, s3Uri } from './uri'

export interface AssetProgress {
  readonly uri: string
  readonly read_bytes: number
  /** 0 when the server did not say. */
  readonly all_bytes: number
  readonly isDone: boolean
}

export interface AssetOptions {
  /** The object relative uris are relative to: the scene's document, or a glTF. */
  readonly base?: ObjectName
  readonly onProgress?: (progress: AssetProgress) => void
}

const BUDGET_BYTES = 256 * 1024 * 1024
/** How long an object is taken to be the same without asking. */
const FRESH_MS = 10_000

interface Cached {
  readonly buffer: ArrayBuffer
  readonly size_bytes: number
  readonly etag: string
  asked_at_ms: number
}

// One for all scenes: the same model is used by many.
const cache = new ByteCache<Cached>(BUDGET_BYTES, (it) => it.size_bytes)
const underWay = new Map<string, Shared>()

interface Shared {
  readonly result: Promise<ArrayBuffer>
  readonly control: AbortController
  readonly listeners: Set<NonNullable<AssetOptions['onProgress']>>
  waiting: number
}

/** A loader for `@gemel/scene`. The buffers it answers are shared: do not write into them. */
export function assetLoader(clients: Clients, options: AssetOptions = {}): AssetLoader {
  return {
    load: async (uri, signal) => {
      const resolved = resolveUri(uri, options.base ?? null, clients.session.endpoint)
      if (resolved.kind === 'web') return await fromWeb(resolved.url, signal)
      return await fromS3(clients, resolved.name, options.onProgress, signal)
    },
  }
}

async function fromWeb(url: string, signal: AbortSignal | undefined): Promise<ArrayBuffer> {
  let answer: Response
  try {
    answer = await fetch(url, signal ? { signal } : {})
  } catch (error) {
    signal?.throwIfAborted()
    throw new Error(`${url} cannot be read. The console loads from its own server only; put the file in the resource library and name it s3://….`, { cause: error })
  }
  if (!answer.ok) throw new Error(`${url} answers ${answer.status} ${answer.statusText}`)
  return await answer.arrayBuffer()
}

async function fromS3(clients: Clients, name: ObjectName, onProgress: AssetOptions['onProgress'], signal: AbortSignal | undefined): Promise<ArrayBuffer> {
  signal?.throwIfAborted()
  const key = `${clients.session.accessKeyId} ${s3Uri(name)}`
  let shared = underWay.get(key)
  if (!shared) {
    shared = start(clients, name, key)
    underWay.set(key, shared)
  }
  return await join(shared, onProgress, signal)
}

function start(clients: Clients, name: ObjectName, key: string): Shared {
  const control = new AbortController()
  const listeners: Shared['listeners'] = new Set()
  const uri = s3Uri(name)
  const tell = (read_bytes: number, all_bytes: number, isDone: boolean) => {
    for (const it of listeners) it({ uri, read_bytes, all_bytes, isDone })
  }
  const result = read(clients, name, key, control.signal, (read_bytes, all_bytes) => tell(read_bytes, all_bytes, false))
    .then((buffer) => {
      tell(buffer.byteLength, buffer.byteLength, true)
      return buffer
    })
    .finally(() => underWay.delete(key))
  // All who wait see the failure; nobody waits when all went away.
  result.catch(() => undefined)
  return { result, control, listeners, waiting: 0 }
}

/** Waits for a read that others may wait for too; the last one to leave stops it. */
async function join(shared: Shared, onProgress: AssetOptions['onProgress'], signal: AbortSignal | undefined): Promise<ArrayBuffer> {
  shared.waiting += 1
  if (onProgress) shared.listeners.add(onProgress)
  const over = new AbortController()
  try {
    return await (signal ? Promise.race([shared.result, aborted(signal, over.signal)]) : shared.result)
  } finally {
    over.abort()
    if (onProgress) shared.listeners.delete(onProgress)
    shared.waiting -= 1
    if (shared.waiting === 0) shared.control.abort()
  }
}

/** Rejects when `signal` is aborted; listens until `until` is. */
function aborted(signal: AbortSignal, until: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: until })
  })
}

async function read(clients: Clients, name: ObjectName, key: string, signal: AbortSignal, onProgress: (read_bytes: number, all_bytes: number) => void): Promise<ArrayBuffer> {
  const known = cache.get(key)
  // A worker that was handed the buffer may have taken it away.
  const cached = known && known.buffer.byteLength === known.size_bytes ? known : undefined
  if (cached && Date.now() - cached.asked_at_ms < FRESH_MS) return cached.buffer
  try {
    const object = await readObject(clients.s3, name, { signal, onProgress, ifNoneMatch: cached?.etag })
    if (!object && cached) {
      cached.asked_at_ms = Date.now()
      return cached.buffer
    }
    if (!object) throw new Error(`${s3Uri(name)} was not sent`)
    cache.set(key, { buffer: object.bytes.buffer, size_bytes: object.size_bytes, etag: object.etag, asked_at_ms: Date.now() })
    return object.bytes.buffer
  } catch (error) {
    const { status, message } = describeError(error)
    if (status === 404) throw new Error(`${s3Uri(name)} is not there. It may have been renamed or deleted; choose another file for it.`, { cause: error })
    if (status === 403) throw new Error(`${s3Uri(name)} may not be read with your keys: ${message}`, { cause: error })
    throw error
  }
}
