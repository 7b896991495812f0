// What the library lists: folders and objects of a bucket as rows, each with its kind.

import type { Listing, StoredObject } from '../../objects/bucket'
import { extensionOf, nameOf } from '../../objects/uri'

export type Kind = 'folder' | 'model' | 'image' | 'scene' | 'text' | 'document' | 'video' | 'audio' | 'other'

export interface Row {
  readonly key: string
  readonly name: string
  readonly kind: Kind
  /** Of a folder: nothing is known without reading all of it. */
  readonly object: StoredObject | null
}

const KINDS: Readonly<Record<Kind, { readonly label: string; readonly endings: readonly string[] }>> = {
  folder: { label: 'Folder', endings: [] },
  model: { label: '3D model', endings: ['glb', 'gltf', 'obj', 'stl'] },
  image: { label: 'Picture', endings: ['png', 'jpg', 'jpeg', 'webp', 'svg', 'gif', 'hdr'] },
  scene: { label: 'JSON', endings: ['json'] },
  text: { label: 'Text', endings: ['txt', 'md', 'csv', 'mtl', 'xml', 'yaml', 'yml', 'log'] },
  document: { label: 'PDF', endings: ['pdf'] },
  video: { label: 'Video', endings: ['mp4', 'webm'] },
  audio: { label: 'Audio', endings: ['mp3', 'wav'] },
  other: { label: 'File', endings: [] },
}

export function kindOf(key: string): Kind {
  if (key.endsWith('/')) return 'folder'
  const ending = extensionOf(key)
  return (Object.keys(KINDS) as Kind[]).find((it) => KINDS[it].endings.includes(ending)) ?? 'other'
}

/** "3D model · GLB". */
export function kindLabel(row: Pick<Row, 'key' | 'kind'>): string {
  const { label } = KINDS[row.kind]
  const ending = extensionOf(row.key).toUpperCase()
  return row.kind === 'folder' || ending === '' || label === ending ? label : `${label} · ${ending}`
}

/** What the console keeps beside scenes: old versions, pictures, what was deleted of late. */
export function isKeptByConsole(key: string): boolean {
  return key.startsWith('.trash/') || /\.versions\//.test(key) || /\.thumbnail\.(webp|png)$/.test(key)
}

/** Folders first, then objects; without the marks of empty folders, and without what the console keeps for itself. */
export function rowsOf({ folders, objects }: Listing, prefix: string, shows: { readonly kept: boolean; readonly isFlat: boolean }): readonly Row[] {
  const isShown = (key: string) => shows.kept || !isKeptByConsole(key)
  const name = (key: string) => (shows.isFlat ? key.slice(prefix.length) : nameOf(key))
  const ofFolders = folders.flatMap((key): Row[] => (isShown(key) ? [{ key, name: name(key), kind: 'folder', object: null }] : []))
  const ofObjects = objects.flatMap((object): Row[] =>
    object.key === prefix || object.key.endsWith('/') || !isShown(object.key) ? [] : [{ key: object.key, name: name(object.key), kind: kindOf(object.key), object }])
  return [...ofFolders, ...ofObjects]
}

/** The folders above a prefix: `a/b/` → `a/`, `a/b/`. */
export function parentsOf(prefix: string): readonly { readonly name: string; readonly prefix: string }[] {
  const names = prefix.split('/').filter((it) => it !== '')
  return names.map((name, index) => ({ name, prefix: `${names.slice(0, index + 1).join('/')}/` }))
}

/** What is wrong with a name for a file or folder; `null` when nothing is. */
export function nameProblem(name: string): string | null {
  if (name.trim() === '') return 'Give it a name.'
  if (name.includes('/')) return 'A name cannot hold a slash. Choose “Move” to put it into another folder.'
  if (name === '.' || name === '..') return '“.” and “..” mean folders to many programs.'
  if ([...name].some((it) => it < ' ' || it === '\u007f')) return 'A name cannot hold control characters.'
  return new TextEncoder().encode(name).byteLength > 255 ? 'The name is too long: up to 255 bytes.' : null
}
