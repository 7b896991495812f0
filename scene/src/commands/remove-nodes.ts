// Removes nodes with all below them.

import { subtree, topmost } from '../document/query'
import type { NodeId } from '../document/types'
import type { Command } from '../editor/types'
import { command, countOf, TreeChange } from './patch'

export function removeNodes(ids: readonly NodeId[], label?: string): Command {
  return command(label ?? `Delete ${countOf(ids.length)}`, (document) => {
    const change = new TreeChange(document)
    const tops = topmost(document, ids)
    change.detach(tops)
    for (const id of tops) change.remove(subtree(document, id).map((node) => node.id))
    return change.patch()
  })
}
