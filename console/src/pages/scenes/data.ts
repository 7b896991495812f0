// The scenes of a workspace with what their objects say: when they were saved, how large they are, whether there is a picture.

import type { SceneSummary } from '@aws-sdk/client-iottwinmaker'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Clients } from '../../aws'
import { useConsole } from '../../kit/context'
import { useScenes } from '../../kit/lists'
import { keys, queryClient } from '../../kit/query'
import { listObjects, type StoredObject } from '../../objects/bucket'
import { folderOf, type ObjectName, parseS3Uri } from '../../objects/uri'
import { thumbnailKey } from '../../objects/versions'

export interface SceneRow {
  readonly sceneId: string
  readonly description: string
  readonly created_at: Date | undefined
  /** Of the document, or of the scene when that is newer. */
  readonly changed_at: Date | undefined
  /** `null`: a dynamic scene, or one whose document is elsewhere. */
  readonly document: ObjectName | null
  /** `null` while it is not known, and when the object is gone. */
  readonly object: StoredObject | null
  readonly isMissing: boolean
  readonly thumbnail: StoredObject | null
}

export interface SceneRows {
  readonly rows: readonly SceneRow[] | undefined
  readonly isPending: boolean
  readonly error: unknown
  readonly refetch: () => void
}

export function useSceneRows(workspaceId: string): SceneRows {
  const { clients } = useConsole()
  const scenes = useScenes(workspaceId)
  const folders = useMemo(() => foldersOf(scenes.items), [scenes.items])
  const objects = useQuery({
    queryKey: [...keys.scenes(workspaceId), 'objects', folders],
    queryFn: ({ signal }) => objectsIn(clients, folders, signal),
    enabled: folders.length > 0,
  })
  const rows = useMemo(() => scenes.items.map((it) => rowOf(it, objects.data)), [scenes.items, objects.data])
  const isUnknown = scenes.isPending || (scenes.error !== null && rows.length === 0)
  return { rows: isUnknown ? undefined : rows, isPending: scenes.isPending, error: scenes.error, refetch: scenes.refetch }
}

export function refreshScenes(workspaceId: string): void {
  void queryClient.invalidateQueries({ queryKey: keys.scenes(workspaceId) })
}

/** `s3://bucket/folder/` of each document. */
function foldersOf(scenes: readonly SceneSummary[]): readonly string[] {
  const folders = new Set<string>()
  for (const { contentLocation } of scenes) {
    const name = parseS3Uri(contentLocation ?? '')
    if (name) folders.add(`${name.bucket}/${folderOf(name.key)}`)
  }
  return [...folders].toSorted()
}

type Objects = ReadonlyMap<string, StoredObject>

async function objectsIn(clients: Clients, folders: readonly string[], signal: AbortSignal): Promise<Objects> {
  const found = new Map<string, StoredObject>()
  for (const folder of folders) {
    const [bucket = '', ...rest] = folder.split('/')
    // A bucket that may not be listed still has scenes that open.
    const listing = await listObjects(clients.s3, bucket, rest.join('/'), { signal }).catch(() => null)
    signal.throwIfAborted()
    for (const it of listing?.objects ?? []) found.set(`${bucket}/${it.key}`, it)
  }
  return found
}

function rowOf(scene: SceneSummary, objects: Objects | undefined): SceneRow {
  const document = parseS3Uri(scene.contentLocation ?? '')
  const find = (key: string) => (document && objects?.get(`${document.bucket}/${key}`)) ?? null
  const object = document && find(document.key)
  const updated = scene.updateDateTime
  const changed_at = object && (!updated || object.modified_at > updated) ? object.modified_at : updated
  return {
    sceneId: scene.sceneId ?? '', description: scene.description ?? '', created_at: scene.creationDateTime, changed_at, document, object,
    isMissing: document !== null && objects !== undefined && objects.size > 0 && object === null,
    thumbnail: document && (find(thumbnailKey(document.key)) ?? find(thumbnailKey(document.key, 'png'))),
  }
}
