// Old texts of a scene: where they stand, which are kept, who saved them.

import type { Clients } from '../aws'
import { copyObject, deleteObjects, hasObject, headObject, listObjects, type ObjectHead, readText } from './bucket'
import type { ObjectName } from './uri'

export const VERSIONS_MAX = 200

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** Where versions of a scene stand: `line-2.json` → `line-2.versions/`. */
export function versionsPrefix(key: string): string {
  return `${key.replace(/\.json$/i, '')}.versions/`
}

export function versionKey(key: string, saved_at: Date): string {
  return `${versionsPrefix(key)}${saved_at.toISOString()}.json`
}

/** When the text of a version was saved, from its key; `null` when this is no version's key. */
export function versionTime(key: string): Date | null {
  const match = /\/(\d{4}-\d\d-\d\dT[\d:.]+Z)\.json$/.exec(key)
  const time = match?.[1] ? new Date(match[1]) : null
  return time && !Number.isNaN(time.getTime()) ? time : null
}

/** The picture that belongs to a scene's or a version's text. */
export function thumbnailKey(key: string, format: 'webp' | 'png' = 'webp'): string {
  return `${key}.thumbnail.${format}`
}

/**
 * Which versions to give up: of the last day all stay, of the last week the newest of each hour, before that the newest
 * of each day; and never more than `VERSIONS_MAX`, the oldest going first.
 */
export function thin(times_ms: readonly number[], now_ms: number, max: number = VERSIONS_MAX): readonly number[] {
  const kept: number[] = []
  const dropped: number[] = []
  let lastSlot = ''
  for (const time of [...times_ms].toSorted((a, b) => b - a)) {
    const slot = slotOf(time, now_ms)
    if ((slot !== '' && slot === lastSlot) || kept.length >= max) dropped.push(time)
    else kept.push(time)
    lastSlot = slot
  }
  return dropped
}

/** Versions of one slot stand for each other; '' stands for nobody else. */
function slotOf(time_ms: number, now_ms: number): string {
  const age_ms = now_ms - time_ms
  if (age_ms < DAY_MS) return ''
  return age_ms < 7 * DAY_MS ? `h${Math.floor(time_ms / HOUR_MS)}` : `d${Math.floor(time_ms / DAY_MS)}`
}

export interface SceneVersion {
  readonly name: ObjectName
  readonly etag: string
  readonly saved_at: Date
  readonly size_bytes: number
  readonly hasThumbnail: boolean
}
export interface VersionDetail {
  readonly savedBy: string | null
  readonly comment: string | null
}

/** Newest first. Who saved each is asked for one by one (`describeVersion`), as listings do not say it. */
export async function listVersions(clients: Clients, scene: ObjectName): Promise<readonly SceneVersion[]> {
  const { objects } = await listObjects(clients.s3, scene.bucket, versionsPrefix(scene.key), { isFlat: true })
  const keys = new Set(objects.map((it) => it.key))
  return objects
    .flatMap((it) => {
      const saved_at = versionTime(it.key)
      const name = { bucket: scene.bucket, key: it.key }
      const hasThumbnail = keys.has(thumbnailKey(it.key))
      return saved_at ? [{ name, etag: it.etag, saved_at, size_bytes: it.size_bytes, hasThumbnail }] : []
    })
    .toSorted((a, b) => b.saved_at.getTime() - a.saved_at.getTime())
}

export async function describeVersion(clients: Clients, version: ObjectName): Promise<VersionDetail> {
  const head = await headObject(clients.s3, version)
  return head ? detailOf(head) : { savedBy: null, comment: null }
}

export async function readVersion(clients: Clients, version: ObjectName): Promise<string> {
  return (await readText(clients.s3, version)).text
}

const SAVED_BY = 'gemel-saved-by'
const SAVED_AT = 'gemel-saved-at'
const COMMENT = 'gemel-comment'

/** What is written beside a scene's text; its copy among the versions carries it on. Headers are ASCII only. */
export function savedMetadata(arn: string, at: Date, comment: string): Record<string, string> {
  return {
    [SAVED_BY]: encodeURIComponent(arn),
    [SAVED_AT]: at.toISOString(),
    ...(comment === '' ? {} : { [COMMENT]: encodeURIComponent(comment.slice(0, 300)) }),
  }
}

export function detailOf({ metadata }: Pick<ObjectHead, 'metadata'>): VersionDetail {
  return { savedBy: decoded(metadata[SAVED_BY]), comment: decoded(metadata[COMMENT]) }
}

function decoded(text: string | undefined): string | null {
  if (text === undefined) return null
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** When an object was saved: as it says of itself, else as the store says (whole seconds). */
function savedAt(head: ObjectHead): Date {
  const said = new Date(head.metadata[SAVED_AT] ?? Number.NaN)
  return Number.isNaN(said.getTime()) ? head.modified_at : said
}

/** Keeps the stored text, which has this ETag, as a version; answers the version's name. */
export async function keepVersion(clients: Clients, scene: ObjectName, head: ObjectHead): Promise<ObjectName> {
  const version = { bucket: scene.bucket, key: versionKey(scene.key, savedAt(head)) }
  await copyObject(clients.s3, scene, version, head.etag)
  const picture = { bucket: scene.bucket, key: thumbnailKey(scene.key) }
  const isPictured = await hasObject(clients.s3, picture).catch(() => false)
  if (isPictured) await copyObject(clients.s3, picture, { bucket: scene.bucket, key: thumbnailKey(version.key) }).catch(() => undefined)
  return version
}

/** Deletes the versions that `thin` gives up. */
export async function thinVersions(clients: Clients, scene: ObjectName, now_ms: number = Date.now()): Promise<void> {
  const versions = await listVersions(clients, scene)
  const dropped = new Set(thin(versions.map((it) => it.saved_at.getTime()), now_ms))
  const keys = versions.flatMap((it) => (dropped.has(it.saved_at.getTime()) ? [it.name.key, thumbnailKey(it.name.key)] : []))
  if (keys.length > 0) await deleteObjects(clients.s3, scene.bucket, keys)
}
