// The hierarchy's tree: only the lines on the screen are in the page, whatever the size of the scene.

import { displayName, type NodeId, removeNodes, renameNode, whyNotName } from '@gemel/scene'
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useComposer, useEditor } from '../context'
import { Menu } from '../kit/menu'
import { addMeshNode, nodeMenu } from './node-menu'
import { type DropZone, drop, moveByKeyboard, whyNotDrop } from './reparent'
import { type Row, typeAhead } from './rows'
import { TreeRow } from './tree-row'
import { useTreeSize } from './use-tree-size'

export const ROW_PX = 26
const SPARE = 8

export interface TreeProps {
  readonly rows: readonly Row[]
  readonly onToggle: (key: string, isExpanded: boolean) => void
  readonly isReadOnly: boolean
}

export function Tree({ rows, onToggle, isReadOnly }: TreeProps): ReactNode {
  const composer = useComposer()
  const { editor } = composer
  const selection = useEditor((it) => it.selection)
  const document = useEditor((it) => it.document)
  const selected = useMemo(() => new Set(selection), [selection])
  const [activeKey, setActive] = useState<string | null>(null)
  const [renaming, setRenaming] = useState<NodeId | null>(null)
  const [over, setOver] = useState<{ readonly key: string; readonly zone: DropZone } | null>(null)
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null)
  const anchor = useRef<string | null>(null)
  const dragged = useRef<readonly NodeId[]>([])
  const typed = useRef({ text: '', time_ms: 0 })
  const { box, top_px, height_px } = useTreeSize()
  const active = Math.max(
    0,
    rows.findIndex((it) => it.key === activeKey),
  )

  const scrollTo = useCallback(
    (index: number) => {
      const it = box.current
      if (!it || index < 0) return
      if (index * ROW_PX < it.scrollTop) it.scrollTop = index * ROW_PX
      else if ((index + 1) * ROW_PX > it.scrollTop + it.clientHeight)
        it.scrollTop = (index + 1) * ROW_PX - it.clientHeight
    },
    [box],
  )

  // What was selected in the picture comes into sight here.
  const last = selection.at(-1)
  useEffect(() => {
    if (last === undefined) return
    const index = rows.findIndex((it) => it.key === last)
    if (index >= 0 && last !== activeKey) {
      setActive(last)
      scrollTo(index)
    }
    // Rows change with each fold; only a new selection may scroll.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [last])

  const choose = (index: number, how: 'set' | 'toggle' | 'range') => {
    const row = rows[index]
    if (!row) return
    setActive(row.key)
    scrollTo(index)
    if (how === 'range' && anchor.current !== null) {
      const from = rows.findIndex((it) => it.key === anchor.current)
      const [low, high] = [Math.min(from, index), Math.max(from, index)]
      editor.select(
        rows.slice(Math.max(0, low), high + 1).flatMap((it) => (it.kind === 'node' ? [it.id] : [])),
      )
      return
    }
    anchor.current = row.key
    editor.select([row.id], how === 'toggle' ? 'toggle' : 'set')
  }

  const fly = (row: Row) => composer.handle()?.frame([row.id])
  const toggle = (row: Row, isExpanded = !row.isExpanded) => {
    if (row.hasChildren) onToggle(row.key, isExpanded)
  }
  const nameOf = (row: Row): string => {
    const node = document.nodes.get(row.id)
    return row.kind === 'mesh' ? row.name : node ? displayName(node) : ''
  }

  const find = (letter: string) => {
    const now_ms = Date.now()
    typed.current = {
      text: now_ms - typed.current.time_ms < 700 ? typed.current.text + letter : letter,
      time_ms: now_ms,
    }
    const index = typeAhead(rows, active, typed.current.text, nameOf)
    if (index >= 0) choose(index, 'set')
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (renaming !== null) return
    const row = rows[active]
    const how = event.shiftKey ? 'range' : 'set'
    const { key } = event
    const mod = event.ctrlKey || event.metaKey
    if (event.altKey && !mod && row?.kind === 'node' && !isReadOnly && key.startsWith('Arrow'))
      moveByKeyboard(editor, row.id, key)
    else if (key === 'ArrowDown') choose(Math.min(rows.length - 1, activeKey === null ? 0 : active + 1), how)
    else if (key === 'ArrowUp') choose(Math.max(0, active - 1), how)
    else if (key === 'Home') choose(0, how)
    else if (key === 'End') choose(rows.length - 1, how)
    else if (key === 'PageDown')
      choose(Math.min(rows.length - 1, active + Math.floor(height_px / ROW_PX)), how)
    else if (key === 'PageUp') choose(Math.max(0, active - Math.floor(height_px / ROW_PX)), how)
    else if (key === 'ArrowRight' && row?.isExpanded) choose(active + 1, 'set')
    else if (key === 'ArrowRight' && row) toggle(row, true)
    else if (key === 'ArrowLeft' && row?.isExpanded) toggle(row, false)
    else if (key === 'ArrowLeft' && row) choose(parentIndex(rows, active), 'set')
    else if (key === 'Enter' && row) fly(row)
    else if (key === ' ' && row) choose(active, mod ? 'toggle' : 'set')
    else if (key === 'F2' && row?.kind === 'node' && !isReadOnly) setRenaming(row.id)
    else if ((key === 'Delete' || key === 'Backspace') && !isReadOnly && selection.length > 0)
      editor.run(removeNodes(selection))
    else if (mod && key === 'a') editor.select(rows.flatMap((it) => (it.kind === 'node' ? [it.id] : [])))
    else if (key === 'ContextMenu' || (event.shiftKey && key === 'F10')) openMenu(active)
    else if (key.length === 1 && !mod && !event.altKey && /[\p{L}\p{N}_]/u.test(key)) find(key)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const openMenu = (index: number) => {
    const { left = 0, top = 0 } = box.current?.getBoundingClientRect() ?? {}
    setMenu({ x: left + 40, y: top + (index + 1) * ROW_PX - (box.current?.scrollTop ?? 0) })
  }

  const first = Math.max(0, Math.floor(top_px / ROW_PX) - SPARE)
  const shown = rows.slice(first, Math.ceil((top_px + height_px) / ROW_PX) + SPARE)
  const closeMenu = useCallback(() => setMenu(null), [])
  return (
    <div
      ref={box}
      className="c-tree"
      role="tree"
      aria-label="Nodes of the scene"
      aria-multiselectable="true"
      tabIndex={0}
      onKeyDown={onKeyDown}
      aria-activedescendant={rows[active] && activeKey !== null ? rowId(rows[active].key) : undefined}
      onDragLeave={(event) => {
        if (!box.current?.contains(event.relatedTarget as Node | null)) setOver(null)
      }}
    >
      <div role="none" style={{ height: rows.length * ROW_PX, position: 'relative' }}>
        {shown.map((row, offset) => {
          const index = first + offset
          return (
            <TreeRow
              key={row.key}
              row={row}
              id={rowId(row.key)}
              top_px={index * ROW_PX}
              name={nameOf(row)}
              isSelected={row.kind === 'node' && selected.has(row.id)}
              isActive={row.key === activeKey}
              isReadOnly={isReadOnly}
              isRenaming={row.kind === 'node' && renaming === row.id}
              zone={over?.key === row.key ? over.zone : null}
              onClick={(event) =>
                choose(index, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'set')
              }
              onToggle={() => toggle(row)}
              onFly={() => fly(row)}
              onRename={() => setRenaming(row.id)}
              onRenamed={(name) => {
                setRenaming(null)
                if (name !== null && whyNotName(name) === null && name !== nameOf(row))
                  editor.run(renameNode(row.id, name))
                box.current?.focus({ preventScroll: true })
              }}
              onAddMesh={() => {
                if (row.kind === 'mesh') addMeshNode(composer, row.id, row.name)
              }}
              onMenu={(event) => {
                event.preventDefault()
                if (row.kind === 'node' && !selected.has(row.id)) choose(index, 'set')
                setMenu({ x: event.clientX, y: event.clientY })
              }}
              onDragStart={() => {
                dragged.current = row.kind !== 'node' ? [] : selected.has(row.id) ? selection : [row.id]
              }}
              onDragOver={(zone) => {
                const isGood =
                  row.kind === 'node' &&
                  dragged.current.length > 0 &&
                  whyNotDrop(document, dragged.current, row.id, zone) === null
                if (over?.key !== row.key || over.zone !== zone)
                  setOver(isGood ? { key: row.key, zone } : null)
                return isGood
              }}
              onDrop={(zone) => {
                setOver(null)
                if (row.kind === 'node') drop(editor, dragged.current, row.id, zone)
                if (zone === 'into') onToggle(row.key, true)
              }}
            />
          )
        })}
      </div>
      {menu && (
        <Menu
          label="Node"
          at={menu}
          onClose={closeMenu}
          items={nodeMenu(composer, {
            rename: () => {
              const id = selection.at(-1)
              if (id) setRenaming(id)
            },
          })}
        />
      )}
    </div>
  )
}

function parentIndex(rows: readonly Row[], index: number): number {
  const depth = rows[index]?.depth ?? 0
  for (let i = index - 1; i >= 0; i--) if ((rows[i]?.depth ?? 0) < depth) return i
  return index
}

function rowId(key: string): string {
  return `tree-${key.replaceAll('\u0000', '_')}`
}
