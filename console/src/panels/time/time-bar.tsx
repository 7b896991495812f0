// The time bar: live, or any moment of a window; scrub, play, jump to alarms. Unmistakable when it is not now.

import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useStore } from 'zustand'
import { SPEEDS } from '../../feed/time-machine'
import { usePaletteActions } from '../../kit/context'
import { useComposer } from '../context'
import { IconButton, Select, TextButton } from '../kit/controls'
import { FeedState } from './feed-state'
import { momentWords, stepOf, ticksOf } from './moments'

const HOUR_MS = 3_600_000
const WINDOWS = [
  { value: String(HOUR_MS), label: 'Last hour' },
  { value: String(6 * HOUR_MS), label: 'Last 6 hours' },
  { value: String(24 * HOUR_MS), label: 'Last 24 hours' },
  { value: String(7 * 24 * HOUR_MS), label: 'Last 7 days' },
  { value: String(30 * 24 * HOUR_MS), label: 'Last 30 days' },
  { value: 'own', label: 'Between…' },
] as const

export function TimeBar(): ReactNode {
  const { time } = useComposer()
  const { mode, window, preset_ms, isPlaying, speed, progress, error, note, marks } = useStore(time.store)
  const [isChoosing, setChoosing] = useState(false)
  const isPast = mode === 'past'
  usePaletteActions(
    useMemo(
      () => [
        { id: 'time:live', label: 'Back to live', group: 'Time', keys: 'shift+n', run: time.goLive },
        {
          id: 'time:play',
          label: 'Play or pause the past',
          group: 'Time',
          keys: 'shift+space',
          run: () => (time.store.getState().isPlaying ? time.pause() : time.play()),
        },
        {
          id: 'time:next',
          label: 'Next alarm',
          group: 'Time',
          keys: '.',
          run: () => void time.jump(1),
        },
        {
          id: 'time:previous',
          label: 'Previous alarm',
          group: 'Time',
          keys: ',',
          run: () => void time.jump(-1),
        },
      ],
      [time],
    ),
  )
  return (
    <footer className={`c-time${isPast ? ' c-past' : ''}`} aria-label="Time">
      <button
        type="button"
        className={`c-button c-live${isPast ? '' : ' c-is-live'}`}
        onClick={time.goLive}
        aria-pressed={!isPast}
        title="Show what is now (Shift+N)"
      >
        <i />
        {isPast ? 'Go live' : 'Live'}
      </button>
      <IconButton
        icon="previous"
        label="Previous alarm"
        keys=","
        kind="quiet"
        isDisabled={marks.length === 0 && isPast && !progress}
        onClick={() => void time.jump(-1)}
      />
      <IconButton
        icon={isPlaying ? 'pause' : 'play'}
        label={isPlaying ? 'Pause' : isPast ? 'Play' : 'Play the past'}
        kind="quiet"
        onClick={isPlaying ? time.pause : time.play}
      />
      <IconButton
        icon="next"
        label="Next alarm"
        keys="."
        kind="quiet"
        isDisabled={!isPast || (marks.length === 0 && !progress)}
        onClick={() => void time.jump(1)}
      />
      <div className="c-time-speed">
        <Select
          label="Speed"
          value={String(speed)}
          options={SPEEDS.map((it) => ({ value: String(it), label: `${it.toLocaleString()}×` }))}
          onChange={(it) => time.setSpeed(Number(it))}
        />
      </div>
      <Track />
      {isPast ? <Moment /> : <FeedState />}
      <div className="c-time-window">
        <Select
          label="Window of time"
          value={preset_ms === null ? 'own' : String(preset_ms)}
          options={WINDOWS}
          onChange={(it) => (it === 'own' ? setChoosing(true) : time.setPreset(Number(it)))}
        />
      </div>
      {progress && (
        <div className="c-time-progress" role="status">
          <progress max={progress.all} value={progress.done} />
          Reading the past: {progress.done} of {progress.all}
          <TextButton kind="quiet" onClick={time.cancel}>
            Stop
          </TextButton>
        </div>
      )}
      {error && isPast && (
        <div className="c-time-progress c-warn" role="alert">
          {error}
          <TextButton kind="quiet" onClick={() => void time.reload()}>
            Try again
          </TextButton>
        </div>
      )}
      {note && isPast && !progress && !error && (
        <div className="c-time-progress" role="status">
          {note}
        </div>
      )}
      {isChoosing && (
        <Between start_ms={window.start_ms} end_ms={window.end_ms} onClose={() => setChoosing(false)} />
      )}
    </footer>
  )
}

