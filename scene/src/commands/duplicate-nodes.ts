// Copies nodes beside themselves.

import { subtree, topmost } from '../document/query'
import type { NodeId, SceneDocument } from '../document/types'
import type { Command } from '../editor/types'
import { cloneNodes, freeName, namesOfNodes } from './clone-nodes'
import { command, countOf, TreeChange } from './patch'

/** Copies nodes of a document, each behind its original; the copies get names that are free among their siblings. */
export function duplicateNodes(document: SceneDocument, ids: readonly NodeId[]): Command {
  const copies = topmost(document, ids).map((id) => ({ id, nodes: cloneNodes(subtree(document, id)) }))
  const selects = copies.flatMap(({ nodes }) => nodes[0]?.id ?? [])
  return command(`Duplicate ${countOf(copies.length)}`, (present) => {
    const change = new TreeChange(present)
    for (const { id, nodes } of copies) {
      const [top, ...below] = nodes
      const original = change.node(id)
      if (top === undefined) continue
      const parentId = original?.parentId ?? null
      const siblings = change.childrenOf(parentId)
      const name = freeName(top.name, namesOfNodes(siblings, (sibling) => change.node(sibling)))
      for (const node of below) change.set(node)
      change.set({ ...top, name })
      change.attach(parentId, [top.id], original === undefined ? undefined : siblings.indexOf(id) + 1)
    }
    return change.patch()
  }, { selects })
}
