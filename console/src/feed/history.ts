// The past of what is bound: reads a window once, answers any moment of it at once.

import { keyOf, type LiveKey, type LiveValue, type LiveValues } from '@gemel/scene'
import type { Clients } from '../aws'
import { describeError } from '../kit/errors'
import { type Batch, batchesOf, inLanes, type WatchedRef } from './poll'
import { readWindow } from './read-window'
import { indexAt, NO_SERIES, type Series } from './series'

export interface TimeWindow {
  readonly start_ms: number
  readonly end_ms: number
}

/** A window that has been read. */
export interface HistoryTable {
  readonly window: TimeWindow
  readonly series: ReadonlyMap<LiveKey, Series>
  /** What could not be read, in words. */
  readonly failures: readonly { readonly batch: Batch; readonly message: string }[]
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

/** Writes what the twin was at a moment; only values that differ from what stands there. */
export function writeAt(table: HistoryTable, time_ms: number, live: LiveValues): void {
  const changes: [LiveKey, LiveValue | undefined][] = []
  for (const key of table.series.keys()) {
    const then = valueAt(table, key, time_ms)
    const now = live.get(key)
    if (then?.time_ms !== now?.time_ms || then?.value !== now?.value) changes.push([key, then])
  }
  live.write(changes)
}

/** How many windows are kept; the oldest use goes first. */
const KEPT = 4

export class History {
  #clients: Clients
  #workspaceId: string
  #kept: Reading[] = []

  constructor(clients: Clients, workspaceId: string) {
    this.#clients = clients
    this.#workspaceId = workspaceId
  }

  /** Reads what is watched of a window; what was read before is not read again. A batch that fails is told, the others stand. */
  async load(
    refs: readonly WatchedRef[],
    window: TimeWindow,
    signal: AbortSignal,
    onProgress?: (progress: HistoryProgress, sofar: HistoryTable) => void,
  ): Promise<HistoryTable> {
    const kept = this.#readingOf(window)
    const batches = batchesOf(refs.filter((it) => !it.isStatic && !kept.series.has(keyOf(it.ref))))
    const failures: { batch: Batch; message: string }[] = []
    let done = 0
    // The table grows while it is read, so that what is known is shown at once.
    const sofar = { window, series: kept.series, failures }
    onProgress?.({ done, all: batches.length }, sofar)
    await inLanes(batches, 6, signal, async (batch) => {
      try {
        for (const [key, it] of await readWindow(this.#clients, this.#workspaceId, batch, window, signal))
          kept.series.set(key, it)
      } catch (error) {
        if (signal.aborted) throw error
        failures.push({ batch, message: describeError(error).message })
      }
      onProgress?.({ done: ++done, all: batches.length }, sofar)
    })
    signal.throwIfAborted()
    return sofar
  }

  #readingOf(window: TimeWindow): Reading {
    const found = this.#kept.find(
      (it) => it.window.start_ms === window.start_ms && it.window.end_ms === window.end_ms,
    ) ?? { window, series: new Map() }
    this.#kept = [found, ...this.#kept.filter((it) => it !== found)].slice(0, KEPT)
    return found
  }
}

interface Reading {
  readonly window: TimeWindow
  readonly series: Map<LiveKey, Series>
}