/** The moment, written without React. */
function Moment(): ReactNode {
  const { time } = useComposer()
  const text = useRef<HTMLElement>(null)
  useEffect(() => {
    const write = (time_ms: number) => {
      if (text.current) text.current.textContent = momentWords(time_ms)
    }
    write(time.cursor_ms)
    return time.listen(write)
  }, [time])
  return <b className="c-moment" ref={text} />
}

function Track(): ReactNode {
  const { time } = useComposer()
  const { window, marks, mode } = useStore(time.store)
  const track = useRef<HTMLDivElement>(null)
  const thumb = useRef<HTMLDivElement>(null)
  const length_ms = window.end_ms - window.start_ms
  useEffect(() => {
    const place = (time_ms: number) => {
      const share = mode === 'live' ? 1 : (time_ms - window.start_ms) / length_ms
      if (thumb.current) thumb.current.style.insetInlineStart = `${Math.min(100, Math.max(0, share * 100))}%`
      track.current?.setAttribute('aria-valuenow', String(Math.round(time_ms / 1000)))
      track.current?.setAttribute('aria-valuetext', mode === 'live' ? 'Live' : momentWords(time_ms))
    }
    place(time.cursor_ms)
    return time.listen(place)
  }, [time, window, length_ms, mode])
  const seekTo = (event: PointerEvent) => {
    const { left, width } = track.current?.getBoundingClientRect() ?? { left: 0, width: 1 }
    time.seek(window.start_ms + Math.min(1, Math.max(0, (event.clientX - left) / width)) * length_ms)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, shiftKey } = event
    const by = stepOf(key, shiftKey)
    if (by !== 0) time.seek(time.cursor_ms + by * length_ms)
    else if (key === 'Home') time.seek(window.start_ms)
    else if (key === 'End') time.goLive()
    else if (key === ' ' && time.store.getState().isPlaying) time.pause()
    else if (key === ' ') time.play()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      ref={track}
      className="c-track"
      role="slider"
      tabIndex={0}
      aria-label="Time that is shown"
      aria-valuemin={Math.round(window.start_ms / 1000)}
      aria-valuemax={Math.round(window.end_ms / 1000)}
      aria-valuenow={Math.round(window.end_ms / 1000)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        time.pause()
        seekTo(event)
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event)
      }}
    >
      <div className="c-track-line" />
      {ticksOf(window).map((it) => (
        <span
          key={it.time_ms}
          className="c-tick"
          style={{ insetInlineStart: `${((it.time_ms - window.start_ms) / length_ms) * 100}%` }}
        >
          {it.label}
        </span>
      ))}
      {marks.slice(0, 400).map((it) => (
        <i
          key={`${it.entityId} ${it.time_ms}`}
          className="c-mark"
          style={{ insetInlineStart: `${((it.time_ms - window.start_ms) / length_ms) * 100}%` }}
          title={`Alarm of ${it.entityId}, ${momentWords(it.time_ms)}`}
          onPointerDown={(event) => {
            event.stopPropagation()
            time.seek(it.time_ms)
          }}
        />
      ))}
      <div ref={thumb} className="c-thumb" />
    </div>
  )
}

function Between({
  start_ms,
  end_ms,
  onClose,
}: {
  readonly start_ms: number
  readonly end_ms: number
  readonly onClose: () => void
}): ReactNode {
  const { time } = useComposer()
  const [from, setFrom] = useState(inputTime(start_ms))
  const [to, setTo] = useState(inputTime(end_ms))
  const window = { start_ms: Date.parse(from), end_ms: Date.parse(to) }
  const isGood = window.start_ms < window.end_ms
  return (
    // Escape closes it, from wherever in it one is.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className="c-between"
      aria-label="Window of time"
      onSubmit={(event) => {
        event.preventDefault()
        if (isGood) {
          time.setWindow(window, null)
          onClose()
        }
      }}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape') onClose()
      }}
    >
      <label>
        From
        <input
          className="c-input"
          type="datetime-local"
          step="1"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
      </label>
      <label>
        To
        <input
          className="c-input"
          type="datetime-local"
          step="1"
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
      </label>
      {!isGood && <span className="c-bad">The end must be later than the start.</span>}
      <div className="c-inline">
        <button className="c-button c-primary" type="submit" disabled={!isGood}>
          Show
        </button>
        <TextButton kind="quiet" onClick={onClose}>
          Cancel
        </TextButton>
      </div>
    </form>
  )
}

function inputTime(time_ms: number): string {
  const date = new Date(time_ms - new Date(time_ms).getTimezoneOffset() * 60_000)
  return date.toISOString().slice(0, 19)
}
