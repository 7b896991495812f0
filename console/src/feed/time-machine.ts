// Which moment the screen shows: now, or any moment of a window of the past; plays it, jumps to alarms.

import { keyOf, type LiveValues } from '@gemel/scene'
import { createStore } from 'zustand/vanilla'
import type { Clients } from '../aws'
import { describeError } from '../kit/errors'
import type { Feed } from './feed'
import { Glance } from './glance'
import type { WatchedRef } from './poll'
import { History, type HistoryProgress, type HistoryTable, type TimeWindow, writeAt } from './history'

export interface AlarmMark {
  readonly time_ms: number
  readonly entityId: string
  readonly status: string
}

export interface TimeState {
  readonly mode: 'live' | 'past'
  readonly window: TimeWindow
  /** How long a window that ends now is; `null` for a window between two dates. */
  readonly preset_ms: number | null
  readonly isPlaying: boolean
  readonly speed: number
  readonly progress: HistoryProgress | null
  readonly error: string | null
  readonly marks: readonly AlarmMark[]
  /** Rises when another table is there; charts follow. */
  readonly revision: number
}

export const SPEEDS = [1, 10, 60, 300, 900, 3600] as const
const HOUR_MS = 3_600_000

/** Steps to which windows that end now are rounded, so that reading one again is not needed each second. */
const GRAIN_MS = 10_000
/** After this long what was not read yet is blank. */
const BLANK_MS = 400
/** While it is read the picture follows this often. */
const SHOW_MS = 700

export class TimeMachine {
  readonly store = createStore<TimeState>(() => ({
    mode: 'live',
    window: { start_ms: Date.now() - HOUR_MS, end_ms: Date.now() },
    preset_ms: HOUR_MS,
    isPlaying: false,
    speed: 60,
    progress: null,
    error: null,
    marks: [],
    revision: 0,
  }))
  #feed: Feed
  #live: LiveValues
  #history: History
  #glance: Glance
  #shown_ms = 0
  #table: HistoryTable | null = null
  #cursor_ms = Date.now()
  #listeners = new Set<(cursor_ms: number) => void>()
  #stop: AbortController | null = null
  #frame = 0

  constructor(clients: Clients, workspaceId: string, feed: Feed, live: LiveValues) {
    this.#feed = feed
    this.#live = live
    this.#history = new History(clients, workspaceId)
    this.#glance = new Glance(clients, workspaceId)
  }

  /** The moment that is shown. */
  get cursor_ms(): number {
    return this.store.getState().mode === 'live' ? Date.now() : this.#cursor_ms
  }

  get table(): HistoryTable | null {
    return this.store.getState().mode === 'live' ? null : this.#table
  }

