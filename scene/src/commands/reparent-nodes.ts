// Hangs nodes under another parent, or orders them among their siblings.

import { invert, matrixOf, multiply, transformOf } from '../document/matrix'
import { ancestors, topmost, worldMatrix } from '../document/query'
import type { NodeId, SceneDocument, SceneNode, Transform } from '../document/types'
import type { Command } from '../editor/types'
import { parentIn, type Place } from './add-nodes'
import { command, countOf, TreeChange, type Patch } from './patch'

export interface ReparentOptions extends Place {
  /** Nodes stay where they are in the world (the default), or keep their numbers and jump. */
  readonly keepsWorld?: boolean
  readonly label?: string
}

/** Hangs nodes under a parent; does nothing where that would make a circle. */
export function reparentNodes(ids: readonly NodeId[], options: ReparentOptions): Command {
  return command(
    options.label ?? `Move ${countOf(ids.length)} in the tree`,
    (document) => {
      if (whyNotReparent(document, ids, options.parentId ?? null) !== null) return {}
      return reparentPatch(document, topmost(document, ids), options)
    },
    { selects: ids },
  )
}

/** Orders nodes among the children of their common parent. */
export function reorderNodes(ids: readonly NodeId[], index: number): Command {
  return command(
    `Reorder ${countOf(ids.length)}`,
    (document) => {
      const parentId = ids.map((id) => document.nodes.get(id)?.parentId)[0]
      if (parentId === undefined) return {}
      const siblings = topmost(document, ids).filter((id) => document.nodes.get(id)?.parentId === parentId)
      return reparentPatch(document, siblings, { parentId, index })
    },
    { selects: ids },
  )
}

/** Why nodes may not hang under a parent, or `null`. */
export function whyNotReparent(
  document: SceneDocument,
  ids: readonly NodeId[],
  parentId: NodeId | null,
): string | null {
  if (parentId === null) return null
  const parent = document.nodes.get(parentId)
  if (parent === undefined) return 'The node to hang them under does not exist any more.'
  const above = new Set([parentId, ...ancestors(document, parentId).map((node) => node.id)])
  const circle = ids.find((id) => above.has(id))
  if (circle === undefined) return null
  const name = document.nodes.get(circle)?.name ?? ''
  return circle === parentId
    ? `"${name}" cannot hang under itself.`
    : `"${name}" cannot hang under "${parent.name}", which is below it.`
}

/** `index` counts the children as they are before; those that move away from before it are taken into
 *  account. */
function reparentPatch(document: SceneDocument, ids: readonly NodeId[], options: ReparentOptions): Patch {
  const parentId = parentIn(document, options)
  const change = new TreeChange(document)
  const moved = new Set(ids)
  const before =
    options.index === undefined
      ? undefined
      : change
          .childrenOf(parentId)
          .slice(0, options.index)
          .filter((id) => !moved.has(id)).length
  change.detach(ids)
  change.attach(parentId, ids, before)
  if (options.keepsWorld ?? true) for (const id of ids) keepWorld(document, change, id, parentId)
  return change.patch()
}

function keepWorld(document: SceneDocument, change: TreeChange, id: NodeId, parentId: NodeId | null): void {
  const before = document.nodes.get(id)
  const node = change.node(id)
  if (before === undefined || node === undefined || before.parentId === parentId) return
  const transform = localTransform(document, before, parentId)
  if (transform !== null) change.set({ ...node, transform })
}

/** The transform that leaves a node where it is in the world under another parent; `null` if there is
 *  none. */
export function localTransform(
  document: SceneDocument,
  node: SceneNode,
  parentId: NodeId | null,
): Transform | null {
  const inverse = invert(worldMatrix(document, parentId))
  return inverse === null ? null : transformOf(multiply(inverse, worldMatrix(document, node.id)))
}

/** A transform of the world as one under a parent; as it is where there is none. */
export function localFromWorld(
  document: SceneDocument,
  world: Transform,
  parentId: NodeId | null,
): Transform {
  if (parentId === null) return world
  const inverse = invert(worldMatrix(document, parentId))
  return inverse === null ? world : transformOf(multiply(inverse, matrixOf(world)))
}
