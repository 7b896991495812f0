// The editor: a document, its history without end, and how one looks at it. No screen, no clock of its own.

import type { NodeId, Problem, SceneDocument } from '../document/types'
import { createStore } from 'zustand/vanilla'
import { isWritableDocument } from '../document/originals'
import { History } from './history'
import type { Editor, EditorState } from './types'

export interface EditorOptions {
  readonly document: SceneDocument
  readonly problems?: readonly Problem[]
  readonly isReadOnly?: boolean
  /** Milliseconds, rising; `performance.now` in a browser. */
  readonly now: () => number
}

const VIEW_DEFAULTS: Omit<EditorState, 'document' | 'problems' | 'isReadOnly'> = {
  selection: [],
  hidden: new Set(),
  locked: new Set(),
  hovered: null,
  tool: 'select',
  space: 'world',
  cameraMode: 'orbit',
  snapping: { isOn: false, translate_m: 0.5, rotate_deg: 15, scale: 0.1 },
  placement: null,
  shows: { tags: true, overlays: true, motion: true, helpers: true, grid: true },
  undoLabel: null,
  redoLabel: null,
  isDirty: false,
  revision: 0,
}

export function createEditor(options: EditorOptions): Editor {
  const store = createStore<EditorState>(() => ({
    ...VIEW_DEFAULTS,
    document: options.document,
    problems: options.problems ?? [],
    isReadOnly: (options.isReadOnly ?? false) || !isWritableDocument(options.document),
  }))
  const history = new History(options.document)

  /** Shows a document and what the history says of it. */
  const show = (document: SceneDocument, selection: readonly NodeId[]): void => {
    const state = store.getState()
    const isSame = document === state.document
    store.setState({
      document,
      ...(isSame ? {} : { revision: state.revision + 1, ...pruned(document, state) }),
      selection: keepExisting(document, selection, state.selection),
      ...history.says(document),
    })
  }

  return {
    store,
    run: (command) => {
      const state = store.getState()
      if (state.isReadOnly) return
      const document = history.run(command, state, options.now())
      if (document !== null) show(document, command.selects ?? state.selection)
    },
    undo: () => {
      const state = store.getState()
      const gone = state.isReadOnly ? null : history.undo(state)
      if (gone !== null) show(gone.document, gone.selection)
    },
    redo: () => {
      const state = store.getState()
      const gone = state.isReadOnly ? null : history.redo(state)
      if (gone !== null) show(gone.document, gone.selection)
    },
    select: (ids, how = 'set') => {
      const { document, selection } = store.getState()
      const next = keepExisting(document, chosen(selection, ids, how), selection)
      if (next !== selection) {
        history.close()
        store.setState({ selection: next })
      }
    },
    set: (view) => store.setState(view),
    open: (document, problems = []) => {
      history.reset(document)
      store.setState(opened(store.getState(), document, problems))
    },
    saved: () => {
      const { document } = store.getState()
      history.saved(document)
      store.setState(history.says(document))
    },
  }
}

/** What another document begins with: how one works stays, what one did with the last document does not. */
function opened(state: EditorState, document: SceneDocument, problems: readonly Problem[]): EditorState {
  const { tool, space, cameraMode, snapping, shows } = state
  // A host that only looks keeps looking; a document that could not be written says nothing of the next.
  const staysReadOnly = state.isReadOnly && isWritableDocument(state.document)
  return {
    ...VIEW_DEFAULTS,
    tool,
    space,
    cameraMode,
    snapping,
    shows,
    document,
    problems,
    isReadOnly: staysReadOnly || !isWritableDocument(document),
    revision: state.revision + 1,
  }
}

function chosen(
  selection: readonly NodeId[],
  ids: readonly NodeId[],
  how: 'set' | 'add' | 'toggle',
): readonly NodeId[] {
  if (how === 'set') return ids
  if (how === 'add') return [...selection, ...ids]
  const named = new Set(ids)
  const kept = selection.filter((id) => !named.has(id))
  const before = new Set(selection)
  return [...kept, ...ids.filter((id) => !before.has(id))]
}

/** Of some nodes those that exist, once each; the very list that was there before if it holds the same. */
function keepExisting(
  document: SceneDocument,
  ids: readonly NodeId[],
  before: readonly NodeId[],
): readonly NodeId[] {
  const next = [...new Set(ids)].filter((id) => document.nodes.has(id))
  return next.length === before.length && next.every((id, index) => id === before[index]) ? before : next
}

/** What looks at nodes, without those that are gone. */
function pruned(document: SceneDocument, state: EditorState): Partial<EditorState> {
  const prune = (ids: ReadonlySet<NodeId>): ReadonlySet<NodeId> => {
    const kept = [...ids].filter((id) => document.nodes.has(id))
    return kept.length === ids.size ? ids : new Set(kept)
  }
  return {
    hidden: prune(state.hidden),
    locked: prune(state.locked),
    hovered: state.hovered !== null && document.nodes.has(state.hovered) ? state.hovered : null,
  }
}