  /** Calls back whenever the moment moves; for what follows it without React. */
  listen(listener: (cursor_ms: number) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  goLive = (): void => {
    this.#stop?.abort()
    this.#glance.stop()
    this.pause()
    const { preset_ms } = this.store.getState()
    this.store.setState({
      mode: 'live',
      progress: null,
      error: null,
      ...(preset_ms === null ? {} : { window: windowOf(preset_ms) }),
    })
    this.#feed.pause(false)
    this.#tell()
  }

  /** Shows a moment; the first time the window is read first. */
  seek = (time_ms: number): void => {
    const { window, mode, preset_ms } = this.store.getState()
    const shown = mode === 'live' && preset_ms !== null ? windowOf(preset_ms) : window
    this.#cursor_ms = Math.min(shown.end_ms, Math.max(shown.start_ms, time_ms))
    if (mode === 'live') {
      this.store.setState({ mode: 'past', window: shown })
      this.#feed.pause(true)
      void this.reload()
    }
    this.#show()
    this.#lookAtUnread()
  }

  /** The last `preset_ms`, or a window between two moments. While live only the bar changes. */
  setWindow = (window: TimeWindow, preset_ms: number | null): void => {
    this.store.setState({ window, preset_ms })
    if (this.store.getState().mode === 'live' && preset_ms !== null) return
    this.#cursor_ms = Math.min(window.end_ms, Math.max(window.start_ms, this.#cursor_ms))
    if (this.store.getState().mode === 'live') this.seek(window.start_ms)
    else void this.reload()
  }

  setPreset = (preset_ms: number): void => this.setWindow(windowOf(preset_ms), preset_ms)

  /** Reads what is watched of the window, if it was not; called again when more is watched. */
  reload = async (): Promise<void> => {
    if (this.store.getState().mode === 'live') return
    this.#stop?.abort()
    const stop = new AbortController()
    this.#stop = stop
    const { window } = this.store.getState()
    // What is of now must not stand there as if it were of then; a quick read needs no blank in between.
    const blank = setTimeout(() => this.#forgetUnread(), BLANK_MS)
    stop.signal.addEventListener('abort', () => clearTimeout(blank))
    try {
      const table = await this.#history.load(this.#feed.watched(), window, stop.signal, (progress, sofar) => {
        if (stop.signal.aborted) return
        this.#table = sofar
        this.store.setState({ progress: progress.done === progress.all ? null : progress })
        // Each showing draws the picture anew; reading is not to wait for that.
        if (performance.now() - this.#shown_ms > SHOW_MS) this.#show()
      })
      clearTimeout(blank)
      this.#table = table
      const failed = table.failures[0]
      const error = failed
        ? `${table.failures.length} of the things on the screen could not be read for this time: ${failed.message}`
        : null
      this.store.setState({
        progress: null,
        error,
        marks: marksOf(table),
        revision: this.store.getState().revision + 1,
      })
      this.#show()
    } catch (failure) {
      if (!stop.signal.aborted) this.store.setState({ progress: null, error: describeError(failure).message })
    }
  }

  /** Stops reading; what was read stays. */
  cancel = (): void => {
    this.#stop?.abort()
    this.store.setState({ progress: null })
  }

  play = (): void => {
    const { window, mode } = this.store.getState()
    if (mode === 'live' || this.#cursor_ms >= window.end_ms) this.seek(window.start_ms)
    this.store.setState({ isPlaying: true })
    let before_ms = performance.now()
    const step = (now_ms: number) => {
      const {
        isPlaying,
        speed,
        window: { end_ms },
        progress,
      } = this.store.getState()
      if (!isPlaying) return
      // While values are still being read time stands, else it would run past them.
      if (progress === null)
        this.#cursor_ms = Math.min(end_ms, this.#cursor_ms + (now_ms - before_ms) * speed)
      before_ms = now_ms
      this.#show()
      if (this.#cursor_ms >= end_ms) this.pause()
      else this.#frame = requestAnimationFrame(step)
    }
    this.#frame = requestAnimationFrame(step)
  }

  pause = (): void => {
    cancelAnimationFrame(this.#frame)
    this.store.setState({ isPlaying: false })
  }

  setSpeed = (speed: number): void => this.store.setState({ speed })

  /** To the next alarm that went active, or the one before; answers it. */
  jump = (by: 1 | -1): AlarmMark | null => {
    const { marks } = this.store.getState()
    const at = this.cursor_ms
    const found =
      by > 0 ? marks.find((it) => it.time_ms > at + 500) : marks.findLast((it) => it.time_ms < at - 500)
    if (found) this.seek(found.time_ms)
    return found ?? null
  }

  close(): void {
    this.#stop?.abort()
    this.#glance.stop()
    this.pause()
  }

  #unread(): readonly WatchedRef[] {
    const { window } = this.store.getState()
    const read =
      this.#table?.window.start_ms === window.start_ms && this.#table.window.end_ms === window.end_ms
        ? this.#table.series
        : null
    return this.#feed.watched().filter((it) => !it.isStatic && !read?.has(keyOf(it.ref)))
  }

  #forgetUnread(): void {
    this.#live.write(
      this.#unread()
        .filter((it) => !this.#glance.knows(keyOf(it.ref)))
        .map((it) => [keyOf(it.ref), undefined]),
    )
  }

  /** Of what the table does not say yet only the values of this one moment are asked for: that is quick. */
  #lookAtUnread(): void {
    const { isPlaying } = this.store.getState()
    if (!isPlaying)
      this.#glance.look(
        () => this.#unread(),
        this.#cursor_ms,
        (values) => {
          if (this.store.getState().mode === 'past') this.#live.write(values)
        },
      )
  }

  #show(): void {
    this.#shown_ms = performance.now()
    if (this.#table && this.store.getState().mode === 'past')
      writeAt(this.#table, this.#cursor_ms, this.#live)
    this.#tell()
  }

  #tell(): void {
    for (const it of this.#listeners) it(this.cursor_ms)
  }
}

export function windowOf(preset_ms: number): TimeWindow {
  const end_ms = Math.ceil(Date.now() / GRAIN_MS) * GRAIN_MS
  return { start_ms: end_ms - preset_ms, end_ms }
}

/** When alarms of a window went active. */
export function marksOf(table: HistoryTable): readonly AlarmMark[] {
  const marks: AlarmMark[] = []
  for (const [key, { times_ms, values }] of table.series) {
    const [entityId = '', , propertyName] = key.split('\u0000')
    if (propertyName !== 'alarm_status') continue
    values.forEach((value, i) => {
      const time_ms = times_ms[i] as number
      if (value === 'ACTIVE' && values[i - 1] !== 'ACTIVE' && time_ms >= table.window.start_ms)
        marks.push({ time_ms, entityId, status: 'ACTIVE' })
    })
  }
  return marks.toSorted((a, b) => a.time_ms - b.time_ms)
}
