// Copying, moving and deleting many objects: what goes where, then one after the other with progress.

import type { S3Client } from '@aws-sdk/client-s3'
import { copyObject, deleteObjects, listObjects } from '../../objects/bucket'
import { folderOf, nameOf } from '../../objects/uri'
import type { Row } from './rows'

export interface Move {
  readonly from: string
  readonly to: string
}

const PARALLEL = 4

/** All keys of rows: folders with everything in them. */
export async function keysOf(s3: S3Client, bucket: string, rows: readonly Row[], signal?: AbortSignal): Promise<readonly string[]> {
  const keys: string[] = []
  for (const row of rows) {
    if (row.object) keys.push(row.key)
    else {
      const { objects } = await listObjects(s3, bucket, row.key, { isFlat: true, limit: 1_000_000, signal })
      for (const it of objects) keys.push(it.key)
    }
  }
  return keys
}

/** Where keys of rows go: into `target` (with its slash), under `newName` when a single row is renamed. */
export function planMoves(rows: readonly Row[], keys: readonly string[], target: string, newName?: string): readonly Move[] {
  return keys.flatMap((from) => {
    const row = rows.find((it) => from === it.key || (it.object === null && from.startsWith(it.key)))
    if (!row) return []
    const name = newName ?? nameOf(row.key)
    const to = row.object ? `${target}${name}` : `${target}${name}/${from.slice(row.key.length)}`
    return from === to ? [] : [{ from, to }]
  })
}

/** A folder cannot go into itself. */
export function moveProblem(rows: readonly Row[], target: string): string | null {
  const row = rows.find((it) => it.object === null && target.startsWith(it.key))
  return row ? `“${row.name}” cannot be put into itself.` : null
}

/** Which of the targets exist already. */
export async function existing(s3: S3Client, bucket: string, targets: readonly string[]): Promise<readonly string[]> {
  const wanted = new Set(targets)
  const folders = new Set(targets.map(folderOf))
  const found: string[] = []
  for (const prefix of folders) {
    const { objects } = await listObjects(s3, bucket, prefix)
    for (const { key } of objects) if (wanted.has(key)) found.push(key)
  }
  return found
}

export interface MoveOptions {
  /** Deletes what was copied, when all was. */
  readonly isMove: boolean
  readonly onProgress?: (done: number, all: number) => void
  readonly signal?: AbortSignal
}

/** Copies, then deletes the sources: a break leaves everything where it was, and copies beside it. */
export async function execute(s3: S3Client, bucket: string, moves: readonly Move[], { isMove, onProgress, signal }: MoveOptions): Promise<void> {
  const queue = [...moves]
  let done = 0
  const lane = async () => {
    for (let move = queue.shift(); move; move = queue.shift()) {
      signal?.throwIfAborted()
      await copyObject(s3, { bucket, key: move.from }, { bucket, key: move.to })
      done += 1
      onProgress?.(done, moves.length)
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, lane))
  if (isMove) await deleteObjects(s3, bucket, moves.map((it) => it.from))
}
