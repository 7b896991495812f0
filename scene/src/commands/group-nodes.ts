// Puts nodes under a new common node, and takes them out again.

import { newNode } from '../document/defaults'
import { ancestors, topmost, worldTransform } from '../document/query'
import type { NodeId, SceneDocument, Vec3 } from '../document/types'
import type { Command } from '../editor/types'
import { FreeNames } from './clone-nodes'
import { command, countOf, TreeChange } from './patch'
import { localFromWorld, localTransform } from './reparent-nodes'

/** Puts nodes of a document under a new node that stands in their middle; they stay where they are in the
 *  world. */
export function groupNodes(ids: readonly NodeId[], name = 'Group'): Command {
  const group = newNode({ name })
  return command(
    `Group ${countOf(ids.length)}`,
    (document) => {
      const tops = topmost(document, ids)
      const [first] = tops
      if (first === undefined) return {}
      const parentId = commonParent(document, tops)
      const change = new TreeChange(document)
      const siblings = change.childrenOf(parentId)
      const index = siblings.indexOf(childTowards(document, first, parentId))
      const middle = middleOf(tops.map((id) => worldTransform(document, id).position))
      const world = { position: middle, rotation: [0, 0, 0], scale: [1, 1, 1] } as const
      // The group takes its parent's turn and scale, so that its children keep theirs.
      const { position } = localFromWorld(document, world, parentId)
      const free = new FreeNames(siblings, (id) => change.node(id)).take(name)
      const placed = { ...group, name: free, parentId, transform: { ...group.transform, position } }
      change.detach(tops)
      change.set(placed)
      const gone = new Set(tops)
      const before = siblings.slice(0, Math.max(0, index)).filter((id) => !gone.has(id)).length
      change.attach(parentId, [group.id], before)
      change.attach(group.id, tops)
      const withGroup = { ...document, nodes: new Map(document.nodes).set(group.id, placed) }
      for (const id of tops) keepWorld(withGroup, change, id, group.id)
      return change.patch()
    },
    { selects: [group.id] },
  )
}

/** Puts the children of nodes in their place; they stay where they are in the world. */
export function ungroupNodes(document: SceneDocument, ids: readonly NodeId[]): Command {
  const groups = topmost(document, ids).filter((id) => whyNotUngroup(document, id) === null)
  const selects = groups.flatMap((id) => document.nodes.get(id)?.childIds ?? [])
  return command(
    `Ungroup ${countOf(groups.length)}`,
    (present) => {
      const change = new TreeChange(present)
      const gone = new Set(groups.filter((id) => whyNotUngroup(present, id) === null))
      const parents = new Set([...gone].map((id) => present.nodes.get(id)?.parentId ?? null))
      for (const parentId of parents) dissolve(present, change, parentId, gone)
      change.remove(gone)
      return change.patch()
    },
    { selects },
  )
}

/** Puts the children of a parent's groups in the places of the groups, in one pass. */
function dissolve(
  document: SceneDocument,
  change: TreeChange,
  parentId: NodeId | null,
  gone: ReadonlySet<NodeId>,
): void {
  const children: NodeId[] = []
  for (const id of change.childrenOf(parentId)) {
    const freed = gone.has(id) ? (document.nodes.get(id)?.childIds ?? []) : null
    if (freed === null) children.push(id)
    for (const childId of freed ?? []) {
      children.push(childId)
      const child = document.nodes.get(childId)
      if (child === undefined) continue
      change.set({
        ...child,
        parentId,
        transform: localTransform(document, child, parentId) ?? child.transform,
      })
    }
  }
  change.setChildren(parentId, children)
}

/** Why a node cannot be dissolved into its children, or `null`. */
export function whyNotUngroup(document: SceneDocument, id: NodeId): string | null {
  const node = document.nodes.get(id)
  if (node === undefined) return 'The node does not exist any more.'
  if (node.childIds.length === 0) return `"${node.name}" has nothing below it.`
  return node.components.length > 0
    ? `"${node.name}" shows something itself, so that it is not only a group.`
    : null
}

function keepWorld(document: SceneDocument, change: TreeChange, id: NodeId, parentId: NodeId | null): void {
  const before = document.nodes.get(id)
  const node = change.node(id)
  const transform = before === undefined ? null : localTransform(document, before, parentId)
  if (node !== undefined && transform !== null) change.set({ ...node, transform })
}

function middleOf(points: readonly Vec3[]): Vec3 {
  const middle = (axis: 0 | 1 | 2): number => {
    const parts = points.map((point) => point[axis])
    return (Math.min(...parts) + Math.max(...parts)) / 2
  }
  return [middle(0), middle(1), middle(2)]
}

/** The lowest node that has all of them below it; `null` is the top level. */
function commonParent(document: SceneDocument, ids: readonly NodeId[]): NodeId | null {
  const [first, ...others] = ids.map((id) => ancestors(document, id).map((node) => node.id))
  return first?.find((candidate) => others.every((above) => above.includes(candidate))) ?? null
}

/** The child of a parent that holds a node, or the node itself. */
function childTowards(document: SceneDocument, id: NodeId, parentId: NodeId | null): NodeId {
  const line = [id, ...ancestors(document, id).map((node) => node.id)]
  return line.find((candidate) => (document.nodes.get(candidate)?.parentId ?? null) === parentId) ?? id
}
