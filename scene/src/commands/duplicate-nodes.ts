// Copies nodes beside themselves.

import { subtree, topmost } from '../document/query'
import type { NodeId, SceneDocument, SceneNode } from '../document/types'
import type { Command } from '../editor/types'
import { cloneNodes, FreeNames } from './clone-nodes'
import { command, countOf, TreeChange } from './patch'

/** Copies nodes of a document, each behind its original; the copies get names that are free among their
 *  siblings. */
export function duplicateNodes(document: SceneDocument, ids: readonly NodeId[]): Command {
  const copies = new Map(topmost(document, ids).map((id) => [id, cloneNodes(subtree(document, id))] as const))
  const selects = [...copies.values()].flatMap((nodes) => nodes[0]?.id ?? [])
  return command(
    `Duplicate ${countOf(copies.size)}`,
    (present) => {
      const change = new TreeChange(present)
      const parents = new Set([...copies.keys()].map((id) => present.nodes.get(id)?.parentId ?? null))
      for (const parentId of parents) addCopies(change, parentId, copies)
      return change.patch()
    },
    { selects },
  )
}

/** Puts the copies of a parent's children behind them, in one pass. */
function addCopies(
  change: TreeChange,
  parentId: NodeId | null,
  copies: ReadonlyMap<NodeId, readonly SceneNode[]>,
): void {
  const siblings = change.childrenOf(parentId)
  const names = new FreeNames(siblings, (id) => change.node(id))
  const children: NodeId[] = []
  for (const id of siblings) {
    children.push(id)
    const [top, ...below] = copies.get(id) ?? []
    if (top === undefined) continue
    for (const node of below) change.set(node)
    change.set({ ...top, parentId, name: names.take(top.name) })
    children.push(top.id)
  }
  change.setChildren(parentId, children)
}
