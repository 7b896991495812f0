// Keeps the latest values of what is bound: by push where the server can, by polling where not; says how it goes.

import { keyOf, type LiveKey, type LiveValue, type LiveValues, type PropertyRef } from '@gemel/scene'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Clients } from '../aws'
import { describeError } from '../kit/errors'
import { batchesOf, inLanes, pollBatch, type WatchedRef } from './poll'
import { type ModeChange, subscribe } from './subscription'

/** `live`: values are pushed. `polling`: asked every few seconds. `reconnecting`: the line is down, what is shown is old. */
export type FeedMode = 'idle' | 'connecting' | 'live' | 'polling' | 'reconnecting'
export interface FeedState {
  readonly mode: FeedMode
  readonly since_ms: number
  /** Why it is not live. */
  readonly reason: string | null
  /** When anything last came from the server. */
  readonly heard_ms: number | null
  readonly watched: number
  /** How many of them are polled although the line is live. */
  readonly polled: number
  /** What cannot be read, in words, by the key of the property. */
  readonly missing: ReadonlyMap<LiveKey, { readonly ref: PropertyRef; readonly message: string }>
}

export interface Feed {
  readonly store: StoreApi<FeedState>
  /** Says which properties one owner needs; replaces what that owner said before. */
  readonly watch: (refs: readonly WatchedRef[], owner?: string) => void
  /** What all owners watch. */
  readonly watched: () => readonly WatchedRef[]
  /** The latest value, also while the screen shows another time. */
  readonly latest: (key: LiveKey) => LiveValue | undefined
  /** Stops writing to the screen's values (time travel); values go on to be received. */
  readonly pause: (isPaused: boolean) => void
  readonly close: () => void
}

export interface FeedOptions {
  readonly clients: Clients
  readonly workspaceId: string
  readonly live: LiveValues
  readonly poll_ms?: number
}

const DEBOUNCE_MS = 150
const RETRY_MS = [500, 1000, 2000, 5000, 10_000, 30_000]
/** How long a server that has no subscription is believed. */
const UNSUPPORTED_MS = 300_000

export function createFeed(options: FeedOptions): Feed {
  return new LiveFeed(options)
}

class LiveFeed implements Feed {
  readonly store = createStore<FeedState>(() => ({
    mode: 'idle',
    since_ms: Date.now(),
    reason: null,
    heard_ms: null,
    watched: 0,
    polled: 0,
    missing: new Map(),
  }))
  #options: FeedOptions
  #owners = new Map<string, readonly WatchedRef[]>()
  #watched: readonly WatchedRef[] = []
  #values = new Map<LiveKey, LiveValue>()
  #isPaused = false
  #modes = new Map<LiveKey, 'poll' | 'missing'>()
  #stop: AbortController | null = null
  #debounce: ReturnType<typeof setTimeout> | undefined
  #wake: (() => void) | null = null
  #unsupportedUntil_ms = 0
  #onOnline = () => this.#wake?.()

