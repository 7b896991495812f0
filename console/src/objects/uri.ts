// Names of objects: `s3://bucket/key`, web addresses, and names relative to a scene.

export interface ObjectName {
  readonly bucket: string
  readonly key: string
}

/** What a uri of a document means: an object of ours, or something on the web. */
export type Resolved = { readonly kind: 's3'; readonly name: ObjectName } | { readonly kind: 'web'; readonly url: string }

export function s3Uri({ bucket, key }: ObjectName): string {
  return `s3://${bucket}/${key}`
}

/** The object of `s3://bucket/key` or `arn:aws:s3:::bucket/key`; `null` for anything else. */
export function parseS3Uri(uri: string): ObjectName | null {
  const match = /^(?:s3:\/\/|arn:[a-z-]+:s3:::)([^/]+)\/(.+)$/i.exec(uri)
  return match?.[1] && match[2] ? { bucket: match[1], key: match[2] } : null
}

/** The folder of a key with its slash: `models/a.glb` → `models/`; '' at the top. */
export function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1)
}

/** The last part of a key; of a folder `a/b/` it is `b`. */
export function nameOf(key: string): string {
  const bare = key.endsWith('/') ? key.slice(0, -1) : key
  return bare.slice(bare.lastIndexOf('/') + 1)
}

/** `models/a.glb` → `glb`; '' without one. */
export function extensionOf(key: string): string {
  const match = /\.([a-z0-9]+)$/i.exec(nameOf(key))
  return match?.[1]?.toLowerCase() ?? ''
}

/** Resolves a uri of a document against the object that holds it. `endpoint`: the origin whose paths are `/bucket/key`. */
export function resolveUri(uri: string, base: ObjectName | null, endpoint?: string): Resolved {
  const s3 = parseS3Uri(uri)
  if (s3) return { kind: 's3', name: s3 }
  if (/^(https?|data|blob):/i.test(uri)) return ofWeb(uri, endpoint)
  if (!base) throw new Error(`“${uri}” is relative, and there is no scene it could be relative to`)
  const key = normalise(`${uri.startsWith('/') ? '' : folderOf(base.key)}${decoded(uri.split(/[?#]/)[0] ?? '')}`)
  if (key === '') throw new Error(`“${uri}” names no object`)
  return { kind: 's3', name: { bucket: base.bucket, key } }
}

function ofWeb(uri: string, endpoint: string | undefined): Resolved {
  if (!/^https?:/i.test(uri) || !endpoint) return { kind: 'web', url: uri }
  const url = new URL(uri)
  const [, bucket, ...rest] = url.pathname.split('/')
  const isOurs = url.origin === new URL(endpoint).origin && bucket && bucket !== 'console' && rest.length > 0
  return isOurs ? { kind: 's3', name: { bucket, key: decoded(rest.join('/')) } } : { kind: 'web', url: uri }
}

/** Files that a glTF names are percent-encoded; a name with a stray percent sign is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function normalise(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}
