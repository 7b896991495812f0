// Moving nodes in the tree, by dragging and by keys: where they go, and why not.

import {
  type Editor,
  type NodeId,
  reorderNodes,
  reparentNodes,
  type SceneDocument,
  whyNotReparent,
} from '@gemel/scene'

export type DropZone = 'before' | 'into' | 'after'

/** Upper and lower quarter of a line: between lines; the middle: into the node. */
export function zoneAt(y_px: number, height_px: number): DropZone {
  return y_px < height_px / 4 ? 'before' : y_px > (height_px * 3) / 4 ? 'after' : 'into'
}

export function whyNotDrop(
  document: SceneDocument,
  ids: readonly NodeId[],
  target: NodeId,
  zone: DropZone,
): string | null {
  if (ids.includes(target) && zone === 'into') return 'A node cannot hang under itself.'
  return whyNotReparent(
    document,
    ids,
    zone === 'into' ? target : (document.nodes.get(target)?.parentId ?? null),
  )
}

export function drop(editor: Editor, ids: readonly NodeId[], target: NodeId, zone: DropZone): void {
  const { document } = editor.store.getState()
  if (ids.length === 0 || whyNotDrop(document, ids, target, zone) !== null) return
  if (zone === 'into') return editor.run(reparentNodes(ids, { parentId: target }))
  const parentId = document.nodes.get(target)?.parentId ?? null
  const index = siblingsOf(document, parentId).indexOf(target) + (zone === 'after' ? 1 : 0)
  const isSameParent = ids.every((id) => document.nodes.get(id)?.parentId === parentId)
  editor.run(isSameParent ? reorderNodes(ids, index) : reparentNodes(ids, { parentId, index }))
}

/** Alt and an arrow: up and down among the siblings, right into the one above, left out of the parent. */
export function moveByKeyboard(editor: Editor, id: NodeId, key: string): void {
  const { document, selection } = editor.store.getState()
  const ids = selection.includes(id) ? selection : [id]
  const parentId = document.nodes.get(id)?.parentId ?? null
  const siblings = siblingsOf(document, parentId)
  const at = siblings.indexOf(id)
  if (key === 'ArrowUp' && at > 0) editor.run(reorderNodes(ids, at - 1))
  else if (key === 'ArrowDown' && at < siblings.length - 1) editor.run(reorderNodes(ids, at + 2))
  else if (key === 'ArrowRight' && at > 0) {
    const into = siblings[at - 1]
    if (into && whyNotReparent(document, ids, into) === null)
      editor.run(reparentNodes(ids, { parentId: into }))
  } else if (key === 'ArrowLeft' && parentId !== null) {
    const above = document.nodes.get(parentId)?.parentId ?? null
    editor.run(
      reparentNodes(ids, { parentId: above, index: siblingsOf(document, above).indexOf(parentId) + 1 }),
    )
  }
}

function siblingsOf(document: SceneDocument, parentId: NodeId | null): readonly NodeId[] {
  return parentId === null ? document.rootIds : (document.nodes.get(parentId)?.childIds ?? [])
}
