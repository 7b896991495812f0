// The container of a model: GLB or glTF text taken apart into its JSON and the bytes beside it.

/** The parts of glTF's JSON that are read here; all else is left alone. */
export interface GltfJson {
  readonly asset?: { readonly version?: string; readonly generator?: string }
  readonly scene?: number
  readonly scenes?: readonly { readonly nodes?: readonly number[] }[]
  readonly nodes?: readonly GltfNode[]
  readonly meshes?: readonly { readonly name?: string; readonly primitives?: readonly GltfPrimitive[] }[]
  readonly accessors?: readonly GltfAccessor[]
  readonly bufferViews?: readonly { readonly buffer?: number; readonly byteOffset?: number; readonly byteLength: number }[]
  readonly buffers?: readonly { readonly uri?: string; readonly byteLength: number }[]
  readonly images?: readonly { readonly name?: string; readonly uri?: string; readonly mimeType?: string; readonly bufferView?: number }[]
  readonly textures?: readonly unknown[]
  readonly materials?: readonly unknown[]
  readonly animations?: readonly { readonly name?: string }[]
  readonly skins?: readonly unknown[]
  readonly extensionsUsed?: readonly string[]
  readonly extensionsRequired?: readonly string[]
}
export interface GltfNode {
  readonly name?: string
  readonly mesh?: number
  readonly children?: readonly number[]
  readonly matrix?: readonly number[]
  readonly translation?: readonly number[]
  readonly rotation?: readonly number[]
  readonly scale?: readonly number[]
}
export interface GltfPrimitive {
  readonly attributes?: Readonly<Record<string, number>>
  readonly indices?: number
  readonly mode?: number
}
export interface GltfAccessor {
  readonly count: number
  readonly min?: readonly number[]
  readonly max?: readonly number[]
  readonly normalized?: boolean
  readonly componentType?: number
}

export interface Container {
  readonly json: GltfJson
  /** The binary chunk of a GLB. */
  readonly bin: Uint8Array | null
}

const MAGIC_GLTF = 0x46546c67
const CHUNK_JSON = 0x4e4f534a
const CHUNK_BIN = 0x004e4942

/** Reads either kind; throws with what is wrong, in words for the person who uploaded it. */
export function readContainer(bytes: Uint8Array): Container {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.byteLength < 12 || view.getUint32(0, true) !== MAGIC_GLTF) return { json: parseJson(bytes), bin: null }
  const version = view.getUint32(4, true)
  if (version !== 2) throw new Error(`This GLB is of version ${version}; version 2 is needed. Export it again as glTF 2.0.`)
  if (view.getUint32(8, true) > bytes.byteLength) {
    throw new Error(`This GLB is cut off: it says it has ${view.getUint32(8, true)} bytes, and has ${bytes.byteLength}. Upload it again.`)
  }
  let json: GltfJson | null = null
  let bin: Uint8Array | null = null
  for (let at = 12; at + 8 <= bytes.byteLength; ) {
    const size = view.getUint32(at, true)
    const kind = view.getUint32(at + 4, true)
    const chunk = bytes.subarray(at + 8, at + 8 + size)
    if (kind === CHUNK_JSON) json = parseJson(chunk)
    if (kind === CHUNK_BIN && !bin) bin = chunk
    at += 8 + size
  }
  if (!json) throw new Error('This GLB holds no description of its content. Export it again.')
  return { json, bin }
}

function parseJson(bytes: Uint8Array): GltfJson {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new Error('This file is neither GLB nor glTF: its JSON cannot be read.', { cause })
  }
  if (typeof json !== 'object' || json === null || !('asset' in json)) {
    throw new Error('This file is not glTF: it has no “asset” member.')
  }
  return json as GltfJson
}

/** Files beside a glTF that it needs, decoded and in its own words: `textures/wood.png`. */
export function neighboursOf(json: GltfJson): readonly string[] {
  const uris = [...(json.buffers ?? []), ...(json.images ?? [])].flatMap(({ uri }) => (uri && !uri.startsWith('data:') ? [uri] : []))
  return [...new Set(uris)]
}

/** The bytes of `data:…;base64,…`; `null` for other uris. */
export function bytesOfDataUri(uri: string): Uint8Array | null {
  const match = /^data:[^,]*?(;base64)?,/.exec(uri)
  if (!match) return null
  const text = uri.slice(match[0].length)
  return match[1] ? Uint8Array.from(atob(text), (it) => it.charCodeAt(0)) : new TextEncoder().encode(decodeURIComponent(text))
}
