// What the search found: a listbox under the search box, best first, each with the way to it.

import Button from '@cloudscape-design/components/button'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { Empty } from '../../../kit/empty'
import { ErrorAlert } from '../../../kit/error-alert'
import { visibleRange } from '../tree/model'
import type { Found } from './find'
import type { Hit } from './index'
import './results.css'

const HIT_PX = 52

export interface ResultsProps {
  readonly id: string
  readonly text: string
  readonly found: Found
  readonly active: number
  readonly openId: string | undefined
  readonly onOpen: (hit: Hit) => void
  readonly onClear: () => void
}

const BECAUSE: Readonly<Record<Hit['because'], string>> = { name: '', id: '', description: 'in the description', externalId: 'external id' }

export function Results({ id, text, found, active, openId, onOpen, onClear }: ResultsProps): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  const [scrollTop, setScrollTop] = useState(0)
  const { hits, total, loading } = found
  const isLoading = loading.status === 'loading' || loading.status === 'idle' || found.isTypeLoading
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const top = active * HIT_PX
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + HIT_PX > element.scrollTop + element.clientHeight) element.scrollTop = top + HIT_PX - element.clientHeight
  }, [active])
  const [first, last] = visibleRange(scrollTop, box.current?.clientHeight ?? 800, HIT_PX, hits.length)
  return (
    <div className="g-hits">
      <output className="g-hits-head">
        {isLoading
          ? <StatusIndicator type="loading">{`${loading.count.toLocaleString('en')} entities read, ${total.toLocaleString('en')} match so far`}</StatusIndicator>
          : `${total === 1 ? '1 match' : `${total.toLocaleString('en')} matches`} among ${loading.count.toLocaleString('en')} entities${total > hits.length ? `; the best ${hits.length} are shown` : ''}`}
      </output>
      {found.error !== null && <ErrorAlert error={found.error} onRetry={found.retry} />}
      {/* A list beside its box, with rows of two lines: what a select element cannot be. */}
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role */}
      <div ref={box} id={id} role="listbox" aria-label="Found entities" className={`g-hits-list ${hits.length === 0 ? 'is-empty' : ''}`} onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}>
        <div role="none" style={{ height: hits.length * HIT_PX, position: 'relative' }}>
          {hits.slice(first, last).map((hit, n) => (
            // The search box has the focus and hears the keys.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
              key={hit.node.id} tabIndex={-1} role="option" id={`${id}-${first + n}`} aria-selected={first + n === active} aria-posinset={first + n + 1} aria-setsize={hits.length}
              className={`g-hit ${first + n === active ? 'is-active' : ''} ${hit.node.id === openId ? 'is-open-page' : ''}`}
              style={{ top: (first + n) * HIT_PX, height: HIT_PX }} title={`${hit.node.name}\n${hit.node.id}\n${hit.path.join(' › ')}`} onClick={() => onOpen(hit)}
            >
              <div className="g-hit-name"><Marked text={hit.node.name} words={text} /><span className="g-hit-id"><Marked text={hit.node.id} words={text} /></span></div>
              <div className="g-hit-path">{hit.path.length === 0 ? 'Top level' : hit.path.join(' › ')}{BECAUSE[hit.because] && <em> · {BECAUSE[hit.because]}</em>}</div>
            </div>
          ))}
        </div>
      </div>
      {!isLoading && hits.length === 0 && !found.error && (
        <Empty title="No matches" hint="No entity’s name, id, description or external id matches." action={<Button onClick={onClear}>Clear search</Button>} />
      )}
    </div>
  )
}

/** Text with what was looked for set off. */
function Marked({ text, words }: { readonly text: string; readonly words: string }): ReactNode {
  const word = words.trim().split(/\s+/).find((it) => it && text.toLowerCase().includes(it.toLowerCase()))
  if (!word) return text
  const at = text.toLowerCase().indexOf(word.toLowerCase())
  return <span>{text.slice(0, at)}<mark>{text.slice(at, at + word.length)}</mark>{text.slice(at + word.length)}</span>
}
