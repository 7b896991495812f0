// Aligns nodes along an axis of the world, or spreads them evenly.

import { topmost, worldTransform } from '../document/query'
import type { NodeId, SceneDocument, SceneNode, Vec3 } from '../document/types'
import type { Command } from '../editor/types'
import { changeNodes, command, countOf, type Patch } from './patch'
import { localFromWorld } from './reparent-nodes'

export type Axis = 'x' | 'y' | 'z'
const AXES = { x: 0, y: 1, z: 2 } as const

/** Brings the origins of nodes to the same place along an axis: the lowest, the middle or the highest of them. */
export function alignNodes(ids: readonly NodeId[], axis: Axis, to: 'min' | 'center' | 'max'): Command {
  return command(`Align ${countOf(ids.length)}`, (document) => arrange(document, ids, axis, (places) => {
    const [low, high] = [Math.min(...places), Math.max(...places)]
    const goal = { min: low, center: (low + high) / 2, max: high }[to]
    return places.map(() => goal)
  }))
}

/** Spreads the origins of nodes evenly between the two outermost along an axis. */
export function distributeNodes(ids: readonly NodeId[], axis: Axis): Command {
  return command(`Distribute ${countOf(ids.length)}`, (document) => arrange(document, ids, axis, (places) => {
    const [low, high] = [Math.min(...places), Math.max(...places)]
    const step = (high - low) / (places.length - 1)
    const order = [...places.keys()].toSorted((one, other) => (places[one] ?? 0) - (places[other] ?? 0))
    return places.map((_, index) => low + step * order.indexOf(index))
  }))
}

/** Why nodes cannot be arranged, or `null`. */
export function whyNotArrange(document: SceneDocument, ids: readonly NodeId[], least: 2 | 3): string | null {
  const count = topmost(document, ids).length
  return count < least ? `Select ${least} nodes or more, of which none stands below another.` : null
}

function arrange(
  document: SceneDocument, ids: readonly NodeId[], axis: Axis, goalsOf: (places: readonly number[]) => readonly number[]): Patch {
  const tops = topmost(document, ids)
  if (tops.length < 2) return {}
  const places = tops.map((id) => worldTransform(document, id).position[AXES[axis]])
  const goals = goalsOf(places)
  const goalOf = new Map(tops.map((id, index) => [id, goals[index] ?? 0] as const))
  return changeNodes(document, tops, (node) => moveAlong(document, node, axis, goalOf.get(node.id) ?? 0))
}

function moveAlong(document: SceneDocument, node: SceneNode, axis: Axis, goal: number): SceneNode {
  const world = worldTransform(document, node.id)
  const position = world.position.with(AXES[axis], goal) as unknown as Vec3
  const local = localFromWorld(document, { ...world, position }, node.parentId).position
  return { ...node, transform: { ...node.transform, position: local } }
}
