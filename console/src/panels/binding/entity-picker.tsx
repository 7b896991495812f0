// One field that names an entity: type a part of its name or id.

import { type ReactNode, useId, useState } from 'react'
import { useEntities } from '../../kit/lists'
import { useComposer } from '../context'
import { Icon } from '../kit/icon'
import { best } from './rank'

export interface EntityPickerProps {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly onPick: (entityId: string) => void
}

export function EntityPicker({ label, value, placeholder, onPick }: EntityPickerProps): ReactNode {
  const { workspaceId } = useComposer()
  const [query, setQuery] = useState<string | null>(null)
  const [active, setActive] = useState(0)
  const entities = useEntities(workspaceId, query !== null)
  const id = useId()
  const items =
    query === null ? [] : best(entities.items, query, (it) => [it.entityId ?? '', it.entityName ?? ''], 30)
  const pick = (entityId: string) => {
    setQuery(null)
    onPick(entityId)
  }
  return (
    <div
      className="c-picker"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setQuery(null)
      }}
    >
      <div className="c-inline c-search">
        <Icon name="search" />
        <input
          className="c-input"
          role="combobox"
          aria-label={label}
          aria-expanded={query !== null}
          aria-controls={id}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          aria-activedescendant={items[active] ? `${id}-${active}` : undefined}
          placeholder={placeholder ?? 'name or id of an entity'}
          value={query ?? value}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            setQuery(event.target.value)
            setActive(0)
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' && query === null) setQuery('')
            else if (event.key === 'ArrowDown') setActive(Math.min(items.length - 1, active + 1))
            else if (event.key === 'ArrowUp') setActive(Math.max(0, active - 1))
            else if (event.key === 'Enter') {
              const it = items[active]?.entityId ?? (query?.startsWith('${') ? query : undefined)
              if (it) pick(it)
            } else if (event.key === 'Escape') setQuery(null)
            else return
            event.preventDefault()
            event.stopPropagation()
          }}
        />
      </div>
      {query !== null && (
        <div className="c-picker-list" id={id} role="listbox" aria-label="Entities" tabIndex={-1}>
          {items.map((it, index) => (
            <div
              key={it.entityId}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              tabIndex={-1}
              className="c-option"
              aria-label={`${it.entityName ?? ''} ${it.entityId ?? ''}`}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => pick(it.entityId ?? '')}
              onPointerMove={() => setActive(index)}
              onKeyDown={undefined}
            >
              <span>
                <b>{it.entityName}</b>
                <small>{it.entityId}</small>
              </span>
            </div>
          ))}
          {items.length === 0 && (
            <div className="c-hint" role="option" aria-selected="false" aria-disabled="true">
              {entities.isPending ? 'Looking…' : 'No entity fits.'}
            </div>
          )}
        </div>
      )}
    </div>
  )
}
