// How a file is cut into parts, how it is known again after a reload, and what an upload can be in.

const MIB = 1024 * 1024
/** The smallest part S3 takes, so that little is sent twice after a break. */
export const PART_MIN_BYTES = 5 * MIB
const PARTS_MAX = 10_000

export interface Part {
  /** From 1. */
  readonly number: number
  readonly from: number
  readonly to: number
}

/** S3 takes ten thousand parts; larger files get larger parts, in whole mebibytes. */
export function partSize(size_bytes: number): number {
  return Math.max(PART_MIN_BYTES, Math.ceil(size_bytes / PARTS_MAX / MIB) * MIB)
}

export function partsOf(size_bytes: number, part_bytes: number): readonly Part[] {
  const count = Math.max(1, Math.ceil(size_bytes / part_bytes))
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1, from: index * part_bytes, to: Math.min(size_bytes, (index + 1) * part_bytes),
  }))
}

/** Parts still to be sent: those the server has not, or has with another size. */
export function missingParts(parts: readonly Part[], stored: ReadonlyMap<number, { readonly size_bytes: number }>): readonly Part[] {
  return parts.filter((it) => stored.get(it.number)?.size_bytes !== it.to - it.from)
}

export type Status =
  | 'queued' | 'uploading' | 'paused' | 'offline'
  /** Of an earlier visit: the browser wants the file to be chosen again. */
  | 'interrupted'
  | 'done' | 'failed' | 'cancelled'

export type Event = 'start' | 'pause' | 'resume' | 'lost' | 'attach' | 'finish' | 'fail' | 'cancel'

const MOVES: Readonly<Record<Status, Partial<Record<Event, Status>>>> = {
  queued: { start: 'uploading', pause: 'paused', cancel: 'cancelled', fail: 'failed' },
  uploading: { pause: 'paused', lost: 'offline', finish: 'done', fail: 'failed', cancel: 'cancelled' },
  paused: { resume: 'queued', cancel: 'cancelled' },
  offline: { resume: 'queued', pause: 'paused', cancel: 'cancelled' },
  interrupted: { attach: 'queued', cancel: 'cancelled' },
  failed: { resume: 'queued', cancel: 'cancelled' },
  done: {},
  cancelled: {},
}

/** Where an upload goes on an event; the same place when the event means nothing there. */
export function next(status: Status, event: Event): Status {
  return MOVES[status][event] ?? status
}

export function can(status: Status, event: Event): boolean {
  return MOVES[status][event] !== undefined
}

export function isOver(status: Status): boolean {
  return status === 'done' || status === 'cancelled'
}

/** Milliseconds to wait before the nth try again: 1, 2, 4 … 30 seconds. */
export function backoff_ms(attempt: number): number {
  return Math.min(30_000, 1000 * 2 ** (attempt - 1))
}

/** `tank.glb` → `tank (2).glb`, whichever is free. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  const [, stem = name, ending = ''] = /^(.*?)(\.[a-z0-9]+)?$/i.exec(name) ?? []
  for (let number = 2; ; number += 1) {
    const candidate = `${stem} (${number})${ending}`
    if (!taken.has(candidate)) return candidate
  }
}
