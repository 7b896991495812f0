// A scene taken out: its document alone, or in an archive with the files it uses.

import type { Clients } from '../../aws'
import { isMissing, readObject } from '../../objects/bucket'
import { loadScene, type SceneFile } from '../../objects/scene-file'
import { nameOf, type ObjectName, resolveUri } from '../../objects/uri'
import { neighboursOf, readContainer } from '../../optimise/glb'
import { urisIn } from '../library/uses'
import { zip, type ZipEntry } from './zip'

/** Gives the browser a file to keep. */
export function handOver(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

export async function exportDocument(clients: Clients, workspaceId: string, sceneId: string): Promise<void> {
  const file = await loadScene(clients, workspaceId, sceneId)
  handOver(new Blob([file.text], { type: 'application/json' }), `${sceneId}.json`)
}

export interface Packed {
  /** What the document calls it → its path in the archive. */
  readonly paths: ReadonlyMap<string, string>
}

/** A path of its own in the archive for each object; of two with one name, the second gets a number. */
export function packPaths(objects: readonly { readonly uri: string; readonly name: ObjectName }[]): ReadonlyMap<string, string> {
  const byObject = new Map<string, string>()
  const used = new Set<string>()
  const paths = new Map<string, string>()
  for (const { uri, name } of objects) {
    const id = `${name.bucket}/${name.key}`
    let path = byObject.get(id)
    for (let number = 1; path === undefined; number += 1) {
      const candidate = number === 1 ? `models/${nameOf(name.key)}` : `models/${number}/${nameOf(name.key)}`
      if (!used.has(candidate.toLowerCase())) path = candidate
    }
    used.add(path.toLowerCase())
    byObject.set(id, path)
    paths.set(uri, path)
  }
  return paths
}

/** The document with the files' paths in the archive for names: it works from wherever the archive is unpacked. */
export function withPaths(text: string, paths: ReadonlyMap<string, string>): string {
  let changed = text
  for (const [uri, path] of paths) changed = changed.replaceAll(JSON.stringify(uri), () => JSON.stringify(encodeURI(path)))
  return changed
}

/** Answers the names of files that were not there. */
export async function exportArchive(clients: Clients, workspaceId: string, sceneId: string, onProgress: (done: number, all: number) => void, signal: AbortSignal): Promise<readonly string[]> {
  const file = await loadScene(clients, workspaceId, sceneId, signal)
  const objects = usedObjects(file, clients.session.endpoint)
  const paths = packPaths(objects)
  const entries: ZipEntry[] = [{ path: `${sceneId}.json`, bytes: new TextEncoder().encode(withPaths(file.text, paths)) }]
  const missing: string[] = []
  const done = new Set<string>()
  for (const [index, { uri, name }] of objects.entries()) {
    onProgress(index, objects.length)
    const path = paths.get(uri)
    if (!path || done.has(path)) continue
    done.add(path)
    entries.push(...(await readWithNeighbours(clients, name, path, missing, signal)))
  }
  handOver(await zip(entries), `${sceneId}.zip`)
  return missing
}

function usedObjects(file: SceneFile, endpoint: string): readonly { readonly uri: string; readonly name: ObjectName }[] {
  return [...urisIn(JSON.parse(file.text))].flatMap((uri) => {
    try {
      const resolved = resolveUri(uri, file, endpoint)
      return resolved.kind === 's3' ? [{ uri, name: resolved.name }] : []
    } catch {
      return []
    }
  })
}

async function readWithNeighbours(clients: Clients, name: ObjectName, path: string, missing: string[], signal: AbortSignal): Promise<readonly ZipEntry[]> {
  const entries: ZipEntry[] = []
  const read = async (from: ObjectName, to: string) => {
    try {
      const object = await readObject(clients.s3, from, { signal })
      if (object) entries.push({ path: to, bytes: object.bytes })
    } catch (error) {
      if (!isMissing(error)) throw error
      missing.push(from.key)
    }
  }
  await read(name, path)
  const [model] = entries
  if (!model || !/\.gltf$/i.test(path)) return entries
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  for (const uri of neighboursOf(readContainer(model.bytes).json)) {
    const resolved = resolveUri(uri, name)
    if (resolved.kind === 's3') await read(resolved.name, `${folder}${decodeURIComponent(uri)}`)
  }
  return entries
}
