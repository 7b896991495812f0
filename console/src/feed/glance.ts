// The values of one moment of the past, asked for by themselves: what a jump shows while its window is still being read.

import type { LiveKey, LiveValue } from '@gemel/scene'
import type { Clients } from '../aws'
import { batchesOf, inLanes, pollBatch, type WatchedRef } from './poll'

/** How long a scrub must rest before it is asked for. */
const REST_MS = 150
/** Answers are shown together. */
const TOGETHER_MS = 400

type Changes = (readonly [LiveKey, LiveValue | undefined])[]

export class Glance {
  #clients: Clients
  #workspaceId: string
  #stop: AbortController | null = null
  #known = new Set<LiveKey>()

  constructor(clients: Clients, workspaceId: string) {
    this.#clients = clients
    this.#workspaceId = workspaceId
  }

  /** Whether the last look has answered this. */
  knows(key: LiveKey): boolean {
    return this.#known.has(key)
  }

  stop(): void {
    this.#stop?.abort()
    this.#known.clear()
  }

  look(wanted: () => readonly WatchedRef[], time_ms: number, onValues: (values: Changes) => void): void {
    this.#stop?.abort()
    const stop = new AbortController()
    this.#stop = stop
    setTimeout(() => {
      if (!stop.signal.aborted) void this.#run(wanted, time_ms, onValues, stop.signal)
    }, REST_MS)
  }

  async #run(
    wanted: () => readonly WatchedRef[],
    time_ms: number,
    onValues: (values: Changes) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const batches = batchesOf(wanted())
    this.#known.clear()
    let waiting: Changes = []
    let shown_ms = performance.now()
    const show = () => {
      // What the window's table has said meanwhile stands.
      const unread = new Set(
        wanted().map((it) => `${it.ref.entityId}\u0000${it.ref.componentName}\u0000${it.ref.propertyName}`),
      )
      const values = waiting.filter(([key]) => unread.has(key))
      waiting = []
      shown_ms = performance.now()
      for (const [key] of values) this.#known.add(key)
      onValues(values)
    }
    try {
      await inLanes(batches, 6, signal, async (batch) => {
        const { values } = await pollBatch(this.#clients, this.#workspaceId, batch, signal, time_ms)
        waiting.push(...values)
        if (performance.now() - shown_ms > TOGETHER_MS && !signal.aborted) show()
      })
      if (!signal.aborted) show()
    } catch {
      // The window itself is being read, and says what fails.
    }
  }
}
