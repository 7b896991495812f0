// One field that binds a thing to a property of the twin: type a part of anything, choose with the arrow keys.

import { resolveBinding, templateOf, type PropertyRef, type ValueDataBinding } from '@gemel/scene'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { describeError } from '../../kit/errors'
import { useComposer, useEditor, useLive } from '../context'
import { IconButton, TextField } from '../kit/controls'
import { Icon } from '../kit/icon'
import type { TwinProperty } from './twin'
import { useCandidates, valueOf } from './use-candidates'
import { useTwinProperty } from './use-twin-property'
import { agoWords, withUnit } from './words'

export interface BindingPickerProps {
  readonly label: string
  readonly binding: ValueDataBinding | undefined
  /** Entities to offer first: those of the node and above it. */
  readonly near: readonly string[]
  readonly onChange: (binding: ValueDataBinding | undefined, property?: TwinProperty) => void
}

export function BindingPicker({ label, binding, near, onChange }: BindingPickerProps): ReactNode {
  const [isOpen, setOpen] = useState(false)
  const [byHand, setByHand] = useState(false)
  const document = useEditor((it) => it.document)
  const ref = resolveBinding(binding, templateOf(document))
  const context = binding?.dataBindingContext
  const isBound = Boolean(context?.entityId || context?.componentName || context?.propertyName)
  if (byHand) return <ByHand binding={binding} onChange={onChange} onClose={() => setByHand(false)} />
  if (isOpen || !isBound) {
    return (
      <Search
        label={label}
        near={near}
        isOpen={isOpen}
        onOpen={() => setOpen(true)}
        onClose={() => setOpen(false)}
        onByHand={() => {
          setOpen(false)
          setByHand(true)
        }}
        onPick={(property) => {
          setOpen(false)
          // A binding keeps the members that others wrote into it.
          onChange(
            {
              ...binding,
              dataBindingContext: { ...context, ...property.ref },
              isStaticData: !property.isTimeSeries,
            },
            property,
          )
        }}
      />
    )
  }
  return (
    <Bound
      binding={binding ?? {}}
      propertyRef={ref}
      onEdit={() => setOpen(true)}
      onClear={() => onChange(undefined)}
      onByHand={() => setByHand(true)}
    />
  )
}

function Bound({
  binding,
  propertyRef,
  onEdit,
  onClear,
  onByHand,
}: {
  readonly binding: ValueDataBinding
  readonly propertyRef: PropertyRef | undefined
  readonly onEdit: () => void
  readonly onClear: () => void
  readonly onByHand: () => void
}): ReactNode {
  const { entityId = '', componentName = '', propertyName = '' } = binding.dataBindingContext ?? {}
  const { property, error } = useTwinProperty(propertyRef)
  const value = useLive(propertyRef)
  const isTemplate = [entityId, componentName, propertyName].some((it) => it.startsWith('${'))
  const why =
    propertyRef === undefined
      ? 'Something is missing, or a template has no value in Settings'
      : error
        ? describeError(error).message
        : null
  return (
    <div className="c-bound">
      <button
        type="button"
        className="c-bound-main"
        onClick={onEdit}
        title={`${entityId} · ${componentName} · ${propertyName}\nClick to change`}
      >
        <span className="c-bound-name">
          <b>{property?.label ?? (propertyName || 'no property')}</b>
          <small>
            {property?.entityName ?? (entityId || 'no entity')}
            {isTemplate ? ` (${entityId})` : ''} · {componentName || 'no component'}
          </small>
        </span>
        <span className="c-bound-value">
          {why ? (
            <span className="c-warn" title={why}>
              <Icon name="warning" />
            </span>
          ) : (
            <>
              <b>{withUnit(value, property?.unit)}</b>
              <small>{value ? agoWords(value.time_ms, Date.now()) : ''}</small>
            </>
          )}
        </span>
      </button>
      <IconButton
        icon="sliders"
        label="Write the binding by hand, also with templates"
        kind="quiet"
        onClick={onByHand}
      />
      <IconButton icon="close" label="Remove the binding" kind="quiet" onClick={onClear} />
      {why && <div className="c-hint c-warn c-wide">{why}.</div>}
    </div>
  )
}

interface SearchProps {
  readonly label: string
  readonly near: readonly string[]
  readonly isOpen: boolean
  readonly onOpen: () => void
  readonly onClose: () => void
  readonly onByHand: () => void
  readonly onPick: (property: TwinProperty) => void
}

