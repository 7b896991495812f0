// The left side: search, the tree, and what can be done to what is selected there.

import Button from '@cloudscape-design/components/button'
import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { Empty } from '../../kit/empty'
import { ErrorAlert } from '../../kit/error-alert'
import type { Place } from './operations'
import { useFind } from './search/find'
import { Results } from './search/results'
import { ROOT } from './tree/model'
import { treeOf } from './tree/store'
import { EntityTree } from './tree/tree'
import type { EntityActions } from './use-actions'
import { useTypes } from './use-types'

export interface PaneProps {
  readonly place: Place
  readonly openId: string | undefined
  readonly actions: EntityActions
}

export function Pane({ place, openId, actions }: PaneProps): ReactNode {
  const tree = treeOf(place.clients, place.workspaceId)
  const state = useStore(tree.store)
  const [text, setText] = useState('')
  const [typeId, setType] = useState<string | null>(null)
  const root = state.branches.get(ROOT)
  const isSearching = text.trim() !== '' || typeId !== null
  useEffect(() => {
    void tree.load(ROOT)
  }, [tree])
  const isEmpty = root && root.ids.length === 0 && !root.isLoading && !root.error
  const isFailed = root !== undefined && root.error !== undefined && root.error !== null && root.ids.length === 0
  return (
    <div className="g-pane">
      <PaneHead place={place} actions={actions} />
      <SearchBox place={place} text={text} setText={setText} typeId={typeId} setType={setType} isSearching={isSearching} openId={openId} onOpen={actions.open} />
      {!isSearching && isFailed && <ErrorAlert error={root.error} header="The entities could not be read" onRetry={() => void tree.more(ROOT)} />}
      {!isSearching && isEmpty && (
        <Empty title="No entities yet" hint="An entity stands for one thing of the plant: a line, a machine, a room." action={<Button onClick={() => actions.create(ROOT)}>Create entity</Button>} />
      )}
      {!isSearching && !isEmpty && !isFailed && (
        <EntityTree tree={tree} openId={openId} onOpen={actions.open} onMove={actions.moveTo} onRename={actions.rename} onDelete={actions.remove} />
      )}
      {!isSearching && state.selected.size > 1 && (
        <output className="g-pane-foot">
          <span>{state.selected.size} selected</span>
          <Button variant="inline-link" onClick={() => actions.move([...state.selected])}>Move to…</Button>
          <Button variant="inline-link" onClick={() => actions.remove([...state.selected])}>Delete</Button>
          <Button variant="inline-link" onClick={() => tree.select(new Set(), state.focused, null)}>Clear</Button>
        </output>
      )}
    </div>
  )
}

function PaneHead({ place, actions }: { readonly place: Place; readonly actions: EntityActions }): ReactNode {
  const tree = treeOf(place.clients, place.workspaceId)
  const { selected, nodes } = useStore(tree.store)
  const ids = [...selected]
  const [only] = ids.length === 1 ? ids : []
  const items: ButtonDropdownProps.Items = [
    { id: 'create-below', text: only ? `Create below “${short(nodes.get(only)?.name ?? only)}”` : 'Create below…', disabled: !only, ...(only ? {} : { disabledReason: 'Select one entity first' }) },
    { id: 'rename', text: 'Rename…', disabled: !only, secondaryText: 'F2' },
    { id: 'duplicate', text: 'Duplicate', disabled: !only },
    { id: 'duplicate-below', text: 'Duplicate with all below', disabled: !only || !nodes.get(only)?.hasChildren },
    { id: 'move', text: 'Move to…', disabled: ids.length === 0 },
    { id: 'delete', text: 'Delete…', disabled: ids.length === 0, secondaryText: 'Del' },
    { id: 'view', text: 'Tree', items: [{ id: 'collapse', text: 'Collapse all' }, { id: 'refresh', text: 'Read again' }] },
  ]
  const run = (id: string) => {
    if (id === 'collapse') tree.collapseAll()
    else if (id === 'refresh') actions.refresh()
    else if (id === 'move') actions.move(ids)
    else if (id === 'delete') actions.remove(ids)
    else if (only && id === 'create-below') actions.create(only)
    else if (only && id === 'rename') actions.rename(only)
    else if (only) actions.duplicate(only, id === 'duplicate-below')
  }
  return (
    <div className="g-pane-head">
      <h2>Entities</h2>
      <ButtonDropdown items={items} onItemClick={({ detail }) => run(detail.id)} ariaLabel="Actions on selected entities" expandToViewport>Actions</ButtonDropdown>
      <Button iconName="add-plus" variant="primary" wrapText={false} ariaLabel="Create entity" onClick={() => actions.create(ROOT)}>Create</Button>
    </div>
  )
}

