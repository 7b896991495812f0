// Moves, turns and scales nodes, several at once; a drag is one step.

import type { NodeId, SceneNode, Transform, Vec3 } from '../document/types'
import type { Command } from '../editor/types'
import { changeNodes, command, countOf } from './patch'

export type TransformChanges = ReadonlyMap<NodeId, Partial<Transform>>

export interface TransformOptions {
  /** Says what the undo menu says; made up from what changes otherwise. */
  readonly label?: string
  /** Give every step of one drag the same key. */
  readonly mergeKey?: string
}

/** Sets transforms, local to the parents. Parts that are not finite numbers are left as they were. */
export function transformNodes(changes: TransformChanges, options: TransformOptions = {}): Command {
  const { label = `${verbOf(changes)} ${countOf(changes.size)}`, mergeKey } = options
  return command(
    label,
    (document) =>
      changeNodes(document, changes.keys(), (node) => {
        const change = changes.get(node.id)
        return change === undefined ? null : withTransform(node, change)
      }),
    mergeKey === undefined ? {} : { mergeKey },
  )
}

/** Moves nodes by a distance in their parents' axes. */
export function moveNodes(ids: readonly NodeId[], by: Vec3, options: TransformOptions = {}): Command {
  const { label = `Move ${countOf(ids.length)}`, mergeKey } = options
  return command(
    label,
    (document) =>
      changeNodes(document, ids, (node) => {
        const [x, y, z] = node.transform.position
        return withTransform(node, { position: [x + by[0], y + by[1], z + by[2]] })
      }),
    mergeKey === undefined ? {} : { mergeKey },
  )
}

function withTransform(node: SceneNode, change: Partial<Transform>): SceneNode {
  const { transform } = node
  const next = {
    position: finite(change.position, transform.position),
    rotation: finite(change.rotation, transform.rotation),
    scale: finite(change.scale, transform.scale),
  }
  const isSame =
    next.position === transform.position &&
    next.rotation === transform.rotation &&
    next.scale === transform.scale
  return isSame ? node : { ...node, transform: next }
}

function finite(next: Vec3 | undefined, before: Vec3): Vec3 {
  if (next === undefined || next.every((part, axis) => Object.is(part, before[axis]))) return before
  const part = (axis: 0 | 1 | 2): number => (Number.isFinite(next[axis]) ? next[axis] : before[axis])
  return [part(0), part(1), part(2)]
}

function verbOf(changes: TransformChanges): string {
  const members = new Set([...changes.values()].flatMap((change) => Object.keys(change)))
  if (members.size !== 1) return 'Transform'
  if (members.has('position')) return 'Move'
  return members.has('rotation') ? 'Rotate' : 'Scale'
}
