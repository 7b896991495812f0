// Aligns nodes along an axis of the world, or spreads them evenly.

import { topmost, worldTransform } from '../document/query'
import type { NodeId, SceneDocument, SceneNode, Vec3 } from '../document/types'
import type { Command } from '../editor/types'
import { changeNodes, command, countOf, type Patch } from './patch'
import { localFromWorld } from './reparent-nodes'

export type Axis = 'x' | 'y' | 'z'
const AXES = { x: 0, y: 1, z: 2 } as const

export interface Box {
  readonly min: Vec3
  readonly max: Vec3
}
/** The boxes around nodes as drawn, world metres; a node without one is its origin. */
export type Boxes = ReadonlyMap<NodeId, Box>

interface Extent {
  readonly low: number
  readonly high: number
}

/** Brings nodes to the same place along an axis: their low sides, their middles or their high sides. */
export function alignNodes(
  ids: readonly NodeId[],
  axis: Axis,
  to: 'min' | 'center' | 'max',
  boxes: Boxes = new Map(),
): Command {
  return command(`Align ${countOf(ids.length)}`, (document) =>
    arrange(document, ids, axis, boxes, (extents) => {
      const [low, high] = [
        Math.min(...extents.map((extent) => extent.low)),
        Math.max(...extents.map((extent) => extent.high)),
      ]
      return extents.map((extent) => {
        if (to === 'min') return low - extent.low
        return to === 'max' ? high - extent.high : (low + high) / 2 - middleOf(extent)
      })
    }),
  )
}

/** Spreads the middles of nodes evenly between the two outermost along an axis. */
export function distributeNodes(ids: readonly NodeId[], axis: Axis, boxes: Boxes = new Map()): Command {
  return command(`Distribute ${countOf(ids.length)}`, (document) =>
    arrange(document, ids, axis, boxes, (extents) => {
      const middles = extents.map(middleOf)
      const [low, high] = [Math.min(...middles), Math.max(...middles)]
      const step = (high - low) / (middles.length - 1)
      const order = [...middles.keys()].toSorted((one, other) => (middles[one] ?? 0) - (middles[other] ?? 0))
      return middles.map((middle, index) => low + step * order.indexOf(index) - middle)
    }),
  )
}

/** Why nodes cannot be arranged, or `null`. */
export function whyNotArrange(document: SceneDocument, ids: readonly NodeId[], least: 2 | 3): string | null {
  const count = topmost(document, ids).length
  return count < least ? `Select ${least} nodes or more, of which none stands below another.` : null
}

function middleOf({ low, high }: Extent): number {
  return (low + high) / 2
}

/** Moves each of the topmost nodes along an axis by what is answered for it. */
function arrange(
  document: SceneDocument,
  ids: readonly NodeId[],
  axis: Axis,
  boxes: Boxes,
  movesOf: (extents: readonly Extent[]) => readonly number[],
): Patch {
  const tops = topmost(document, ids)
  if (tops.length < 2) return {}
  const along = AXES[axis]
  const extents = tops.map((id): Extent => {
    const box = boxes.get(id)
    const origin = worldTransform(document, id).position[along]
    return { low: box?.min[along] ?? origin, high: box?.max[along] ?? origin }
  })
  const moves = movesOf(extents)
  const moveOf = new Map(tops.map((id, index) => [id, moves[index] ?? 0] as const))
  return changeNodes(document, tops, (node) => moveAlong(document, node, along, moveOf.get(node.id) ?? 0))
}

function moveAlong(document: SceneDocument, node: SceneNode, along: 0 | 1 | 2, by: number): SceneNode | null {
  if (by === 0) return null
  const world = worldTransform(document, node.id)
  const position = world.position.with(along, world.position[along] + by) as unknown as Vec3
  const local = localFromWorld(document, { ...world, position }, node.parentId).position
  return { ...node, transform: { ...node.transform, position: local } }
}
