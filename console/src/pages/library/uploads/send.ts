// Sends one file: whole when it is small, else in parts side by side, going on from the parts the server has.

import {
  AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CreateMultipartUploadCommand, ListPartsCommand,
  type S3Client, UploadPartCommand,
} from '@aws-sdk/client-s3'
import { contentTypeOf, isMissing, writeObject } from '../../../objects/bucket'
import type { ObjectName } from '../../../objects/uri'
import { describeError } from '../../../kit/errors'
import { backoff_ms, missingParts, PART_MIN_BYTES, type Part, partSize, partsOf } from './plan'

const PARALLEL = 3
const TRIES = 5

export interface Sending {
  readonly s3: S3Client
  readonly name: ObjectName
  readonly file: File
  /** Of an earlier try. */
  readonly uploadId: string | null
  readonly signal: AbortSignal
  /** The server has begun an upload: keep its id. */
  readonly onBegun: (uploadId: string | null) => Promise<void>
  readonly onSent: (sent_bytes: number) => void
}

/** The connection is gone; what was sent stays with the server. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

export async function send(sending: Sending): Promise<void> {
  const { s3, name, file, signal, onSent } = sending
  if (file.size <= PART_MIN_BYTES) {
    const bytes = new Uint8Array(await file.arrayBuffer())
    await again(signal, () => writeObject(s3, name, bytes, { signal, contentType: contentTypeOf(name.key) }))
    onSent(file.size)
    return
  }
  const begun = await begin(sending)
  const parts = partsOf(file.size, partSize(file.size))
  const etags = new Map([...begun.stored].map(([number, it]) => [number, it.etag]))
  const missing = missingParts(parts, begun.stored)
  let sent_bytes = file.size - missing.reduce((sum, it) => sum + it.to - it.from, 0)
  onSent(sent_bytes)
  await inParallel(missing, signal, async (part, signal) => {
    etags.set(part.number, await sendPart(sending, begun.uploadId, part, signal))
    sent_bytes += part.to - part.from
    onSent(sent_bytes)
  })
  const Parts = parts.map(({ number }) => ({ PartNumber: number, ETag: etags.get(number) }))
  const command = { Bucket: name.bucket, Key: name.key, UploadId: begun.uploadId, MultipartUpload: { Parts } }
  await again(signal, () => s3.send(new CompleteMultipartUploadCommand(command), { abortSignal: signal }))
}

/** Takes the parts already sent away from the server. */
export async function abort(s3: S3Client, name: ObjectName, uploadId: string): Promise<void> {
  try {
    await s3.send(new AbortMultipartUploadCommand({ Bucket: name.bucket, Key: name.key, UploadId: uploadId }))
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}

type Stored = ReadonlyMap<number, { readonly size_bytes: number; readonly etag: string }>

async function begin({ s3, name, uploadId, signal, onBegun }: Sending): Promise<{ readonly uploadId: string; readonly stored: Stored }> {
  if (uploadId) {
    try {
      return { uploadId, stored: await again(signal, () => storedParts(s3, name, uploadId, signal)) }
    } catch (error) {
      // The server gave the upload up in the meantime: begin anew.
      if (!isMissing(error)) throw error
      await onBegun(null)
    }
  }
  const command = { Bucket: name.bucket, Key: name.key, ContentType: contentTypeOf(name.key) }
  const answer = await again(signal, () => s3.send(new CreateMultipartUploadCommand(command), { abortSignal: signal }))
  if (!answer.UploadId) throw new Error('the server began no upload')
  await onBegun(answer.UploadId)
  return { uploadId: answer.UploadId, stored: new Map() }
}

async function storedParts(s3: S3Client, name: ObjectName, uploadId: string, abortSignal: AbortSignal): Promise<Stored> {
  const stored = new Map<number, { readonly size_bytes: number; readonly etag: string }>()
  let marker: string | undefined
  do {
    const command = { Bucket: name.bucket, Key: name.key, UploadId: uploadId, ...(marker ? { PartNumberMarker: marker } : {}) }
    const page = await s3.send(new ListPartsCommand(command), { abortSignal })
    for (const it of page.Parts ?? []) {
      if (it.PartNumber && it.ETag) stored.set(it.PartNumber, { size_bytes: it.Size ?? 0, etag: it.ETag })
    }
    marker = page.IsTruncated ? page.NextPartNumberMarker : undefined
  } while (marker)
  return stored
}

async function sendPart({ s3, name, file }: Sending, uploadId: string, { number, from, to }: Part, signal: AbortSignal): Promise<string> {
  const bytes = new Uint8Array(await file.slice(from, to).arrayBuffer())
  const command = { Bucket: name.bucket, Key: name.key, UploadId: uploadId, PartNumber: number, Body: bytes }
  const answer = await again(signal, () => s3.send(new UploadPartCommand(command), { abortSignal: signal }))
  if (!answer.ETag) throw new Error(`the server gave no name to part ${number}`)
  return answer.ETag
}

/** The first failure stops the others. */
async function inParallel(parts: readonly Part[], signal: AbortSignal, act: (part: Part, signal: AbortSignal) => Promise<void>): Promise<void> {
  const queue = [...parts]
  const stop = new AbortController()
  const both = AbortSignal.any([signal, stop.signal])
  const lane = async () => {
    for (let part = queue.shift(); part; part = queue.shift()) await act(part, both)
  }
  try {
    await Promise.all(Array.from({ length: PARALLEL }, lane))
  } catch (error) {
    stop.abort(error)
    throw error
  }
}

/** Tries again what may go well later; a refusal is final, a lost connection is told as such. */
async function again<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act()
    } catch (error) {
      signal.throwIfAborted()
      const { status, code } = describeError(error)
      const isUnreachable = status === undefined && (code === 'Unreachable' || code === 'TypeError' || code === 'TimeoutError' || code === 'NetworkError')
      if (isUnreachable && (!navigator.onLine || attempt >= TRIES)) throw new ConnectionLost('The connection is lost.', { cause: error })
      if (!isUnreachable && (status === undefined || status < 500 || attempt >= TRIES)) throw error
      await pause(backoff_ms(attempt), signal)
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    }, { once: true })
  })
}
