// How values come just now: pushed, asked for, or not at all, and since when; what cannot be read, in words.

import { type ReactNode, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { agoWords } from '../binding/words'
import { useComposer } from '../context'
import { Icon } from '../kit/icon'

export function FeedState(): ReactNode {
  const { feed } = useComposer()
  const state = useStore(feed.store)
  const [isOpen, setOpen] = useState(false)
  const [now_ms, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const { mode, watched, missing, polled, heard_ms, reason, since_ms } = state
  const words =
    mode === 'idle'
      ? 'Nothing is bound yet'
      : mode === 'connecting'
        ? 'Connecting…'
        : mode === 'live'
          ? `${watched} ${watched === 1 ? 'value' : 'values'}, pushed`
          : mode === 'polling'
            ? `${watched} ${watched === 1 ? 'value' : 'values'}, asked every 5 s`
            : `No connection ${agoWords(since_ms, now_ms).replace(' ago', '')}; trying again`
  const tone =
    mode === 'reconnecting' ? 'c-bad' : mode === 'polling' || missing.size > 0 ? 'c-warn' : 'c-quiet-text'
  return (
    <div className="c-feed">
      <button
        type="button"
        className={`c-button c-quiet ${tone}`}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        title={reason ?? undefined}
      >
        {(missing.size > 0 || mode === 'reconnecting') && <Icon name="warning" />}
        <span role="status">{words}</span>
        {missing.size > 0 && <b className="c-count">{missing.size}</b>}
      </button>
      {isOpen && (
        <div className="c-feed-detail">
          <p>
            {mode === 'live'
              ? 'The server pushes each change.'
              : mode === 'polling'
                ? 'This server does not push; values are asked for every five seconds.'
                : mode === 'idle'
                  ? 'Bind a tag or an overlay to a property to see its value here.'
                  : mode === 'connecting'
                    ? 'Asking the server to push.'
                    : 'What you see is as old as the connection; it is tried again by itself.'}
            {reason ? ` (${reason})` : ''}
          </p>
          <p>
            Last heard {heard_ms === null ? 'never' : agoWords(heard_ms, now_ms)}.
            {polled > 0
              ? ` ${polled} come from connectors that cannot push and are asked for every five seconds.`
              : ''}
          </p>
          {missing.size > 0 && (
            <>
              <b>Cannot be read:</b>
              <ul>
                {[...missing.values()].slice(0, 30).map(({ ref, message }) => (
                  <li key={`${ref.entityId} ${ref.componentName} ${ref.propertyName}`}>
                    <b>
                      {ref.entityId} · {ref.componentName} · {ref.propertyName}
                    </b>
                    : {message}
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </div>
  )
}
