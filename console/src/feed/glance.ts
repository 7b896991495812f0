// The values of one moment of the past, asked for by themselves: what a jump shows at once, and the truth wherever time rests.

import { keyOf, type LiveKey, type LiveValue } from '@gemel/scene'
import { askGroup, type Asking, groupsOf } from './ask'
import { lookAt } from './overview'
import { inLanes, type WatchedRef } from './poll'

/** How long a scrub must rest before it is asked for; a single jump need not wait. */
const REST_MS = 150
/** Answers are shown together. */
const TOGETHER_MS = 250
const LANES = 5

export class Glance {
  #asking: (signal: AbortSignal) => Asking
  #stop: AbortController | null = null
  #asked_ms = -Infinity
  #running: Promise<void> = Promise.resolve()
  #known = new Map<LiveKey, LiveValue | undefined>()

  constructor(asking: (signal: AbortSignal) => Asking) {
    this.#asking = asking
  }

  /** What the last look has answered, of the moment it was for. */
  get known(): ReadonlyMap<LiveKey, LiveValue | undefined> {
    return this.#known
  }

  stop(): void {
    this.#stop?.abort()
    this.#known = new Map()
  }

  /** Looks at a moment, and calls back whenever more of it is known. */
  look(wanted: () => readonly WatchedRef[], time_ms: number, onValues: () => void): void {
    this.stop()
    const stop = new AbortController()
    this.#stop = stop
    const now_ms = performance.now()
    const wait_ms = now_ms - this.#asked_ms > 2 * REST_MS ? 0 : REST_MS
    this.#asked_ms = now_ms
    this.#running = new Promise((done) => {
      setTimeout(() => {
        if (stop.signal.aborted) done()
        else void this.#run(wanted(), time_ms, onValues, stop.signal).finally(done)
      }, wait_ms)
    })
  }

  /** When the look that is under way is done; what can wait gives way to it. */
  settled(): Promise<void> {
    return this.#running
  }

  async #run(
    wanted: readonly WatchedRef[],
    time_ms: number,
    onValues: () => void,
    signal: AbortSignal,
  ): Promise<void> {
    const asking = this.#asking(signal)
    const refs = wanted.filter((it) => !it.isStatic).map((it) => it.ref)
    let waiting: (readonly [LiveKey, LiveValue | undefined])[] = []
    let shown_ms = performance.now()
    const show = () => {
      for (const [key, it] of waiting) this.#known.set(key, it)
      waiting = []
      shown_ms = performance.now()
      onValues()
    }
    try {
      await asking.directory.know(refs, signal)
      await inLanes(groupsOf(refs, asking.directory), LANES, signal, async (group) => {
        const { points, failures } = await askGroup(asking, group, lookAt(time_ms))
        const failed = new Set(failures.map((it) => keyOf(it.ref)))
        for (const key of group.refs.map(keyOf)) if (!failed.has(key)) waiting.push([key, points.get(key)?.[0]])
        if (performance.now() - shown_ms > TOGETHER_MS && !signal.aborted) show()
      })
      if (!signal.aborted) show()
    } catch {
      // The window itself is being read, and says what fails.
    }
  }
}
