// A scene's document in its bucket: load it, save it so that nobody's work is overwritten, its picture.

import { GetSceneCommand, type GetSceneCommandOutput } from '@aws-sdk/client-iottwinmaker'
import type { Clients } from '../aws'
import {
  deleteObject, hasObject, headObject, isMissing, isPreconditionFailed, readObject, readText, writeObject,
} from './bucket'
import { type ObjectName, parseS3Uri, s3Uri } from './uri'
import { detailOf, keepVersion, savedMetadata, thinVersions, thumbnailKey } from './versions'

export interface SceneFile extends ObjectName {
  readonly text: string
  readonly etag: string
  /** `s3://bucket/key`. */
  readonly uri: string
  readonly modified_at: Date
  readonly savedBy: string | null
  readonly scene: GetSceneCommandOutput
}

/** Somebody else saved since the text was loaded; nothing was written. */
export class SceneConflict extends Error {
  override readonly name = 'SceneConflict'
  constructor(
    /** What is stored now; `null` when the object was deleted. */
    readonly stored: { readonly text: string; readonly etag: string; readonly modified_at: Date; readonly savedBy: string | null } | null,
  ) {
    super(stored
      ? `${stored.savedBy ?? 'Somebody else'} saved this scene at ${stored.modified_at.toLocaleString()}. Compare, merge, or save yours under another name.`
      : 'The document of this scene was deleted since you opened it. Save yours under another name.')
  }
}

/** A scene whose document is not an object of ours (a dynamic scene, or a web address). */
export class NoDocument extends Error {
  override readonly name = 'NoDocument'
}

export function documentOf(scene: Pick<GetSceneCommandOutput, 'sceneId' | 'contentLocation'>): ObjectName {
  const name = parseS3Uri(scene.contentLocation ?? '')
  if (name) return name
  throw new NoDocument(scene.contentLocation
    ? `Scene “${scene.sceneId}” is at “${scene.contentLocation}”, which is no object in S3.`
    : `Scene “${scene.sceneId}” has no document: it is kept in the twin itself (a dynamic scene).`)
}

export async function loadScene(clients: Clients, workspaceId: string, sceneId: string, signal?: AbortSignal): Promise<SceneFile> {
  const options = signal ? { abortSignal: signal } : {}
  const scene = await clients.twinmaker.send(new GetSceneCommand({ workspaceId, sceneId }), options)
  const name = documentOf(scene)
  try {
    const { text, etag, modified_at, metadata } = await readText(clients.s3, name, { signal })
    return { ...name, text, etag, uri: s3Uri(name), modified_at, savedBy: detailOf({ metadata }).savedBy, scene }
  } catch (error) {
    if (isMissing(error)) throw new NoDocument(`The document of scene “${sceneId}” is not there: ${s3Uri(name)}. Upload it again, or delete the scene.`)
    throw error
  }
}

export interface SaveOptions {
  /** The ETag of what was loaded or last saved. */
  readonly ifMatch: string
  /** What was changed, in the words of who did it; kept with the version. */
  readonly comment?: string
  readonly now?: Date
}

/**
 * Saves over the text that was loaded, which is kept as a version; answers the new ETag.
 * Throws `SceneConflict` when the stored text is another one.
 */
export async function saveScene(clients: Clients, file: ObjectName, text: string, options: SaveOptions): Promise<string> {
  const { ifMatch, comment = '', now = new Date() } = options
  const scene = { bucket: file.bucket, key: file.key }
  const head = await headObject(clients.s3, scene)
  if (head?.etag !== ifMatch) throw await conflictOf(clients, scene)
  let version: ObjectName | null = null
  let etag: string
  try {
    version = await keepVersion(clients, scene, head)
    const metadata = savedMetadata(clients.session.arn, now, comment)
    etag = await writeObject(clients.s3, scene, text, { ifMatch, metadata, contentType: 'application/json' })
  } catch (error) {
    if (!isPreconditionFailed(error) && !isMissing(error)) throw error
    const conflict = await conflictOf(clients, scene)
    // An answer that was lost on its way: the save was done, and trying again was refused.
    if (conflict.stored?.text === text) return conflict.stored.etag
    // The copy would be a version that nobody ever saved over.
    if (version) await deleteObject(clients.s3, version).catch(() => undefined)
    throw conflict
  }
  // Old versions can wait for the next save; a failure here takes nothing back.
  void thinVersions(clients, scene, now.getTime()).catch(() => undefined)
  return etag
}

async function conflictOf(clients: Clients, scene: ObjectName): Promise<SceneConflict> {
  try {
    const { text, etag, modified_at, metadata } = await readText(clients.s3, scene)
    return new SceneConflict({ text, etag, modified_at, savedBy: detailOf({ metadata }).savedBy })
  } catch (error) {
    if (isMissing(error)) return new SceneConflict(null)
    throw error
  }
}

/** Keeps the picture of a scene's present text; WebP, else PNG bytes under the same name. */
export async function saveThumbnail(clients: Clients, scene: ObjectName, picture: Blob): Promise<void> {
  const name = { bucket: scene.bucket, key: thumbnailKey(scene.key) }
  await writeObject(clients.s3, name, picture, { contentType: picture.type || 'image/webp' })
}

/** The picture of a scene or a version; `null` without one. */
export async function loadThumbnail(clients: Clients, of: ObjectName, signal?: AbortSignal): Promise<Blob | null> {
  const name = { bucket: of.bucket, key: thumbnailKey(of.key) }
  if (!(await hasObject(clients.s3, name))) return null
  try {
    const picture = await readObject(clients.s3, name, { signal })
    return picture && new Blob([picture.bytes], { type: picture.contentType })
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
