// The history of an editor: steps without end, each with its way back, and where among them the stored
// document is.

import { mergeInverses } from '../commands/patch'
import type { NodeId, SceneDocument } from '../document/types'
import type { Command, EditorState } from './types'

/** Commands with the same merge key within this time are one step. */
const MERGE_MS = 500

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

export interface Gone {
  readonly document: SceneDocument
  readonly selection: readonly NodeId[]
}

export class History {
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
