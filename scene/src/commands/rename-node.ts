// Gives a node another name.

import type { NodeId } from '../document/types'
import type { Command } from '../editor/types'
import { changeNodes, command } from './patch'

export function renameNode(id: NodeId, name: string): Command {
  return command(
    `Rename to "${name}"`,
    (document) => changeNodes(document, [id], (node) => ({ ...node, name })),
    {
      mergeKey: `rename:${id}`,
    },
  )
}

/** Why a node may not have a name, or `null`. */
export function whyNotName(name: string): string | null {
  if (name.trim() === '') return 'A name is needed, so that the node can be found.'
  return name.length > 256 ? 'The name may have 256 characters at most.' : null
}