function Search({ label, near, isOpen, onOpen, onClose, onByHand, onPick }: SearchProps): ReactNode {
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const { items, isLoading, values, error } = useCandidates(query, near, isOpen)
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isOpen) input.current?.focus()
  }, [isOpen])
  useEffect(() => setActive(0), [items])
  // A browser may answer a promise here, which is no clean-up.
  useEffect(() => {
    void list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [active, items])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' && !isOpen) onOpen()
    else if (event.key === 'ArrowDown') setActive(Math.min(items.length - 1, active + 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(0, active - 1))
    else if (event.key === 'Enter') {
      const it = items[active]
      if (it && isOpen) onPick(it)
    } else if (event.key === 'Escape') onClose()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      className="c-picker"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) onClose()
      }}
    >
      <div className="c-inline c-search">
        <Icon name="search" />
        <input
          ref={input}
          className="c-input"
          role="combobox"
          aria-label={label}
          aria-expanded={isOpen}
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && items[active] ? `${id}-${active}` : undefined}
          placeholder="mixer temperature…"
          autoComplete="off"
          spellCheck={false}
          value={query}
          onFocus={onOpen}
          onClick={onOpen}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setQuery(event.target.value)
            onOpen()
          }}
        />
        <IconButton
          icon="sliders"
          label="Write the binding by hand, also with templates"
          kind="quiet"
          onClick={onByHand}
        />
      </div>
      {isOpen && (
        <div
          className="c-picker-list"
          id={id}
          role="listbox"
          aria-label="Properties"
          ref={list}
          tabIndex={-1}
        >
          {items.map((it, index) => {
            const value = valueOf(values, it)
            return (
              <div
                key={`${it.ref.entityId} ${it.ref.componentName} ${it.ref.propertyName}`}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                tabIndex={-1}
                className="c-option"
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => onPick(it)}
                onPointerMove={() => setActive(index)}
                onKeyDown={undefined}
              >
                <span>
                  <b>{it.label}</b>
                  <small>
                    {it.entityName} · {it.ref.componentName}
                    {it.isTimeSeries ? '' : ' · fixed'}
                  </small>
                </span>
                <span className="c-option-value">{value ? withUnit(value, it.unit) : (it.unit ?? '')}</span>
              </div>
            )
          })}
          {items.length === 0 && (
            <div className="c-hint" role="option" aria-selected="false" aria-disabled="true">
              {error
                ? describeError(error).message
                : isLoading
                  ? 'Looking…'
                  : query
                    ? 'Nothing fits. Try a part of the name of the machine and of the value.'
                    : 'This workspace has no entities with properties yet.'}
            </div>
          )}
        </div>
      )}
    </div>
  )
}

/** All three parts as text: for templates like `${sel_entity}`, and for what does not exist yet. */
function ByHand({
  binding,
  onChange,
  onClose,
}: {
  readonly binding: ValueDataBinding | undefined
  readonly onChange: BindingPickerProps['onChange']
  readonly onClose: () => void
}): ReactNode {
  const { twin } = useComposer()
  const context = binding?.dataBindingContext ?? {}
  const set = async (part: 'entityId' | 'componentName' | 'propertyName', text: string) => {
    const next = { ...context, [part]: text.trim() }
    const known =
      next.entityId && next.componentName && next.propertyName
        ? await twin.entity(next.entityId).then(
            () => twin.propertyOf(next as PropertyRef),
            () => undefined,
          )
        : undefined
    onChange(
      {
        ...binding,
        dataBindingContext: next,
        isStaticData: known ? !known.isTimeSeries : (binding?.isStaticData ?? false),
      },
      known,
    )
  }
  return (
    <div className="c-stack c-note">
      <TextField
        label="Entity id"
        placeholder="entity, or ${sel_entity}"
        isMono
        value={context.entityId ?? ''}
        onChange={(text) => void set('entityId', text)}
        autoFocus
      />
      <TextField
        label="Component"
        placeholder="component"
        isMono
        value={context.componentName ?? ''}
        onChange={(text) => void set('componentName', text)}
      />
      <TextField
        label="Property"
        placeholder="property"
        isMono
        value={context.propertyName ?? ''}
        onChange={(text) => void set('propertyName', text)}
      />
      <button type="button" className="c-button c-quiet" onClick={onClose}>
        Back to search
      </button>
    </div>
  )
}
