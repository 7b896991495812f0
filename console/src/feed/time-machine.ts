// Which moment the screen shows: now, or any moment of a window of the past; plays it, jumps to alarms.

import { keyOf, type LiveValues } from '@gemel/scene'
import { createStore } from 'zustand/vanilla'
import type { Clients } from '../aws'
import { describeError } from '../kit/errors'
import type { Feed } from './feed'
import { Glance } from './glance'
import {
  History,
  type HistoryProgress,
  type HistoryTable,
  pieceAt,
  PIECES,
  type TimeWindow,
  writeAt,
} from './history'
import { type AlarmMark, marksOf } from './marks'
import type { WatchedRef } from './poll'

export interface TimeState {
  readonly mode: 'live' | 'past'
  readonly window: TimeWindow
  /** How long a window that ends now is; `null` for a window between two dates. */
  readonly preset_ms: number | null
  readonly isPlaying: boolean
  readonly speed: number
  readonly progress: HistoryProgress | null
  readonly error: string | null
  /** What a jump did not find. */
  readonly note: string | null
  readonly marks: readonly AlarmMark[]
  /** Rises when another table is there; charts follow. */
  readonly revision: number
}

export const SPEEDS = [1, 10, 60, 300, 900, 3600] as const
const HOUR_MS = 3_600_000

/** Steps to which windows that end now are rounded, so that reading one again is not needed each second. */
const GRAIN_MS = 10_000
/** A window that ended so lately, and has been read already, still ends now. */
const FRESH_MS = 60_000
/** After this long what was not read yet is blank. */
const BLANK_MS = 400
/** While it is read the picture follows this often. */
const SHOW_MS = 300
/** While playing the picture follows at least this often. */
const SLOWEST_MS = 500
const SLOW_FRAME_MS = 50
/** After this long at rest the surroundings of the moment are read finely; while playing it is looked this often. */
const REFINE_MS = 500
/** A piece of a window that is played sooner than this is not worth reading finely. */
const PIECE_PLAYED_MS = 3000
/** When the scene has settled, what time travel will need is looked up; not of more entities than this. */
const WARM_MS = 3000
const WARM_MOST = 400

