// Names for nodes while documents are open.

import type { NodeId } from './types'

let count = 0

/** A name that no node of this session has. */
export function newNodeId(): NodeId {
  count += 1
  return `n${count}` as NodeId
}
