// The tree on the screen: only the rows of the window exist, whatever the number of entities.

import { type DragEvent, type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { findTyped, flatten, moveRefusal, ROOT, type Row, selectionAfter, stepOf, visibleRange } from './model'
import { NodeRow, RestRow, ROW_PX } from './row'
import type { TreeState, TreeStore } from './store'
import './tree.css'

export interface EntityTreeProps {
  readonly tree: TreeStore
  /** The entity whose page is open. */
  readonly openId: string | undefined
  readonly onOpen: (id: string) => void
  readonly onMove: (ids: readonly string[], targetId: string) => void
  readonly onRename: (id: string) => void
  readonly onDelete: (ids: readonly string[]) => void
}

export function EntityTree(props: EntityTreeProps): ReactNode {
  const { tree } = props
  const state = useStore(tree.store)
  const { nodes, branches, expanded } = state
  const rows = useMemo(() => flatten({ nodes, branches, expanded }), [nodes, branches, expanded])
  const box = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState(600)
  const base = useId()
  const focusIndex = Math.max(0, rows.findIndex((it) => it.id === state.focused))
  const [first, last] = visibleRange(state.scrollTop, height, ROW_PX, rows.length)
  useScroll(box, tree, state, setHeight)
  useFollow(box, state.focused, focusIndex, height)
  useNextPages(tree, rows, first, last)
  const drag = useDrag(props, state)
  const onKeyDown = useKeys(props, state, rows, focusIndex, height)
  const shown = rows.slice(first, last).map((row, n) => [first + n, row] as const)
  // The row of the keyboard exists even when it is scrolled away: it is what assistive technology reads.
  const focusedRow = rows[focusIndex]
  if (focusedRow && (focusIndex < first || focusIndex >= last)) shown.push([focusIndex, focusedRow])
  return (
    <>
      <div
        ref={box} role="tree" aria-label="Entities" aria-multiselectable tabIndex={0} className={`g-tree ${state.selected.size > 1 ? 'is-choosing' : ''}`}
        {...(focusedRow ? { 'aria-activedescendant': `${base}${focusedRow.id}` } : {})}
        onKeyDown={onKeyDown} onScroll={(event) => tree.scrolled(event.currentTarget.scrollTop)} onDragEnd={drag.end}
      >
        <div className="g-tree-inner" role="none" style={{ height: rows.length * ROW_PX }}>
          {shown.map(([index, row]) => {
            const node = row.kind === 'node' ? state.nodes.get(row.id) : undefined
            if (row.kind !== 'node' || !node) {
              return row.kind === 'node' ? null : <RestRow key={row.id} row={row} index={index} domId={`${base}${row.id}`} isFocused={index === focusIndex} error={state.branches.get(row.parentId)?.error} onMore={() => void tree.more(row.parentId)} />
            }
            return (
              <NodeRow
                key={row.id} row={row} node={node} index={index} domId={`${base}${row.id}`}
                isExpanded={state.expanded.has(row.id)} isSelected={state.selected.has(row.id)} isFocused={index === focusIndex} isOpenPage={row.id === props.openId}
                drop={drag.markOf(row.id)}
                onPress={(event) => press(props, state, rows, index, event)}
                onTwist={() => tree.setExpanded(row.id, !state.expanded.has(row.id))}
                onCheck={() => tree.select(selectionAfter(state.selected, state.anchor, rows, index, 'toggle'), row.id, row.id)}
                onDragStart={(event) => drag.start(event, row.id)} onDragOver={(event) => drag.over(event, row.id)} onDrop={(event) => drag.drop(event, row.id)}
              />
            )
          })}
        </div>
      </div>
      {drag.ids.length > 0 && <div className={`g-tree-top ${drag.overId === ROOT ? 'is-drop' : ''}`} onDragOver={(event) => drag.over(event, ROOT)} onDrop={(event) => drag.drop(event, ROOT)}>Drop here for the top level</div>}
    </>
  )
}

function press({ tree, onOpen }: EntityTreeProps, state: TreeState, rows: readonly Row[], index: number, event: MouseEvent): void {
  const row = rows[index]
  if (row?.kind !== 'node') return
  const how = event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'only'
  tree.select(selectionAfter(state.selected, state.anchor, rows, index, how), row.id, how === 'range' ? state.anchor ?? row.id : row.id)
  if (how === 'only') onOpen(row.id)
}

/** Keeps the place where one was when the tree comes back, and knows how high the window is. */
function useScroll(box: React.RefObject<HTMLDivElement | null>, tree: TreeStore, state: TreeState, setHeight: (px: number) => void): void {
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    element.scrollTop = tree.state.scrollTop
    setHeight(element.clientHeight)
    const observer = new ResizeObserver(() => setHeight(element.clientHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [box, tree, setHeight])
  const isLoaded = state.branches.has(ROOT)
  useLayoutEffect(() => {
    if (isLoaded && box.current) box.current.scrollTop = tree.state.scrollTop
  }, [isLoaded, box, tree])
}

/** Brings the row of the keyboard into the window when another one gets it. */
function useFollow(box: React.RefObject<HTMLDivElement | null>, focused: string | null, index: number, height: number): void {
  useEffect(() => {
    const element = box.current
    if (!element || focused === null) return
    const top = index * ROW_PX
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + ROW_PX > element.scrollTop + height) element.scrollTop = top + ROW_PX - height
  // Only when another row gets the focus: scrolling away by hand must stay possible.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [focused])
}

/** Asks for the next page of children when its place comes into the window. */
function useNextPages(tree: TreeStore, rows: readonly Row[], first: number, last: number): void {
  useEffect(() => {
    for (const row of rows.slice(first, last)) {
      if (row.kind === 'more') void tree.more(row.parentId)
      if (row.kind === 'loading' && !tree.state.branches.has(row.parentId)) void tree.load(row.parentId)
    }
  }, [tree, rows, first, last])
}

const TYPING_MS = 700

function useKeys(props: EntityTreeProps, state: TreeState, rows: readonly Row[], index: number, height: number): (event: KeyboardEvent) => void {
  const { tree } = props
  const typed = useRef({ text: '', at_ms: 0 })
  const goTo = (to: number, isRange: boolean) => {
    const row = rows[to]
    if (!row) return
    if (row.kind !== 'node') return tree.focus(row.id)
    if (isRange) tree.select(selectionAfter(state.selected, state.anchor ?? state.focused, rows, to, 'range'), row.id, state.anchor ?? state.focused)
    else tree.focus(row.id)
  }
  return (event) => {
    const row = rows[index]
    const isCommand = event.ctrlKey || event.metaKey
    if (event.altKey || (event.target instanceof HTMLElement && event.target.tagName === 'A')) return
    if (isCommand && event.key.toLowerCase() === 'a') {
      tree.select(new Set(rows.flatMap((it) => (it.kind === 'node' ? [it.id] : []))), state.focused, state.anchor)
    } else if (isCommand) return
    else if (event.key === '*' && row) tree.expandSiblings(row.kind === 'node' ? state.nodes.get(row.id)?.parentId ?? ROOT : row.parentId)
    else if (event.key === 'Escape') tree.select(new Set(), state.focused, null)
    else if (event.key === 'Enter' && row?.kind === 'node') {
      tree.select(new Set([row.id]), row.id, row.id)
      props.onOpen(row.id)
    } else if (event.key === 'Enter' && row && row.kind !== 'node') void tree.more(row.parentId)
    else if (event.key === ' ' && row?.kind === 'node') tree.select(selectionAfter(state.selected, state.anchor, rows, index, 'toggle'), row.id, row.id)
    else if (event.key === 'F2' && row?.kind === 'node') props.onRename(row.id)
    else if (event.key === 'Delete' && row?.kind === 'node') props.onDelete(state.selected.has(row.id) ? [...state.selected] : [row.id])
    else {
      const step = stepOf(event.key, rows, index, state, Math.max(1, Math.floor(height / ROW_PX) - 1))
      if (step?.kind === 'focus') goTo(step.index, event.shiftKey)
      else if (step) tree.setExpanded(step.id, step.kind === 'expand')
      else if (event.key.length === 1) {
        const now_ms = Date.now()
        const text = now_ms - typed.current.at_ms < TYPING_MS ? typed.current.text + event.key : event.key
        typed.current = { text, at_ms: now_ms }
        goTo(findTyped(rows, index, text, state), false)
      } else return
    }
    event.preventDefault()
  }
}

const HOVER_OPENS_MS = 700

interface Drag {
  readonly ids: readonly string[]
  readonly overId: string | null
  readonly start: (event: DragEvent, id: string) => void
  readonly over: (event: DragEvent, id: string) => void
  readonly drop: (event: DragEvent, id: string) => void
  readonly end: () => void
  readonly markOf: (id: string) => 'drop' | 'refused' | 'dragged' | null
}

function useDrag({ tree, onMove }: EntityTreeProps, state: TreeState): Drag {
  const [ids, setIds] = useState<readonly string[]>([])
  const [overId, setOver] = useState<string | null>(null)
  // What is dragged now: events come faster than React draws.
  const dragged = useRef<readonly string[]>([])
  const since = useRef({ id: '', at_ms: 0 })
  const refusal = (target: string) => moveRefusal(dragged.current, target, tree.parentOf, tree.nameOf)
  const end = () => {
    dragged.current = []
    setIds([])
    setOver(null)
  }
  return {
    ids, overId, end,
    start: (event, id) => {
      const chosen = state.selected.has(id) ? [...state.selected] : [id]
      dragged.current = chosen
      event.dataTransfer.effectAllowed = 'copyMove'
      event.dataTransfer.setData('text/plain', chosen.join('\n'))
      event.dataTransfer.setData('application/x-gemel-entities', JSON.stringify(chosen))
      // Chromium ends a drag whose source changes in the same tick.
      setTimeout(() => setIds(dragged.current))
    },
    over: (event, id) => {
      if (dragged.current.length === 0) return
      if (since.current.id !== id) {
        since.current = { id, at_ms: Date.now() }
        setOver(id)
      } else if (Date.now() - since.current.at_ms > HOVER_OPENS_MS && id !== ROOT && state.nodes.get(id)?.hasChildren) tree.setExpanded(id, true)
      if (refusal(id) !== null) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'move'
    },
    drop: (event, id) => {
      event.preventDefault()
      const { current: chosen } = dragged
      if (chosen.length > 0 && refusal(id) === null) onMove(chosen, id)
      end()
    },
    markOf: (id) => {
      if (ids.length === 0) return null
      if (overId === id && !ids.includes(id)) return refusal(id) === null ? 'drop' : 'refused'
      return ids.includes(id) ? 'dragged' : null
    },
  }
}
