// The files a glTF names beside itself, fetched through the host's loader: only the host can sign for them.

import type { AssetLoader } from '../editor/types'

const GLB_MAGIC = 0x46546c67
const CHUNK_JSON = 0x4e4f534a

interface GltfJson {
  readonly buffers?: readonly { readonly uri?: string }[]
  readonly images?: readonly { readonly uri?: string }[]
}

/** Reads the JSON of a `.gltf` or of the first chunk of a `.glb`. */
export function gltfJson(data: ArrayBuffer): GltfJson {
  const view = new DataView(data)
  const text = new TextDecoder()
  if (data.byteLength >= 20 && view.getUint32(0, true) === GLB_MAGIC) {
    const isJson = view.getUint32(16, true) === CHUNK_JSON
    if (!isJson) throw new Error('The first chunk of the GLB file is not JSON.')
    return JSON.parse(text.decode(new Uint8Array(data, 20, view.getUint32(12, true)))) as GltfJson
  }
  const head = text.decode(new Uint8Array(data, 0, Math.min(64, data.byteLength))).trimStart()
  if (!head.startsWith('{')) throw new Error('The file is neither GLB nor glTF JSON.')
  return JSON.parse(text.decode(data)) as GltfJson
}

/** The folder of a uri, with its slash. */
export function folderOf(uri: string): string {
  const path = uri.split(/[?#]/, 1)[0] ?? uri
  return path.slice(0, path.lastIndexOf('/') + 1)
}

/** Uris of the files a glTF needs, as written in it, without the ones that carry their data. */
export function namedFiles(json: GltfJson): string[] {
  const uris = [...(json.buffers ?? []), ...(json.images ?? [])].map((item) => item.uri)
  return [...new Set(uris.filter((uri): uri is string => uri !== undefined && !uri.startsWith('data:')))]
}

function isAbsolute(name: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(name)
}

/** Fetches the files a glTF names; answers blob urls by the name three will ask for, and how to free them. */
export async function fetchNamedFiles(
  uri: string, json: GltfJson, assets: AssetLoader, signal?: AbortSignal,
): Promise<{ urls: ReadonlyMap<string, string>; free: () => void }> {
  const folder = folderOf(uri)
  const urls = new Map<string, string>()
  const free = () => {
    for (const url of urls.values()) URL.revokeObjectURL(url)
  }
  await Promise.all(namedFiles(json).map(async (name) => {
    const full = isAbsolute(name) ? name : folder + decodeURIComponent(name)
    const data = await assets.load(full, signal)
    urls.set(isAbsolute(name) ? name : folder + name, URL.createObjectURL(new Blob([data])))
  }))
  return { urls, free }
}
