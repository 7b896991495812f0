// What of the selection may be changed.

import { ancestors } from '../document/query'
import type { NodeId } from '../document/types'
import type { EditorState } from '../editor/types'

/** The selected nodes that are not locked, themselves or by one above them. */
export function changeable(state: EditorState): readonly NodeId[] {
  const { document, selection, locked } = state
  if (locked.size === 0) return selection
  return selection.filter(
    (id) => !locked.has(id) && !ancestors(document, id).some((above) => locked.has(above.id)),
  )
}

/** Whether something can be changed at all, and something that may be is selected. */
export function canChange(state: EditorState): boolean {
  return !state.isReadOnly && changeable(state).length > 0
}

export function hasSelection(state: EditorState): boolean {
  return state.selection.length > 0
}

export function isWritable(state: EditorState): boolean {
  return !state.isReadOnly
}
