// For tests: whether a document's nodes are a tree and all its links agree.

import { inTreeOrder } from './query'
import type { SceneDocument } from './types'

/** Every node stands in the tree exactly once, and all links agree. */
export function checkTree(document: SceneDocument): void {
  const nodes = inTreeOrder(document)
  if (nodes.length !== document.nodes.size)
    fail(`${nodes.length} of ${document.nodes.size} nodes are in the tree`)
  if (new Set(nodes.map((node) => node.id)).size !== nodes.length) fail('a node is in the tree twice')
  for (const node of nodes) {
    for (const id of node.childIds)
      if (document.nodes.get(id)?.parentId !== node.id) fail(`${id} does not know its parent`)
  }
  for (const id of document.rootIds)
    if (document.nodes.get(id)?.parentId !== null) fail(`the root ${id} has a parent`)
}

function fail(message: string): never {
  throw new Error(message)
}