function short(name: string): string {
  return name.length > 24 ? `${name.slice(0, 23)}…` : name
}

interface SearchBoxProps {
  readonly place: Place
  readonly text: string
  readonly setText: (text: string) => void
  readonly typeId: string | null
  readonly setType: (typeId: string | null) => void
  readonly isSearching: boolean
  readonly openId: string | undefined
  readonly onOpen: (id: string) => void
}

const ANY = { value: '', label: 'Any type' }

function SearchBox({ place, text, setText, typeId, setType, isSearching, openId, onOpen }: SearchBoxProps): ReactNode {
  const [active, setActive] = useState(0)
  const [isOn, setOn] = useState(false)
  const types = useTypes(place, isOn || typeId !== null)
  const found = useFind(place, text, typeId, isSearching)
  const list = useId()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => setActive(0), [text, typeId])
  useEffect(() => {
    // The input is Cloudscape's, which has no words for a combobox whose list stands below.
    const input = box.current?.querySelector('input')
    if (isSearching) input?.setAttribute('aria-controls', list)
    else input?.removeAttribute('aria-controls')
    if (isSearching && found.hits.length > 0) input?.setAttribute('aria-activedescendant', `${list}-${active}`)
    else input?.removeAttribute('aria-activedescendant')
  }, [list, active, isSearching, found.hits.length])
  const clear = () => {
    setText('')
    setType(null)
  }
  const onKey = (key: string) => {
    if (key === 'ArrowDown') setActive((n) => Math.min(found.hits.length - 1, n + 1))
    if (key === 'ArrowUp') setActive((n) => Math.max(0, n - 1))
    if (key === 'Escape') clear()
    const hit = found.hits[active]
    if (key === 'Enter' && hit) onOpen(hit.node.id)
  }
  const options = [ANY, ...(types.data ?? []).map((it) => ({ value: it.componentTypeId ?? '', label: it.componentTypeName || it.componentTypeId || '', ...(it.componentTypeName ? { description: it.componentTypeId } : {}) }))]
  return (
    <>
      <div className="g-pane-search" ref={box} onFocus={() => setOn(true)}>
        <Input type="search" value={text} placeholder="Find by name, id, external id" ariaLabel="Find entities" clearAriaLabel="Clear search" onChange={({ detail }) => setText(detail.value)} onKeyDown={({ detail }) => onKey(detail.key)} />
        <Select
          selectedOption={options.find((it) => it.value === (typeId ?? '')) ?? { value: typeId ?? '', label: typeId ?? '' }} options={options} filteringType="auto" expandToViewport
          ariaLabel="Only entities of a type" onChange={({ detail }) => setType(detail.selectedOption.value || null)}
          statusType={types.isPending && isOn ? 'loading' : types.error ? 'error' : 'finished'} loadingText="Reading types" errorText="The types could not be read" recoveryText="Try again" onLoadItems={() => void types.refetch()}
        />
      </div>
      {isSearching && <Results id={list} text={text} found={found} active={active} openId={openId} onOpen={(hit) => onOpen(hit.node.id)} onClear={clear} />}
    </>
  )
}
