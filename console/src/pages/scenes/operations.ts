// What is done with whole scenes: made, duplicated, renamed. Each is whole or not at all.

import { CreateSceneCommand, GetSceneCommand, type GetSceneCommandOutput, UpdateSceneCommand } from '@aws-sdk/client-iottwinmaker'
import type { Clients } from '../../aws'
import { bucketOf, copyObject, deleteObject, hasObject, isPreconditionFailed, readText, writeObject } from '../../objects/bucket'
import { documentOf } from '../../objects/scene-file'
import { folderOf, type ObjectName, s3Uri } from '../../objects/uri'
import { savedMetadata, thumbnailKey } from '../../objects/versions'
import { trashScene } from './trash'

export interface NewSceneInput {
  readonly workspaceId: string
  readonly sceneId: string
  readonly description: string
  readonly text: string
  /** Of a scene that is copied; a new one has none. */
  readonly like?: Pick<GetSceneCommandOutput, 'capabilities' | 'sceneMetadata'>
  /** Where to put the document; the top of the bucket as others do when absent. */
  readonly folder?: string
  readonly comment?: string
}

/** Writes the document, then makes the scene; when that fails the document is taken away again. */
export async function createScene(clients: Clients, input: NewSceneInput): Promise<ObjectName> {
  const { workspaceId, sceneId, description, text, like, folder = '', comment = 'Created' } = input
  const bucket = await bucketOf(clients, workspaceId)
  const name = await writeNew(clients, bucket, `${folder}${sceneId}`, text, comment)
  try {
    await clients.twinmaker.send(new CreateSceneCommand({
      workspaceId, sceneId, contentLocation: s3Uri(name), ...(description === '' ? {} : { description }),
      ...(like?.capabilities?.length ? { capabilities: like.capabilities } : {}),
      ...(Object.keys(like?.sceneMetadata ?? {}).length > 0 ? { sceneMetadata: like?.sceneMetadata } : {}),
    }))
  } catch (error) {
    await deleteObject(clients.s3, name).catch(() => undefined)
    throw error
  }
  return name
}

/** Never over an object that is there: a name that is taken gets a number. */
async function writeNew(clients: Clients, bucket: string, stem: string, text: string, comment: string): Promise<ObjectName> {
  const metadata = savedMetadata(clients.session.arn, new Date(), comment)
  for (let number = 1; ; number += 1) {
    const name = { bucket, key: `${stem}${number === 1 ? '' : `-${number}`}.json` }
    try {
      await writeObject(clients.s3, name, text, { isNew: true, metadata, contentType: 'application/json' })
      return name
    } catch (error) {
      if (!isPreconditionFailed(error) || number >= 20) throw error
    }
  }
}

export async function duplicateScene(clients: Clients, workspaceId: string, from: string, to: string, description?: string): Promise<void> {
  const scene = await clients.twinmaker.send(new GetSceneCommand({ workspaceId, sceneId: from }))
  const source = documentOf(scene)
  const { text } = await readText(clients.s3, source)
  // Beside the source, so that relative names of models stay right.
  const name = await createScene(clients, {
    workspaceId, sceneId: to, text, like: scene, description: description ?? scene.description ?? '', folder: folderOf(source.key), comment: `Copy of ${from}`,
  })
  const picture = { bucket: source.bucket, key: thumbnailKey(source.key) }
  // A copy without a picture is a copy all the same.
  const isPictured = await hasObject(clients.s3, picture).catch(() => false)
  if (isPictured) await copyObject(clients.s3, picture, { bucket: name.bucket, key: thumbnailKey(name.key) }).catch(() => undefined)
}

/** Scene ids never change: the scene is copied under the new name, and the old one goes to the trash with its versions. */
export async function renameScene(clients: Clients, workspaceId: string, from: string, to: string): Promise<void> {
  await duplicateScene(clients, workspaceId, from, to)
  await trashScene(clients, workspaceId, from)
}

export async function describeScene(clients: Clients, workspaceId: string, sceneId: string, description: string): Promise<void> {
  await clients.twinmaker.send(new UpdateSceneCommand({ workspaceId, sceneId, description }))
}
