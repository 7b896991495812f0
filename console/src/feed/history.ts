// The past of what is bound: reads a window once, answers any moment of it at once.

import { keyOf, type LiveKey, type LiveValue, type LiveValues } from '@gemel/scene'
import type { Clients } from '../aws'
import { describeError } from '../kit/errors'
import { askGroup, type Asking, type Failure } from './ask'
import { Directory } from './directory'
import { gridOf, type Part, partsOf, readPart } from './overview'
import { batchesOf, inLanes, type WatchedRef } from './poll'
import { readWindow } from './read-window'
import { indexAt, NO_SERIES, refined, type Series, seriesOf } from './series'

export interface TimeWindow {
  readonly start_ms: number
  readonly end_ms: number
}

/** A window that has been read. */
export interface HistoryTable {
  readonly window: TimeWindow
  readonly series: ReadonlyMap<LiveKey, Series>
  /** Those of which every value is there; of others the moment that is shown is asked for by itself. */
  readonly exact: ReadonlySet<LiveKey>
  /** What could not be read, in words. */
  readonly failures: readonly Failure[]
}

export interface HistoryProgress {
  readonly done: number
  readonly all: number
}

/** The value a property had: the last one that is not later. Static properties have no past and keep their value. */
export function valueAt(table: HistoryTable, key: LiveKey, time_ms: number): LiveValue | undefined {
  const { times_ms, values } = table.series.get(key) ?? NO_SERIES
  const index = indexAt(times_ms, time_ms)
  return index < 0 ? undefined : { value: values[index] ?? null, time_ms: times_ms[index] }
}

/** Writes what the twin was at a moment; only values that differ from what stands there. What is known exactly comes first. */
export function writeAt(
  table: HistoryTable | null,
  time_ms: number,
  live: LiveValues,
  known: ReadonlyMap<LiveKey, LiveValue | undefined> = new Map(),
): void {
  const changes: [LiveKey, LiveValue | undefined][] = []
  const put = (key: LiveKey, then: LiveValue | undefined) => {
    const now = live.get(key)
    if (then?.time_ms !== now?.time_ms || then?.value !== now?.value) changes.push([key, then])
  }
  for (const key of table?.series.keys() ?? [])
    if (table && !known.has(key)) put(key, valueAt(table, key, time_ms))
  for (const [key, it] of known) put(key, it)
  live.write(changes)
}

/** How many windows are kept; the oldest use goes first. */
const KEPT = 4
/** Browsers keep six connections to a host over HTTP/1.1, and the live subscription has one. */
export const LANES = 5
/** Into how many pieces a window is cut that are read more finely when they are looked at. */
export const PIECES = 12

export class History {
  readonly directory: Directory
  #clients: Clients
  #workspaceId: string
  #kept: Reading[] = []

  constructor(clients: Clients, workspaceId: string) {
    this.#clients = clients
    this.#workspaceId = workspaceId
    this.directory = new Directory(clients, workspaceId)
  }

  asking(signal: AbortSignal): Asking {
    return {
      clients: this.#clients,
      workspaceId: this.#workspaceId,
      directory: this.directory,
      signal,
    }
  }

  /** Whether a window has been read, or is being read. */
  has(window: TimeWindow): boolean {
    return this.#kept.some((it) => isSame(it.window, window))
  }

