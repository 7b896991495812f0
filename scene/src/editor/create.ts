// The editor: a document, its history without end, and how one looks at it. No screen, no clock of its own.

import type { NodeId, Problem, SceneDocument } from '../document/types'
import { createStore } from 'zustand/vanilla'
import { mergeInverses } from '../commands/patch'
import { isWritableDocument } from '../document/originals'
import type { Command, Editor, EditorState } from './types'

/** Commands with the same merge key within this time are one step. */
const MERGE_MS = 500

export interface EditorOptions {
  readonly document: SceneDocument
  readonly problems?: readonly Problem[]
  readonly isReadOnly?: boolean
  /** Milliseconds, rising; `performance.now` in a browser. */
  readonly now: () => number
}

interface Step {
  readonly label: string
  /** What takes the step back (or makes it again, once it is undone), in order; a drag has one for all
   *  its commands. */
  readonly ways: readonly Command[]
  readonly mergeKey: string | undefined
  /** What to select after going that way. */
  readonly selection: readonly NodeId[]
  readonly time_ms: number
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
      const {
        document: last,
        isReadOnly,
        revision,
        tool,
        space,
        cameraMode,
        snapping,
        shows,
      } = store.getState()
      // A host that only looks keeps looking; a document that could not be written says nothing of the next
      // one.
      const staysReadOnly = isReadOnly && isWritableDocument(last)
      store.setState({
        ...VIEW_DEFAULTS,
        tool,
        space,
        cameraMode,
        snapping,
        shows,
        document,
        problems,
        isReadOnly: staysReadOnly || !isWritableDocument(document),
        revision: revision + 1,
      })
    },
    saved: () => {
      const { document } = store.getState()
      history.saved(document)
      store.setState(history.says(document))
    },
  }
}

interface Gone {
  readonly document: SceneDocument
  readonly selection: readonly NodeId[]
}

class History {
  #done: Step[] = []
  #undone: Step[] = []
  /** The step after which the document is as stored: `null` is before the first, `undefined` is no step
   *  any more. */
  #savedAfter: Step | null | undefined = null
  #savedDocument: SceneDocument
  /** Nothing merges across a save, an undo or another selection. */
  #isClosed = true

  constructor(document: SceneDocument) {
    this.#savedDocument = document
  }

  reset(document: SceneDocument): void {
    this.#done = []
    this.#undone = []
    this.saved(document)
  }

  saved(document: SceneDocument): void {
    this.#savedAfter = this.#done.at(-1) ?? null
    this.#savedDocument = document
    this.#isClosed = true
  }

  close(): void {
    this.#isClosed = true
  }

  /** Runs a command as a step, or as a part of the last one; `null` if nothing changed. */
  run(command: Command, state: EditorState, time_ms: number): SceneDocument | null {
    const before = state.document
    const inverse = command.inverse(before)
    const document = command.apply(before)
    if (isSameDocument(before, document)) return null
    const last = this.#done.at(-1)
    const merges =
      !this.#isClosed &&
      last !== undefined &&
      command.mergeKey !== undefined &&
      last.mergeKey === command.mergeKey &&
      time_ms - last.time_ms <= MERGE_MS
    if (merges) {
      const [first, ...others] = last.ways
      const both = first === undefined ? null : mergeInverses(inverse, first)
      const merged = { ...last, ways: both === null ? [inverse, ...last.ways] : [both, ...others], time_ms }
      this.#done[this.#done.length - 1] = merged
      if (this.#savedAfter === last) this.#savedAfter = undefined
    } else {
      this.#done.push({
        label: command.label,
        ways: [inverse],
        mergeKey: command.mergeKey,
        selection: state.selection,
        time_ms,
      })
    }
    if (this.#savedAfter != null && this.#undone.includes(this.#savedAfter)) this.#savedAfter = undefined
    this.#undone = []
    this.#isClosed = false
    return document
  }

  undo(state: EditorState): Gone | null {
    return this.#go(this.#done, this.#undone, state)
  }

  redo(state: EditorState): Gone | null {
    return this.#go(this.#undone, this.#done, state)
  }

  /** Goes the last step's way and notes the way back on the other side. */
  #go(from: Step[], to: Step[], state: EditorState): Gone | null {
    const step = from.pop()
    if (step === undefined) return null
    this.#isClosed = true
    let { document } = state
    const back: Command[] = []
    for (const way of step.ways) {
      back.unshift(way.inverse(document))
      document = way.apply(document)
    }
    const turned = { ...step, ways: back, selection: state.selection }
    to.push(turned)
    if (this.#savedAfter === step) this.#savedAfter = turned
    return { document, selection: step.selection }
  }

  says(document: SceneDocument): Pick<EditorState, 'undoLabel' | 'redoLabel' | 'isDirty'> {
    const isSaved =
      isSameDocument(document, this.#savedDocument) || (this.#done.at(-1) ?? null) === this.#savedAfter
    return {
      undoLabel: this.#done.at(-1)?.label ?? null,
      redoLabel: this.#undone.at(-1)?.label ?? null,
      isDirty: !isSaved,
    }
  }
}

function isSameDocument(one: SceneDocument, other: SceneDocument): boolean {
  return (
    one === other ||
    (one.nodes === other.nodes &&
      one.rootIds === other.rootIds &&
      one.rules === other.rules &&
      one.unit === other.unit &&
      one.properties === other.properties &&
      one.raw === other.raw)
  )
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
