// A workspace's bucket: find it, and read, write, list, copy and delete its objects.

import { GetWorkspaceCommand } from '@aws-sdk/client-iottwinmaker'
import {
  CopyObjectCommand, DeleteObjectCommand, DeleteObjectsCommand, GetObjectCommand, HeadObjectCommand,
  ListObjectsV2Command, PutObjectCommand, type S3Client,
} from '@aws-sdk/client-s3'
import type { Clients } from '../aws'
import { describeError } from '../kit/errors'
import type { ObjectName } from './uri'

export interface StoredObject {
  readonly key: string
  readonly size_bytes: number
  readonly etag: string
  readonly modified_at: Date
}

export interface ObjectHead extends StoredObject {
  readonly contentType: string
  readonly metadata: Readonly<Record<string, string>>
}

/** The workspace was made without a bucket, so that it has no place for objects. */
export class NoBucket extends Error {
  override readonly name = 'NoBucket'
  constructor(readonly workspaceId: string) {
    super(`Workspace “${workspaceId}” has no S3 bucket. Give it one (workspace → Edit → S3 location) to keep models and scenes.`)
  }
}

/** The bucket in a workspace's `s3Location`; it is an ARN, and people also write `s3://`. */
export function bucketInLocation(location: string | undefined): string | null {
  const match = /^(?:arn:[a-z-]+:s3:::|s3:\/\/)?([^/:]+)\/?/i.exec(location ?? '')
  return match?.[1] ?? null
}

export async function bucketOf(clients: Clients, workspaceId: string): Promise<string> {
  const workspace = await clients.twinmaker.send(new GetWorkspaceCommand({ workspaceId }))
  const bucket = bucketInLocation(workspace.s3Location)
  if (!bucket) throw new NoBucket(workspaceId)
  return bucket
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined
  /** Bytes read so far, and of how many (0 when unknown). */
  readonly onProgress?: ((read_bytes: number, all_bytes: number) => void) | undefined
  /** Only if the object is another one than this; else `null` is answered. */
  readonly ifNoneMatch?: string | undefined
}
export interface ReadObject extends ObjectHead {
  readonly bytes: Uint8Array<ArrayBuffer>
}

export async function readObject(s3: S3Client, name: ObjectName, options: ReadOptions = {}): Promise<ReadObject | null> {
  const { signal, onProgress, ifNoneMatch } = options
  try {
    const answer = await s3.send(
      new GetObjectCommand({
        Bucket: name.bucket, Key: name.key,
        // A browser would keep answers for a while and show a scene as it was before somebody else saved.
        ResponseCacheControl: 'no-store',
        ...(ifNoneMatch ? { IfNoneMatch: ifNoneMatch } : {}),
      }),
      signal ? { abortSignal: signal } : {},
    )
    const all_bytes = answer.ContentLength ?? 0
    const stream = answer.Body?.transformToWebStream() as ReadableStream<Uint8Array> | undefined
    const bytes = stream ? await collect(stream, all_bytes, onProgress) : new Uint8Array(0)
    return { ...headOf(name.key, answer), size_bytes: bytes.byteLength, bytes }
  } catch (error) {
    if (describeError(error).status === 304) return null
    throw error
  }
}

async function collect(stream: ReadableStream<Uint8Array>, all_bytes: number, onProgress: ReadOptions['onProgress']): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let read_bytes = 0
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    read_bytes += value.byteLength
    onProgress?.(read_bytes, all_bytes)
  }
  const bytes = new Uint8Array(read_bytes)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.byteLength
  }
  return bytes
}

export async function readText(s3: S3Client, name: ObjectName, options: Omit<ReadOptions, 'ifNoneMatch'> = {}): Promise<ObjectHead & { readonly text: string }> {
  const object = await readObject(s3, name, options)
  if (!object) throw new Error(`object ${name.key} was not sent`)
  const { bytes, ...head } = object
  return { ...head, text: new TextDecoder().decode(bytes) }
}