  constructor(options: FeedOptions) {
    this.#options = options
    globalThis.addEventListener?.('online', this.#onOnline)
  }

  watch = (refs: readonly WatchedRef[], owner = 'scene'): void => {
    this.#owners.set(owner, refs)
    const unique = new Map<LiveKey, WatchedRef>()
    for (const it of [...this.#owners.values()].flat()) unique.set(keyOf(it.ref), it)
    const known = new Set(this.#watched.map((it) => keyOf(it.ref)))
    const isSame = unique.size === known.size && [...unique.keys()].every((key) => known.has(key))
    this.#watched = [...unique.values()]
    if (isSame) return
    for (const key of this.#values.keys()) if (!unique.has(key)) this.#values.delete(key)
    if (!this.#isPaused)
      this.#options.live.write([...known].filter((key) => !unique.has(key)).map((key) => [key, undefined]))
    this.store.setState({ watched: unique.size })
    clearTimeout(this.#debounce)
    this.#debounce = setTimeout(() => this.#restart(), DEBOUNCE_MS)
  }

  watched = (): readonly WatchedRef[] => this.#watched
  latest = (key: LiveKey): LiveValue | undefined => this.#values.get(key)

  pause = (isPaused: boolean): void => {
    if (this.#isPaused && !isPaused) {
      this.#options.live.write(this.#watched.map(({ ref }) => [keyOf(ref), this.#values.get(keyOf(ref))]))
    }
    this.#isPaused = isPaused
  }

  close = (): void => {
    clearTimeout(this.#debounce)
    this.#stop?.abort()
    this.#wake?.()
    globalThis.removeEventListener?.('online', this.#onOnline)
  }

  #restart(): void {
    this.#stop?.abort()
    this.#wake?.()
    this.#modes.clear()
    const stop = new AbortController()
    this.#stop = stop
    this.store.setState({ missing: new Map(), polled: 0 })
    if (this.#watched.length === 0) return this.#say('idle', null)
    void this.#run(stop.signal)
    void this.#poll(stop.signal)
  }

  async #run(signal: AbortSignal): Promise<void> {
    const refs = this.#watched.map((it) => it.ref)
    for (let tries = 0; !signal.aborted;) {
      if (Date.now() < this.#unsupportedUntil_ms) {
        await this.#sleep(this.#unsupportedUntil_ms - Date.now(), signal)
        continue
      }
      if (this.store.getState().mode === 'idle') this.#say('connecting', null)
      const ended = await subscribe(
        this.#options.clients.session,
        this.#options.workspaceId,
        refs,
        {
          onReady: (modes) => {
            tries = 0
            this.#say('live', null)
            this.#setModes(modes, refs)
          },
          onValues: (values) => this.#write(values),
        },
        signal,
      )
      if (signal.aborted) return
      if (ended.kind === 'unsupported') {
        this.#unsupportedUntil_ms = Date.now() + UNSUPPORTED_MS
        this.#say('polling', ended.reason)
        continue
      }
      this.#say('reconnecting', ended.reason)
      await this.#sleep(
        (RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] ?? 1000) * (0.8 + 0.4 * Math.random()),
        signal,
      )
      tries += 1
    }
  }

  #setModes(modes: readonly ModeChange[], refs: readonly PropertyRef[]): void {
    const missing = new Map(this.store.getState().missing)
    for (const { index, mode, message } of modes) {
      const ref = refs[index]
      if (!ref) continue
      const key = keyOf(ref)
      if (mode === 'push') this.#modes.delete(key)
      else this.#modes.set(key, mode)
      if (mode === 'missing') missing.set(key, { ref, message: message ?? 'There is no such property' })
      else missing.delete(key)
    }
    this.store.setState({ missing, polled: [...this.#modes.values()].filter((it) => it === 'poll').length })
  }

  async #poll(signal: AbortSignal): Promise<void> {
    const { clients, workspaceId, poll_ms = 5000 } = this.#options
    while (!signal.aborted) {
      const { mode } = this.store.getState()
      const all =
        mode === 'polling'
          ? this.#watched
          : mode === 'live'
            ? this.#watched.filter((it) => this.#modes.get(keyOf(it.ref)) === 'poll')
            : []
      const isHidden = globalThis.document?.visibilityState === 'hidden'
      if (all.length > 0 && !isHidden) {
        try {
          await inLanes(batchesOf(all), 6, signal, async (batch) => {
            const { values, failures } = await pollBatch(clients, workspaceId, batch, signal)
            this.#write(values)
            this.#setFailures(
              values.map(([key]) => key),
              failures,
            )
          })
          if (mode === 'polling') this.#say('polling', this.store.getState().reason)
        } catch (error) {
          if (!signal.aborted && mode === 'polling')
            this.store.setState({ reason: describeError(error).message })
        }
      }
      await new Promise((done) => setTimeout(done, all.length > 0 ? poll_ms : 300))
    }
  }

  #setFailures(
    good: readonly LiveKey[],
    failures: readonly { readonly ref: PropertyRef; readonly message: string }[],
  ): void {
    const before = this.store.getState().missing
    if (failures.length === 0 && !good.some((key) => before.has(key))) return
    const missing = new Map(before)
    for (const key of good) missing.delete(key)
    for (const it of failures) missing.set(keyOf(it.ref), it)
    this.store.setState({ missing })
  }

  #write(values: readonly (readonly [LiveKey, LiveValue | undefined])[]): void {
    for (const [key, value] of values) {
      if (value) this.#values.set(key, value)
      else this.#values.delete(key)
    }
    if (!this.#isPaused) this.#options.live.write(values)
    this.#heard()
  }

  #heard(): void {
    const now_ms = Date.now()
    // The screen shows whole seconds; more would only wake React.
    if (now_ms - (this.store.getState().heard_ms ?? 0) >= 1000) this.store.setState({ heard_ms: now_ms })
  }

  #say(mode: FeedMode, reason: string | null): void {
    const before = this.store.getState()
    if (before.mode === mode && before.reason === reason) return
    this.store.setState({ mode, reason, since_ms: before.mode === mode ? before.since_ms : Date.now() })
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(end, ms)
      const wake = () => end()
      function end() {
        clearTimeout(timer)
        signal.removeEventListener('abort', wake)
        done()
      }
      this.#wake = wake
      signal.addEventListener('abort', wake)
    })
  }
}
