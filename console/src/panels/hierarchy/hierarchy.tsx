// The hierarchy panel: search, fold and unfold, the tree, and what to do while there is nothing.

import { ancestors, type NodeId } from '@gemel/scene'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useIntent } from '../actions'
import { useComposer, useEditor } from '../context'
import { IconButton } from '../kit/controls'
import { Icon } from '../kit/icon'
import { allExpandable, rowsOf } from './rows'
import { Tree } from './tree'

export function Hierarchy({ addButton }: { readonly addButton?: ReactNode }): ReactNode {
  const { editor, handle } = useComposer()
  const document = useEditor((it) => it.document)
  const isReadOnly = useEditor((it) => it.isReadOnly)
  const last = useEditor((it) => it.selection.at(-1))
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() =>
    initiallyOpen(editor.store.getState().document),
  )
  const [query, setQuery] = useState('')
  const input = useRef<HTMLInputElement>(null)
  useIntent(
    'find',
    useCallback(() => input.current?.select(), []),
  )

  // A node that was selected in the picture is unfolded to.
  useEffect(() => {
    if (last === undefined) return
    const above = ancestors(editor.store.getState().document, last).map((it) => it.id)
    setExpanded((before) => (above.every((id) => before.has(id)) ? before : new Set([...before, ...above])))
  }, [last, editor])

  const toggle = useCallback(
    (key: string, isOpen: boolean) =>
      setExpanded((before) => {
        const next = new Set(before)
        if (isOpen) next.add(key)
        else next.delete(key)
        return next
      }),
    [],
  )
  const rows = useMemo(
    () => rowsOf({ document, expanded, query, meshesOf: (id) => handle()?.meshesOf(id) ?? [] }),
    [document, expanded, query, handle],
  )
  const found = query.trim() === '' ? null : rows.filter((it) => it.kind === 'node' && it.isMatch).length
  return (
    <div className="c-panel-body c-hierarchy">
      <div className="c-toolbar-row">
        <div className="c-inline c-search c-grow">
          <Icon name="search" />
          <input
            ref={input}
            className="c-input"
            type="search"
            aria-label="Find nodes by name, kind or binding"
            placeholder="Find by name, kind, binding"
            value={query}
            spellCheck={false}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                setQuery('')
                event.currentTarget.blur()
              } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
                const first = rows.find((it) => it.kind === 'node' && it.isMatch)
                if (first) editor.select([first.id])
                if (first && event.key === 'Enter') handle()?.frame([first.id])
                ;(
                  event.currentTarget
                    .closest('.c-hierarchy')
                    ?.querySelector('[role=tree]') as HTMLElement | null
                )?.focus()
              } else return
              event.preventDefault()
              event.stopPropagation()
            }}
          />
        </div>
        <IconButton
          icon="expand"
          label="Unfold all"
          kind="quiet"
          onClick={() => setExpanded(allExpandable(document))}
        />
        <IconButton icon="collapse" label="Fold all" kind="quiet" onClick={() => setExpanded(new Set())} />
        {addButton}
      </div>
      {found !== null && (
        <div className="c-found" role="status">
          {found === 0 ? 'Nothing found' : `${found} of ${document.nodes.size} nodes`}
        </div>
      )}
      {document.nodes.size === 0 ? (
        <div className="c-empty">
          <b>This scene is empty</b>
          {isReadOnly
            ? 'There is nothing to see here yet.'
            : 'Add a 3D model with “Add”, or drop a .glb file onto the picture. Then put a tag on it and bind it to a value.'}
        </div>
      ) : (
        <Tree rows={rows} onToggle={toggle} isReadOnly={isReadOnly} />
      )}
    </div>
  )
}

/** Of a small scene the first level is open, so that one sees something. */
function initiallyOpen(document: { readonly rootIds: readonly NodeId[] }): ReadonlySet<string> {
  return new Set(document.rootIds.length <= 12 ? document.rootIds : [])
}
