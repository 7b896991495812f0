// Finds an entity or a node by a part of its name and flies to it.

import { displayName, type NodeId, type SceneDocument, slotsOf } from '@gemel/scene'
import { type ReactNode, useCallback, useId, useMemo, useRef, useState } from 'react'
import { useEntities } from '../../kit/lists'
import { useIntent } from '../actions'
import { best } from '../binding/rank'
import { useComposer, useEditor } from '../context'
import { Icon } from '../kit/icon'

interface Found {
  readonly nodeId: NodeId
  readonly name: string
  readonly detail: string
}

export function EntitySearch({ onPick }: { readonly onPick: (id: NodeId) => void }): ReactNode {
  const { workspaceId } = useComposer()
  const document = useEditor((it) => it.document)
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const [isOpen, setOpen] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const entities = useEntities(workspaceId, isOpen)
  const id = useId()
  useIntent(
    'find',
    useCallback(() => input.current?.select(), []),
  )
  const all = useMemo(
    () => placesOf(document, new Map(entities.items.map((it) => [it.entityId ?? '', it.entityName ?? '']))),
    [document, entities.items],
  )
  const items = isOpen && query.trim() !== '' ? best(all, query, (it) => [it.name, it.detail], 12) : []
  const pick = (it: Found | undefined) => {
    if (!it) return
    setOpen(false)
    setQuery('')
    input.current?.blur()
    onPick(it.nodeId)
  }
  return (
    <div className="c-picker c-view-search">
      <div className="c-inline c-search">
        <Icon name="search" />
        <input
          ref={input}
          className="c-input"
          type="search"
          role="combobox"
          aria-label="Find a machine, room or value"
          placeholder="Find a machine or room"
          aria-expanded={items.length > 0}
          aria-controls={id}
          aria-autocomplete="list"
          autoComplete="off"
          aria-activedescendant={items[active] ? `${id}-${active}` : undefined}
          value={query}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onChange={(event) => {
            setQuery(event.target.value)
            setActive(0)
            setOpen(true)
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') setActive(Math.min(items.length - 1, active + 1))
            else if (event.key === 'ArrowUp') setActive(Math.max(0, active - 1))
            else if (event.key === 'Enter') pick(items[active])
            else if (event.key === 'Escape') {
              setQuery('')
              input.current?.blur()
            } else return
            event.preventDefault()
            event.stopPropagation()
          }}
        />
      </div>
      {isOpen && query.trim() !== '' && (
        <div className="c-picker-list" id={id} role="listbox" aria-label="Found" tabIndex={-1}>
          {items.map((it, index) => (
            <div
              key={it.nodeId}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              tabIndex={-1}
              className="c-option"
              aria-label={`${it.name} ${it.detail}`}
              onPointerDown={(event) => {
                event.preventDefault()
                pick(it)
              }}
              onPointerMove={() => setActive(index)}
            >
              <span>
                <b>{it.name}</b>
                <small>{it.detail}</small>
              </span>
            </div>
          ))}
          {items.length === 0 && (
            <div className="c-hint" role="option" aria-selected="false" aria-disabled="true">
              Nothing in this scene by that name.
            </div>
          )}
        </div>
      )}
    </div>
  )
}

/** Each entity once, at the node that stands for it best, and every other named node. */
function placesOf(document: SceneDocument, names: ReadonlyMap<string, string>): readonly Found[] {
  const found: Found[] = []
  const seen = new Set<string>()
  for (const node of document.nodes.values()) {
    const entityId = node.components
      .flatMap((it) => (it.type === 'EntityBinding' ? slotsOf(it) : []))
      .flatMap(({ binding }) => binding?.dataBindingContext?.entityId ?? [])[0]
    if (entityId !== undefined) seen.add(entityId)
    found.push({
      nodeId: node.id,
      name: displayName(node),
      detail:
        entityId === undefined
          ? 'in this scene'
          : names.get(entityId) && names.get(entityId) !== displayName(node)
            ? `${names.get(entityId)} · ${entityId}`
            : entityId,
    })
  }
  for (const node of document.nodes.values()) {
    for (const entityId of node.components
      .flatMap(slotsOf)
      .flatMap(({ binding }) => binding?.dataBindingContext?.entityId ?? [])) {
      if (seen.has(entityId) || !names.has(entityId)) continue
      seen.add(entityId)
      found.push({ nodeId: node.id, name: names.get(entityId) ?? entityId, detail: entityId })
    }
  }
  return found
}
