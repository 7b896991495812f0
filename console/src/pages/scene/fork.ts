// A scene under another name, beside the one it comes from.

import { CreateSceneCommand } from '@aws-sdk/client-iottwinmaker'
import type { Clients } from '../../aws'
import { keys, queryClient } from '../../kit/query'
import { deleteObject, writeObject } from '../../objects/bucket'
import { folderOf, type ObjectName, s3Uri } from '../../objects/uri'

export function whyNotSceneId(id: string): string | null {
  return /^[a-zA-Z_0-9][a-zA-Z_\-0-9]*[a-zA-Z0-9]+$/.test(id)
    ? null
    : 'Use letters, digits, _ and -; at least two, and no - at the ends.'
}

export async function forkScene(
  clients: Clients,
  workspaceId: string,
  sceneId: string,
  beside: ObjectName,
  text: string,
): Promise<void> {
  const folder = folderOf(beside.key)
  const name = {
    bucket: beside.bucket,
    key: `${folder}${folder === '' || folder.endsWith('/') ? '' : '/'}${sceneId}.json`,
  }
  // Never over a document that is there.
  await writeObject(clients.s3, name, text, { contentType: 'application/json', isNew: true })
  try {
    await clients.twinmaker.send(
      new CreateSceneCommand({ workspaceId, sceneId, contentLocation: s3Uri(name) }),
    )
  } catch (error) {
    await deleteObject(clients.s3, name).catch(() => undefined)
    throw error
  }
  await queryClient.invalidateQueries({ queryKey: keys.scenes(workspaceId) })
}