/** What is known about an object; `null` when there is none. */
export async function headObject(s3: S3Client, name: ObjectName): Promise<ObjectHead | null> {
  try {
    return headOf(name.key, await s3.send(new HeadObjectCommand({ Bucket: name.bucket, Key: name.key })))
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

interface HeadLike {
  readonly ETag?: string | undefined
  readonly LastModified?: Date | undefined
  readonly ContentLength?: number | undefined
  readonly ContentType?: string | undefined
  readonly Metadata?: Record<string, string> | undefined
}
function headOf(key: string, it: HeadLike): ObjectHead {
  return {
    key, etag: it.ETag ?? '', size_bytes: it.ContentLength ?? 0, modified_at: it.LastModified ?? new Date(0),
    contentType: it.ContentType ?? 'application/octet-stream', metadata: it.Metadata ?? {},
  }
}

export function isMissing(error: unknown): boolean {
  const { code, status } = describeError(error)
  return status === 404 || code === 'NoSuchKey' || code === 'NotFound'
}

/** Somebody else wrote the object in between (412), or is writing it right now (409). */
export function isPreconditionFailed(error: unknown): boolean {
  const { code, status } = describeError(error)
  return status === 412 || code === 'PreconditionFailed' || code === 'ConditionalRequestConflict'
}

export interface WriteOptions {
  readonly contentType?: string
  /** Only over the object with this ETag. */
  readonly ifMatch?: string
  /** Only where there is none. */
  readonly isNew?: boolean
  readonly metadata?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** Writes an object whole; answers its ETag. For large files use the uploader, which goes on after a break. */
export async function writeObject(s3: S3Client, name: ObjectName, body: string | Uint8Array | Blob, options: WriteOptions = {}): Promise<string> {
  const answer = await s3.send(
    new PutObjectCommand({
      Bucket: name.bucket, Key: name.key, Body: body, ContentType: options.contentType ?? contentTypeOf(name.key),
      ...(options.ifMatch ? { IfMatch: options.ifMatch } : {}),
      ...(options.isNew ? { IfNoneMatch: '*' } : {}),
      ...(options.metadata ? { Metadata: { ...options.metadata } } : {}),
    }),
    options.signal ? { abortSignal: options.signal } : {},
  )
  return answer.ETag ?? ''
}

export interface Listing {
  readonly objects: readonly StoredObject[]
  /** Prefixes with their slash, when a delimiter was named. */
  readonly folders: readonly string[]
  /** Whether the list was cut at the limit. */
  readonly isCut: boolean
}

/** Lists what begins with a prefix, page by page; `isFlat` goes down into folders. */
export async function listObjects(s3: S3Client, bucket: string, prefix: string, options: { readonly isFlat?: boolean; readonly limit?: number; readonly signal?: AbortSignal | undefined } = {}): Promise<Listing> {
  const { isFlat = false, limit = 20_000, signal } = options
  const objects: StoredObject[] = []
  const folders: string[] = []
  let token: string | undefined
  do {
    const page = await s3.send(
      new ListObjectsV2Command({
        Bucket: bucket, Prefix: prefix, ...(isFlat ? {} : { Delimiter: '/' }), ...(token ? { ContinuationToken: token } : {}),
      }),
      signal ? { abortSignal: signal } : {},
    )
    for (const it of page.Contents ?? []) {
      objects.push({ key: it.Key ?? '', size_bytes: it.Size ?? 0, etag: it.ETag ?? '', modified_at: it.LastModified ?? new Date(0) })
    }
    for (const it of page.CommonPrefixes ?? []) if (it.Prefix) folders.push(it.Prefix)
    token = page.IsTruncated ? page.NextContinuationToken : undefined
  } while (token && objects.length + folders.length < limit)
  return { objects, folders, isCut: token !== undefined }
}

/** Whether there is such an object; asks by a listing, as a browser logs every 404 as an error of the page. */
export async function hasObject(s3: S3Client, { bucket, key }: ObjectName): Promise<boolean> {
  const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 }))
  return page.Contents?.[0]?.Key === key
}

/** Copies within the server, metadata included; `ifMatch` is the ETag the source must have. */
export async function copyObject(s3: S3Client, from: ObjectName, to: ObjectName, ifMatch?: string): Promise<void> {
  await s3.send(
    new CopyObjectCommand({
      Bucket: to.bucket, Key: to.key,
      CopySource: `${from.bucket}/${from.key.split('/').map(encodeURIComponent).join('/')}`,
      ...(ifMatch ? { CopySourceIfMatch: ifMatch } : {}),
    }),
  )
}

export async function deleteObject(s3: S3Client, { bucket, key }: ObjectName): Promise<void> {
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
}

/** Deletes many; throws with the first refusal after all were tried. */
export async function deleteObjects(s3: S3Client, bucket: string, keys: readonly string[]): Promise<void> {
  const refused: string[] = []
  for (let at = 0; at < keys.length; at += 1000) {
    const Objects = keys.slice(at, at + 1000).map((Key) => ({ Key }))
    const answer = await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }))
    for (const it of answer.Errors ?? []) refused.push(`${it.Key}: ${it.Message ?? it.Code}`)
  }
  if (refused.length > 0) throw new Error(`${refused.length} of ${keys.length} objects could not be deleted. ${refused[0]}`)
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  json: 'application/json', glb: 'model/gltf-binary', gltf: 'model/gltf+json', bin: 'application/octet-stream',
  png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', webp: 'image/webp', svg: 'image/svg+xml', gif: 'image/gif',
  hdr: 'image/vnd.radiance', pdf: 'application/pdf', md: 'text/markdown; charset=utf-8', txt: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8', obj: 'model/obj', mtl: 'model/mtl', stl: 'model/stl', mp4: 'video/mp4', mp3: 'audio/mpeg',
  ktx2: 'image/ktx2', zip: 'application/zip',
}
/** By the name's ending, as browsers know few of the 3D kinds. */
export function contentTypeOf(key: string): string {
  const ending = /\.([a-z0-9]+)$/i.exec(key)?.[1]?.toLowerCase() ?? ''
  return CONTENT_TYPES[ending] ?? 'application/octet-stream'
}