export class TimeMachine {
  readonly store = createStore<TimeState>(() => ({
    mode: 'live',
    window: { start_ms: Date.now() - HOUR_MS, end_ms: Date.now() },
    preset_ms: HOUR_MS,
    isPlaying: false,
    speed: 60,
    progress: null,
    error: null,
    note: null,
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
  #reading: Promise<void> = Promise.resolve()
  #refining: AbortController | null = null
  #refined_ms = 0
  #restTimer: ReturnType<typeof setTimeout> | undefined
  #warmTimer: ReturnType<typeof setTimeout> | undefined
  #frame = 0

  constructor(clients: Clients, workspaceId: string, feed: Feed, live: LiveValues) {
    this.#feed = feed
    this.#live = live
    this.#history = new History(clients, workspaceId)
    this.#glance = new Glance((signal) => this.#history.asking(signal))
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
    this.#stopReading()
    this.pause()
    const { preset_ms } = this.store.getState()
    this.store.setState({
      mode: 'live',
      progress: null,
      error: null,
      note: null,
      ...(preset_ms === null ? {} : { window: windowOf(preset_ms) }),
    })
    this.#feed.pause(false)
    this.#tell()
  }

  /** Shows a moment; the first time the window is read first. */
  seek = (time_ms: number): void => {
    const { window, mode, preset_ms } = this.store.getState()
    const isFresh = Date.now() - window.end_ms < FRESH_MS && this.#history.has(window)
    const shown = mode === 'live' && preset_ms !== null && !isFresh ? windowOf(preset_ms) : window
    this.#cursor_ms = Math.min(shown.end_ms, Math.max(shown.start_ms, time_ms))
    this.#glance.stop()
    if (this.store.getState().note !== null) this.store.setState({ note: null })
    if (mode === 'live') {
      this.store.setState({ mode: 'past', window: shown })
      this.#feed.pause(true)
      void this.reload()
    }
    this.#show()
    this.#rest()
  }

  /** The last `preset_ms`, or a window between two moments. While live the bar changes, and the window is read ahead. */
  setWindow = (window: TimeWindow, preset_ms: number | null): void => {
    this.store.setState({ window, preset_ms })
    const isLive = this.store.getState().mode === 'live'
    if (isLive && preset_ms !== null) return this.#readAhead(window)
    if (isLive) return this.seek(window.start_ms)
    this.#cursor_ms = Math.min(window.end_ms, Math.max(window.start_ms, this.#cursor_ms))
    this.#glance.stop()
    void this.reload()
    this.#show()
    this.#rest()
  }

  setPreset = (preset_ms: number): void => this.setWindow(windowOf(preset_ms), preset_ms)

  /** Reads what is watched of the window, if it was not; called again when more is watched. */
  reload = (): Promise<void> => {
    if (this.store.getState().mode === 'live') this.#warm()
    else this.#reading = this.#read()
    return this.#reading
  }

  async #read(): Promise<void> {
    this.#stop?.abort()
    const stop = new AbortController()
    this.#stop = stop
    const { window } = this.store.getState()
    // What is of now must not stand there as if it were of then; a quick read needs no blank in between.
    const blank = setTimeout(() => this.#forgetUnread(), BLANK_MS)
    stop.signal.addEventListener('abort', () => clearTimeout(blank))
    try {
      const onProgress = (progress: HistoryProgress, sofar: HistoryTable) => {
        if (stop.signal.aborted) return
        this.#table = sofar
        this.store.setState({ progress: progress.done === progress.all ? null : progress })
        // Each showing draws the picture anew; reading is not to wait for that.
        if (performance.now() - this.#shown_ms > SHOW_MS) this.#show()
      }
      const table = await this.#history.load(this.#feed.watched(), window, stop.signal, onProgress, () =>
        this.#glance.settled(),
      )
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
      this.#refineSoon()
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
    this.store.setState({ isPlaying: true, note: null })
    this.#glance.stop()
    clearTimeout(this.#restTimer)
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
      // A picture that takes long to draw is drawn less often, so that buttons and keys still answer at once.
      const drawn_ms = now_ms - before_ms
      before_ms = now_ms
      const wait_ms = drawn_ms > SLOW_FRAME_MS ? Math.min(SLOWEST_MS, 2 * drawn_ms) : 0
      if (now_ms - this.#shown_ms >= wait_ms || this.#cursor_ms >= end_ms) this.#show()
      else this.#tell()
      if (now_ms - this.#refined_ms > REFINE_MS) void this.#refine()
      if (this.#cursor_ms >= end_ms) this.pause()
      else this.#frame = requestAnimationFrame(step)
    }
    this.#frame = requestAnimationFrame(step)
  }

  pause = (): void => {
    cancelAnimationFrame(this.#frame)
    const { isPlaying, mode } = this.store.getState()
    this.store.setState({ isPlaying: false })
    if (isPlaying && mode === 'past') this.#rest()
  }

  setSpeed = (speed: number): void => this.store.setState({ speed })

  /** To the next alarm that went active, or the one before; answers it. A window that is not read yet is read first. */
  jump = async (by: 1 | -1): Promise<AlarmMark | null> => {
    if (this.store.getState().mode === 'live') {
      if (by > 0) return null
      this.seek(Date.now())
    }
    await this.#reading
    const { marks, mode } = this.store.getState()
    const at = this.#cursor_ms
    if (mode === 'live') return null
    const found =
      by > 0 ? marks.find((it) => it.time_ms > at + 500) : marks.findLast((it) => it.time_ms < at - 500)
    if (found) this.seek(found.time_ms)
    else
      this.store.setState({
        note: `No alarm began ${by > 0 ? 'after' : 'before'} this moment in the window that is shown`,
      })
    return found ?? null
  }

  close(): void {
    clearTimeout(this.#warmTimer)
    this.#stopReading()
    this.pause()
  }

  #stopReading(): void {
    this.#stop?.abort()
    this.#refining?.abort()
    clearTimeout(this.#restTimer)
    this.#glance.stop()
  }

  /** Reads a window that was only chosen; who chooses one goes there next. */
  #readAhead(window: TimeWindow): void {
    this.#stop?.abort()
    const stop = new AbortController()
    this.#stop = stop
    // Going there reads what this could not, and says what fails.
    this.#history.load(this.#feed.watched(), window, stop.signal).catch(() => undefined)
  }

  #warm(): void {
    clearTimeout(this.#warmTimer)
    this.#warmTimer = setTimeout(() => {
      const refs = this.#feed.watched().flatMap((it) => (it.isStatic ? [] : [it.ref]))
      const some = new Set([...new Set(refs.map((it) => it.entityId))].slice(0, WARM_MOST))
      void this.#history.directory.know(
        refs.filter((it) => some.has(it.entityId)),
        new AbortController().signal,
      )
    }, WARM_MS)
  }

  #tableOfNow(): HistoryTable | null {
    const { window } = this.store.getState()
    const isOfNow =
      this.#table?.window.start_ms === window.start_ms && this.#table.window.end_ms === window.end_ms
    return isOfNow ? this.#table : null
  }

  #unread(): readonly WatchedRef[] {
    const read = this.#tableOfNow()?.series
    return this.#feed.watched().filter((it) => !it.isStatic && !read?.has(keyOf(it.ref)))
  }

  #forgetUnread(): void {
    const { known } = this.#glance
    this.#live.write(
      this.#unread()
        .filter((it) => !known.has(keyOf(it.ref)))
        .map((it) => [keyOf(it.ref), undefined]),
    )
  }

  /** Where time rests the moment itself is asked for: what the table has of numbers lies between two values. */
  #rest(): void {
    clearTimeout(this.#restTimer)
    if (this.store.getState().isPlaying) return
    // The moment goes before its surroundings.
    this.#refining?.abort()
    this.#refining = null
    this.#glance.look(
      () => {
        const exact = this.#tableOfNow()?.exact
        return this.#feed.watched().filter((it) => !it.isStatic && !exact?.has(keyOf(it.ref)))
      },
      this.#cursor_ms,
      () => this.#show(),
    )
    this.#refineSoon()
  }

