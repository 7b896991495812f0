// Changes properties of nodes and whether they snap to the floor.

import type { Json, NodeId } from '../document/types'
import type { Command } from '../editor/types'
import { changeNodes, command } from './patch'

/** Sets properties of nodes; `undefined` takes one away. Names of our own begin with `x-gemel-`. */
export function setNodeProperties(
  ids: readonly NodeId[],
  changes: Readonly<Record<string, Json | undefined>>,
): Command {
  return command('Change properties', (document) =>
    changeNodes(document, ids, (node) => ({ ...node, properties: withChanges(node.properties, changes) })),
  )
}

export function setSnapToFloor(ids: readonly NodeId[], snapToFloor: boolean): Command {
  const label = snapToFloor ? 'Snap to floor' : 'Release from floor'
  return command(label, (document) =>
    changeNodes(document, ids, (node) =>
      node.snapToFloor === snapToFloor ? null : { ...node, snapToFloor },
    ),
  )
}

/** An object with members set, and those that are `undefined` taken away. */
export function withChanges<T extends object>(before: T, changes: Readonly<Record<string, unknown>>): T {
  const changed = { ...before, ...changes }
  const members = Object.entries(changed).filter(([, value]) => value !== undefined)
  return Object.fromEntries(members) as T
}
