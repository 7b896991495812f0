// One line of the hierarchy: fold, icon, name (or its editor), problems, eye and lock.

import type { NodeId } from '@gemel/scene'
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react'
import { useComposer, useEditor } from '../context'
import { Icon } from '../kit/icon'
import { type DropZone, zoneAt } from './reparent'
import { iconOf, type Row } from './rows'
import { ROW_PX } from './tree'

export interface TreeRowProps {
  readonly row: Row
  readonly id: string
  readonly name: string
  readonly top_px: number
  readonly isSelected: boolean
  readonly isActive: boolean
  readonly isReadOnly: boolean
  readonly isRenaming: boolean
  readonly zone: DropZone | null
  readonly onClick: (event: MouseEvent) => void
  readonly onToggle: () => void
  readonly onFly: () => void
  readonly onRename: () => void
  /** `null`: as it was. */
  readonly onRenamed: (name: string | null) => void
  readonly onAddMesh: () => void
  readonly onMenu: (event: MouseEvent) => void
  readonly onDragStart: () => void
  readonly onDragOver: (zone: DropZone) => boolean
  readonly onDrop: (zone: DropZone) => void
}

export function TreeRow(props: TreeRowProps): ReactNode {
  const { row, name, isSelected, isActive, zone, isReadOnly } = props
  const node = useEditor((it) => it.document.nodes.get(row.id))
  const isHidden = useEditor((it) => it.hidden.has(row.id))
  const zoneOf = (event: { readonly clientY: number; readonly currentTarget: Element }) =>
    zoneAt(event.clientY - event.currentTarget.getBoundingClientRect().top, ROW_PX)
  const classes = [
    'c-tree-row',
    isSelected && 'c-selected',
    isActive && 'c-active',
    zone && `c-drop-${zone}`,
    isHidden && 'c-hidden',
    row.kind === 'mesh' && 'c-mesh',
    row.kind === 'node' && !row.isMatch && 'c-pale',
  ]
  return (
    <div
      id={props.id}
      role="treeitem"
      className={classes.filter(Boolean).join(' ')}
      style={{ top: props.top_px, paddingInlineStart: 6 + row.depth * 14 }}
      aria-level={row.depth + 1}
      aria-setsize={row.count}
      aria-posinset={row.position}
      aria-selected={isSelected}
      aria-expanded={row.hasChildren ? row.isExpanded : undefined}
      tabIndex={-1}
      draggable={row.kind === 'node' && !isReadOnly && !props.isRenaming}
      title={name}
      onClick={props.onClick}
      onDoubleClick={props.onFly}
      onContextMenu={props.onMenu}
      onKeyDown={undefined}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', name)
        props.onDragStart()
      }}
      onDragOver={(event) => {
        if (props.onDragOver(zoneOf(event))) event.preventDefault()
      }}
      onDrop={(event) => {
        event.preventDefault()
        props.onDrop(zoneOf(event))
      }}
    >
      <span
        className="c-tree-fold"
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation()
          props.onToggle()
        }}
        onDoubleClick={(event) => event.stopPropagation()}
      >
        {row.hasChildren && <Icon name={row.isExpanded ? 'down' : 'right'} size={12} />}
      </span>
      <Icon name={row.kind === 'mesh' ? 'part' : node ? iconOf(node) : 'empty'} />
      {props.isRenaming ? (
        <NameEditor name={name} onDone={props.onRenamed} />
      ) : (
        <span
          className="c-tree-name"
          onDoubleClick={(event) => {
            if (!isReadOnly && row.kind === 'node' && event.altKey) {
              event.stopPropagation()
              props.onRename()
            }
          }}
        >
          {name}
        </span>
      )}
      {row.kind === 'node' ? (
        <>
          <Problems id={row.id} />
          <Toggles id={row.id} name={name} />
        </>
      ) : (
        !isReadOnly && (
          <button
            type="button"
            tabIndex={-1}
            className="c-tree-toggle"
            aria-label={`Make a node of ${name}`}
            title="Make a node of this part, to bind and colour it"
            onClick={(event) => {
              event.stopPropagation()
              props.onAddMesh()
            }}
          >
            <Icon name="plus" />
          </button>
        )
      )}
    </div>
  )
}

function NameEditor({
  name,
  onDone,
}: {
  readonly name: string
  readonly onDone: (name: string | null) => void
}): ReactNode {
  const input = useRef<HTMLInputElement>(null)
  const isDone = useRef(false)
  useEffect(() => input.current?.select(), [])
  const done = (value: string | null) => {
    if (isDone.current) return
    isDone.current = true
    onDone(value)
  }
  return (
    <input
      ref={input}
      className="c-tree-edit"
      aria-label="Name"
      defaultValue={name}
      spellCheck={false}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={(event) => done(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') done(event.currentTarget.value)
        else if (event.key === 'Escape') done(null)
      }}
    />
  )
}

function Problems({ id }: { readonly id: NodeId }): ReactNode {
  const problems = useEditor((it) => it.problems)
  const own = problems.filter((it) => it.nodeId === id)
  if (own.length === 0) return null
  const isError = own.some((it) => it.severity === 'error')
  return (
    <span
      className={isError ? 'c-bad' : 'c-warn'}
      title={own.map((it) => it.message).join('\n')}
      role="img"
      aria-label={`${own.length} problems`}
    >
      <Icon name="warning" />
    </span>
  )
}

function Toggles({ id, name }: { readonly id: NodeId; readonly name: string }): ReactNode {
  const { editor } = useComposer()
  const isHidden = useEditor((it) => it.hidden.has(id))
  const isLocked = useEditor((it) => it.locked.has(id))
  const flip = (set: 'hidden' | 'locked') => (event: MouseEvent) => {
    event.stopPropagation()
    const next = new Set(editor.store.getState()[set])
    if (!next.delete(id)) next.add(id)
    editor.set({ [set]: next })
  }
  const stop = (event: MouseEvent) => event.stopPropagation()
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className={`c-tree-toggle${isLocked ? ' c-shown' : ''}`}
        aria-label={`${isLocked ? 'Unlock' : 'Lock'} ${name}`}
        aria-pressed={isLocked}
        title={isLocked ? 'Unlock' : 'Lock: cannot be picked or moved in the picture'}
        onClick={flip('locked')}
        onDoubleClick={stop}
      >
        <Icon name={isLocked ? 'lock' : 'unlock'} />
      </button>
      <button
        type="button"
        tabIndex={-1}
        className={`c-tree-toggle${isHidden ? ' c-shown' : ''}`}
        aria-label={`${isHidden ? 'Show' : 'Hide'} ${name}`}
        aria-pressed={isHidden}
        title={isHidden ? 'Show' : 'Hide while you work; not saved'}
        onClick={flip('hidden')}
        onDoubleClick={stop}
      >
        <Icon name={isHidden ? 'eye-off' : 'eye'} />
      </button>
    </>
  )
}