  #refineSoon(): void {
    clearTimeout(this.#restTimer)
    this.#restTimer = setTimeout(() => void this.#refine(), REFINE_MS)
  }

  /** Reads finely what is around the moment, and what is played next. */
  async #refine(): Promise<void> {
    const { window, progress, isPlaying, speed, mode } = this.store.getState()
    if (progress !== null || mode === 'live' || this.#refining) return
    this.#refined_ms = performance.now()
    const piece = pieceAt(window, this.#cursor_ms)
    const played_ms = (window.end_ms - window.start_ms) / PIECES / speed
    if (isPlaying && played_ms < PIECE_PLAYED_MS) return
    const stop = new AbortController()
    this.#refining = stop
    try {
      for (const it of isPlaying && piece + 1 < PIECES ? [piece, piece + 1] : [piece]) {
        const isNew = await this.#history.refine(this.#feed.watched(), window, it, stop.signal)
        if (isNew && !stop.signal.aborted) this.#show()
      }
    } catch {
      // What is there is coarser, not wrong; the moment at rest is read exactly.
    }
    if (this.#refining === stop) this.#refining = null
  }

  #show(): void {
    this.#shown_ms = performance.now()
    if (this.store.getState().mode === 'past')
      writeAt(this.#tableOfNow(), this.#cursor_ms, this.#live, this.#glance.known)
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
