// Which scenes use an object, and how their documents change when it moves.

import { ListScenesCommand } from '@aws-sdk/client-iottwinmaker'
import type { Clients } from '../../aws'
import { readText } from '../../objects/bucket'
import { loadScene, saveScene } from '../../objects/scene-file'
import { type ObjectName, parseS3Uri, resolveUri, s3Uri } from '../../objects/uri'

export interface SceneUse {
  readonly sceneId: string
  /** Keys that the scene names. */
  readonly keys: readonly string[]
}

const PARALLEL = 6

/** The texts of a document that name objects: values of members that end in `uri` (`uri`, `textureUri`, …). */
export function urisIn(value: unknown, found: Set<string> = new Set()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const it of value) urisIn(it, found)
  else if (typeof value === 'object' && value !== null) {
    for (const [member, it] of Object.entries(value)) {
      if (typeof it === 'string' && /uri$/i.test(member)) found.add(it)
      else urisIn(it, found)
    }
  }
  return found
}

/** The key that a uri of a scene means in a bucket; `null` when it is no object of it. */
function keyIn(bucket: string, uri: string, scene: ObjectName): string | null {
  try {
    const resolved = resolveUri(uri, scene)
    return resolved.kind === 's3' && resolved.name.bucket === bucket ? resolved.name.key : null
  } catch {
    return null
  }
}

/** Keys of the bucket that a document names. */
export function keysIn(text: string, bucket: string, scene: ObjectName): readonly string[] {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return []
  }
  return [...urisIn(document)].flatMap((uri) => keyIn(bucket, uri, scene) ?? [])
}

/** The document with every uri that means a moved object written anew; all else stays as it was, to the byte. */
export function withMoved(text: string, scene: ObjectName, moved: ReadonlyMap<string, string>): string {
  let changed = text
  for (const uri of urisIn(JSON.parse(text))) {
    const key = keyIn(scene.bucket, uri, scene)
    const to = key === null ? undefined : moved.get(key)
    if (to === undefined) continue
    const literal = JSON.stringify(s3Uri({ bucket: scene.bucket, key: to }))
    // Programs write slashes with or without a backslash.
    for (const old of [JSON.stringify(uri), JSON.stringify(uri).replaceAll('/', String.raw`\/`)]) changed = changed.replaceAll(old, () => literal)
  }
  return changed
}

/** The scenes of a workspace that name any key for which `isWanted`. */
export async function findUses(clients: Clients, workspaceId: string, bucket: string, isWanted: (key: string) => boolean, signal?: AbortSignal): Promise<readonly SceneUse[]> {
  const uses: SceneUse[] = []
  const scenes = await allScenes(clients, workspaceId, signal)
  const lane = async () => {
    for (let scene = scenes.shift(); scene; scene = scenes.shift()) {
      try {
        const { text } = await readText(clients.s3, scene.name, { signal })
        const keys = keysIn(text, bucket, scene.name).filter(isWanted)
        if (keys.length > 0) uses.push({ sceneId: scene.sceneId, keys })
      } catch {
        // A scene whose document is gone uses nothing.
        signal?.throwIfAborted()
      }
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, lane))
  return uses.toSorted((a, b) => a.sceneId.localeCompare(b.sceneId))
}

async function allScenes(clients: Clients, workspaceId: string, abortSignal?: AbortSignal): Promise<{ sceneId: string; name: ObjectName }[]> {
  const scenes: { sceneId: string; name: ObjectName }[] = []
  let nextToken: string | undefined
  do {
    const page = await clients.twinmaker.send(new ListScenesCommand({ workspaceId, maxResults: 200, nextToken }), abortSignal ? { abortSignal } : {})
    for (const it of page.sceneSummaries ?? []) {
      const name = parseS3Uri(it.contentLocation ?? '')
      if (it.sceneId && name) scenes.push({ sceneId: it.sceneId, name })
    }
    nextToken = page.nextToken
  } while (nextToken)
  return scenes
}

/** Writes moved objects into the documents of scenes; answers those that somebody else was saving meanwhile. */
export async function updateScenes(clients: Clients, workspaceId: string, uses: readonly SceneUse[], moved: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const failed: string[] = []
  for (const { sceneId } of uses) {
    try {
      const file = await loadScene(clients, workspaceId, sceneId)
      const text = withMoved(file.text, file, moved)
      const what = [...moved.values()][0] ?? ''
      if (text !== file.text) await saveScene(clients, file, text, { ifMatch: file.etag, comment: `Follows files moved in the library: ${what}${moved.size > 1 ? ` and ${moved.size - 1} more` : ''}` })
    } catch {
      failed.push(sceneId)
    }
  }
  return failed
}
