// The command palette: one field that leads everywhere. A combobox with a list box, in a dialog of the browser's own.

import { type KeyboardEvent, type ReactNode, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useEntries } from './palette-entries'
import { Caps } from './caps'
import { type Entry, rank } from './rank'
import { keepRecent, readRecent } from './recent'
import { shellStore } from './state'
import './palette.css'

const close = () => shellStore.setState({ open: null })

export function Palette(): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog
      ref={dialog} className="g-palette" aria-label="Go to or do anything" onClose={close}
      onPointerDown={(event) => {
        if (event.target === dialog.current) close()
      }}
    >
      <Search />
    </dialog>
  )
}

function Search(): ReactNode {
  const listId = useId()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const [recent] = useState(readRecent)
  const { all, note } = useEntries()
  const sought = useDeferredValue(query)
  const shown = useMemo(() => rank(all, sought, recent), [all, sought, recent])
  const index = Math.min(at, shown.length - 1)
  const choose = (entry: Entry | undefined) => {
    if (!entry) return
    keepRecent(entry.id)
    close()
    entry.run()
  }
  const press = (event: KeyboardEvent) => {
    const next = moved(event.key, index, shown.length)
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(shown[index])
    else if (next !== null) setAt(next)
    else return
    event.preventDefault()
  }
  const active = shown[index]
  return (
    <>
      <div className="g-palette-field">
        <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true"><path d="M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2Zm3.6 8.6L15 15" fill="none" stroke="currentColor" strokeWidth="1.6" /></svg>
        <input
          role="combobox" aria-expanded="true" aria-controls={listId} aria-autocomplete="list" aria-label="Search pages, scenes, entities and actions"
          aria-activedescendant={active ? `${listId}-${index}` : undefined} autoFocus autoComplete="off" spellCheck={false}
          placeholder="Search pages, scenes, entities, actions" value={query} onKeyDown={press}
          onChange={(event) => {
            setQuery(event.target.value)
            setAt(0)
          }}
        />
        <kbd>Esc</kbd>
      </div>
      <div id={listId} role="listbox" aria-label="Results" className="g-palette-list" tabIndex={-1}>
        {shown.map((entry, i) => (
          <Row key={entry.id} id={`${listId}-${i}`} entry={entry} isActive={i === index} onPoint={() => setAt(i)} onChoose={() => choose(entry)} />
        ))}
      </div>
      {shown.length === 0 && <p className="g-palette-none">Nothing is called “{query}”.</p>}
      <div className="g-palette-foot">
        <output>{note ?? `${shown.length} ${shown.length === 1 ? 'result' : 'results'}`}</output>
        <span aria-hidden="true"><kbd>↑</kbd><kbd>↓</kbd> choose <kbd>↩</kbd> open</span>
      </div>
    </>
  )
}

function moved(key: string, index: number, count: number): number | null {
  if (count === 0) return null
  switch (key) {
    case 'ArrowDown': return (index + 1) % count
    case 'ArrowUp': return (index - 1 + count) % count
    case 'PageDown': return Math.min(count - 1, index + 8)
    case 'PageUp': return Math.max(0, index - 8)
    default: return null
  }
}

interface RowProps {
  readonly id: string
  readonly entry: Entry
  readonly isActive: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
}

function Row({ id, entry, isActive, onPoint, onChoose }: RowProps): ReactNode {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  return (
    // The keys are those of the field, which keeps the focus.
    <div ref={row} id={id} role="option" tabIndex={-1} aria-selected={isActive} onPointerMove={isActive ? undefined : onPoint} onPointerUp={onChoose}>
      <span className="g-palette-label">{entry.label}</span>
      {entry.detail && <span className="g-palette-detail">{entry.detail}</span>}
      {entry.keys && <Caps keys={entry.keys} />}
      <span className="g-palette-group">{entry.group}</span>
    </div>
  )
}
