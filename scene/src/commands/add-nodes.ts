// Adds nodes, whole subtrees at once.

import type { NodeId, SceneDocument, SceneNode } from '../document/types'
import type { Command } from '../editor/types'
import { command, countOf, TreeChange } from './patch'

export interface Place {
  readonly parentId?: NodeId | null
  /** Before which child; at the end without one. */
  readonly index?: number
}

/** Adds nodes under a parent. Nodes whose parent is among them keep it; the others go to the place. */
export function addNodes(nodes: readonly SceneNode[], place: Place = {}, label?: string): Command {
  const ids = new Set(nodes.map((node) => node.id))
  const tops = nodes
    .filter((node) => node.parentId === null || !ids.has(node.parentId))
    .map((node) => node.id)
  const name = nodes[0]?.name
  const what = tops.length === 1 && name !== undefined && name !== '' ? `"${name}"` : countOf(tops.length)
  return command(
    label ?? `Add ${what}`,
    (document) => {
      const change = new TreeChange(document)
      for (const node of nodes) change.set(node)
      change.attach(parentIn(document, place), tops, place.index)
      return change.patch()
    },
    { selects: tops },
  )
}

/** The parent of a place; the top level if there is no such node. */
export function parentIn(document: SceneDocument, place: Place): NodeId | null {
  return place.parentId && document.nodes.has(place.parentId) ? place.parentId : null
}
