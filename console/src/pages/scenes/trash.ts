// Deleted scenes: kept beside the others for thirty days, to be brought back with their versions.

import { CreateSceneCommand, DeleteSceneCommand, GetSceneCommand } from '@aws-sdk/client-iottwinmaker'
import type { Clients } from '../../aws'
import { copyObject, deleteObjects, listObjects, readText, writeObject } from '../../objects/bucket'
import { documentOf, NoDocument } from '../../objects/scene-file'
import { type ObjectName, s3Uri } from '../../objects/uri'
import { thumbnailKey, versionsPrefix } from '../../objects/versions'

const PREFIX = '.trash/scenes/'
export const KEPT_DAYS = 30
const DAY_MS = 86_400_000

/** What is needed to make the scene again; written beside its objects. */
interface Record {
  readonly sceneId: string
  readonly description: string
  readonly contentLocation: string
  readonly capabilities: string[]
  readonly sceneMetadata: { [name: string]: string }
  readonly deletedBy: string
}

export interface Trashed {
  /** `.trash/scenes/<id>/<time>/`. */
  readonly prefix: string
  readonly bucket: string
  readonly sceneId: string
  readonly deleted_at: Date
}

export function trashPrefix(sceneId: string, deleted_at: Date): string {
  return `${PREFIX}${sceneId}/${deleted_at.toISOString()}/`
}

/** The scene and the time in a key of the trash. */
export function parseTrashKey(key: string): Pick<Trashed, 'prefix' | 'sceneId' | 'deleted_at'> | null {
  const match = /^(\.trash\/scenes\/([^/]+)\/([^/]+)\/)record\.json$/.exec(key)
  const deleted_at = new Date(match?.[3] ?? Number.NaN)
  return match?.[1] && match[2] && !Number.isNaN(deleted_at.getTime()) ? { prefix: match[1], sceneId: match[2], deleted_at } : null
}

/** Copies all of a scene to the trash, deletes the scene, then its objects; answers how to bring it back. */
export async function trashScene(clients: Clients, workspaceId: string, sceneId: string, now: Date = new Date()): Promise<Trashed | null> {
  const scene = await clients.twinmaker.send(new GetSceneCommand({ workspaceId, sceneId }))
  let document: ObjectName
  try {
    document = documentOf(scene)
  } catch (error) {
    if (!(error instanceof NoDocument)) throw error
    // A dynamic scene is a name and nothing else here.
    await clients.twinmaker.send(new DeleteSceneCommand({ workspaceId, sceneId }))
    return null
  }
  const { bucket } = document
  const prefix = trashPrefix(sceneId, now)
  const record: Record = {
    sceneId, description: scene.description ?? '', contentLocation: s3Uri(document), capabilities: scene.capabilities ?? [],
    sceneMetadata: scene.sceneMetadata ?? {}, deletedBy: clients.session.arn,
  }
  const keys = await objectsOf(clients, document)
  for (const key of keys) await copyObject(clients.s3, { bucket, key }, { bucket, key: `${prefix}objects/${key}` })
  await writeObject(clients.s3, { bucket, key: `${prefix}record.json` }, JSON.stringify(record), { contentType: 'application/json' })
  await clients.twinmaker.send(new DeleteSceneCommand({ workspaceId, sceneId }))
  await deleteObjects(clients.s3, bucket, keys)
  return { prefix, bucket, sceneId, deleted_at: now }
}

/** The document, its picture, its versions and their pictures: those that exist. */
async function objectsOf(clients: Clients, document: ObjectName): Promise<readonly string[]> {
  const beside = await listObjects(clients.s3, document.bucket, document.key, { isFlat: true })
  const own = new Set([document.key, thumbnailKey(document.key), thumbnailKey(document.key, 'png')])
  const versions = await listObjects(clients.s3, document.bucket, versionsPrefix(document.key), { isFlat: true })
  return [...beside.objects.map((it) => it.key).filter((it) => own.has(it)), ...versions.objects.map((it) => it.key)]
}

/** Puts everything back where it was; throws when a scene of the name exists again. */
export async function restoreScene(clients: Clients, workspaceId: string, { bucket, prefix }: Trashed): Promise<string> {
  const { text } = await readText(clients.s3, { bucket, key: `${prefix}record.json` })
  const record = JSON.parse(text) as Record
  const { objects } = await listObjects(clients.s3, bucket, `${prefix}objects/`, { isFlat: true })
  await clients.twinmaker.send(new CreateSceneCommand({
    workspaceId, sceneId: record.sceneId, contentLocation: record.contentLocation,
    ...(record.description === '' ? {} : { description: record.description }),
    ...(record.capabilities.length > 0 ? { capabilities: record.capabilities } : {}),
    ...(Object.keys(record.sceneMetadata).length > 0 ? { sceneMetadata: record.sceneMetadata } : {}),
  }))
  try {
    for (const { key } of objects) await copyObject(clients.s3, { bucket, key }, { bucket, key: key.slice(`${prefix}objects/`.length) })
  } catch (error) {
    // The trash still has everything: try again later.
    await clients.twinmaker.send(new DeleteSceneCommand({ workspaceId, sceneId: record.sceneId })).catch(() => undefined)
    throw error
  }
  await purge(clients, { bucket, prefix })
  return record.sceneId
}

export async function purge(clients: Clients, { bucket, prefix }: Pick<Trashed, 'bucket' | 'prefix'>): Promise<void> {
  const { objects } = await listObjects(clients.s3, bucket, prefix, { isFlat: true })
  await deleteObjects(clients.s3, bucket, objects.map((it) => it.key))
}

/** Newest first; what is older than thirty days is deleted on the way. */
export async function listTrash(clients: Clients, bucket: string, now: Date = new Date()): Promise<readonly Trashed[]> {
  const { objects } = await listObjects(clients.s3, bucket, PREFIX, { isFlat: true })
  const kept: Trashed[] = []
  for (const { key } of objects) {
    const parsed = parseTrashKey(key)
    if (!parsed) continue
    if (now.getTime() - parsed.deleted_at.getTime() > KEPT_DAYS * DAY_MS) await purge(clients, { bucket, prefix: parsed.prefix })
    else kept.push({ ...parsed, bucket })
  }
  return kept.toSorted((a, b) => b.deleted_at.getTime() - a.deleted_at.getTime())
}