  /**
   * Reads what is watched of a window; what was read before is not read again. What fails is told, the rest stands.
   * Before each call it asks whether it may go on: connections are few, and the moment that is shown goes first.
   */
  async load(
    refs: readonly WatchedRef[],
    window: TimeWindow,
    signal: AbortSignal,
    onProgress?: (progress: HistoryProgress, sofar: HistoryTable) => void,
    mayGoOn: () => Promise<void> = () => Promise.resolve(),
  ): Promise<HistoryTable> {
    const kept = this.#readingOf(window)
    const wanted = refs.filter((it) => !it.isStatic && !kept.series.has(keyOf(it.ref))).map((it) => it.ref)
    const failures: Failure[] = []
    // The table grows while it is read, so that what is known is shown at once.
    const sofar = { window, series: kept.series, exact: kept.exact, failures }
    if (wanted.length === 0) return sofar
    onProgress?.({ done: 0, all: 1 }, sofar)
    const asking = this.asking(signal)
    await this.directory.know(wanted, signal)
    signal.throwIfAborted()
    const parts = partsOf(
      wanted.filter((it) => this.directory.placeOf(it)),
      asking,
    )
    const others = wanted.filter((it) => !this.directory.placeOf(it))
    const jobs = [
      ...parts.map((part) => ({ refs: part.group.refs, run: () => this.#part(asking, part, kept, failures) })),
      ...batchesOf(others.map((ref) => ({ ref, isStatic: false }))).map((batch) => ({
        refs: others.filter(
          (it) => it.entityId === batch.entityId && it.componentName === batch.componentName,
        ),
        run: async () => {
          for (const [key, it] of await readWindow(this.#clients, this.#workspaceId, batch, window, signal))
            kept.series.set(key, it)
        },
      })),
    ]
    let done = 0
    await inLanes(jobs, LANES, signal, async (job) => {
      await mayGoOn()
      if (signal.aborted) return
      try {
        await job.run()
      } catch (error) {
        if (signal.aborted) throw error
        const { message } = describeError(error)
        failures.push(...job.refs.map((ref) => ({ ref, message })))
      }
      onProgress?.({ done: ++done, all: jobs.length }, sofar)
    })
    signal.throwIfAborted()
    return sofar
  }

  /** Reads one piece of a window finely; answers whether there is anything new. */
  async refine(
    refs: readonly WatchedRef[],
    window: TimeWindow,
    piece: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const kept = this.#readingOf(window)
    const span = pieceOf(window, piece)
    const asking = this.asking(signal)
    const id = (key: LiveKey) => `${piece}\u0000${key}`
    const wanted = refs
      .map((it) => it.ref)
      .filter((it) => kept.series.has(keyOf(it)) && !kept.exact.has(keyOf(it)) && !kept.fine.has(id(keyOf(it))))
    const parts = partsOf(wanted, asking).filter((it) => it.isNumbers)
    await inLanes(parts, LANES - 1, signal, async ({ group }) => {
      const { points } = await askGroup(asking, group, gridOf(span))
      for (const [key, it] of points) {
        const series = refined(kept.series.get(key) ?? NO_SERIES, seriesOf(it), span.start_ms, span.end_ms)
        kept.series.set(key, series)
        kept.fine.add(id(key))
      }
    })
    return parts.length > 0
  }

  async #part(asking: Asking, part: Part, kept: Reading, failures: Failure[]): Promise<void> {
    const read = await readPart(asking, part, kept.window)
    for (const [key, points] of read.points) kept.series.set(key, seriesOf(points))
    for (const key of read.exact) kept.exact.add(key)
    failures.push(...read.failures)
  }

  #readingOf(window: TimeWindow): Reading {
    const found = this.#kept.find((it) => isSame(it.window, window)) ?? {
      window,
      series: new Map(),
      exact: new Set(),
      fine: new Set(),
    }
    this.#kept = [found, ...this.#kept.filter((it) => it !== found)].slice(0, KEPT)
    return found
  }
}

interface Reading {
  readonly window: TimeWindow
  readonly series: Map<LiveKey, Series>
  readonly exact: Set<LiveKey>
  /** Which pieces of which series have been read finely. */
  readonly fine: Set<string>
}

function isSame(one: TimeWindow, other: TimeWindow): boolean {
  return one.start_ms === other.start_ms && one.end_ms === other.end_ms
}

/** In which piece of a window a moment is. */
export function pieceAt({ start_ms, end_ms }: TimeWindow, time_ms: number): number {
  const share = (time_ms - start_ms) / Math.max(1, end_ms - start_ms)
  return Math.min(PIECES - 1, Math.max(0, Math.floor(share * PIECES)))
}

export function pieceOf({ start_ms, end_ms }: TimeWindow, piece: number): TimeWindow {
  const length_ms = (end_ms - start_ms) / PIECES
  return {
    start_ms: Math.floor(start_ms + piece * length_ms),
    end_ms: Math.ceil(start_ms + (piece + 1) * length_ms),
  }
}
