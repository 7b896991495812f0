// Copies of subtrees with new ids, and names that are free.

import { newNodeId } from '../document/node-id'
import type { NodeId, SceneComponent, SceneNode } from '../document/types'

/** Copies nodes; links among them follow, links out of them are cut. */
export function cloneNodes(nodes: readonly SceneNode[]): readonly SceneNode[] {
  const ids = new Map(nodes.map((node) => [node.id, newNodeId()] as const))
  return nodes.map((node) => ({
    ...node,
    id: ids.get(node.id) ?? newNodeId(),
    parentId: node.parentId === null ? null : (ids.get(node.parentId) ?? null),
    childIds: node.childIds.flatMap((id) => ids.get(id) ?? []),
    components: node.components.map(withoutPlace),
  }))
}

/** A camera that is copied gets a place of its own in the list of cameras. */
function withoutPlace(component: SceneComponent): SceneComponent {
  if (component.type !== 'Camera') return component
  const { cameraIndex: _, ...rest } = component
  return { ...rest, type: 'Camera', camera: component.camera }
}

/** `Motor` becomes `Motor 2`, `Motor 2` becomes `Motor 3`: the first that is free. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (name === '' || !taken.has(name)) return name
  const found = /^(.*?) (\d{1,6})$/.exec(name)
  const stem = found?.[1] ?? name
  for (let number = found ? Number(found[2]) + 1 : 2; ; number += 1) {
    const next = `${stem} ${number}`
    if (!taken.has(next)) return next
  }
}

/** Names of nodes by their ids. */
export function namesOfNodes(ids: readonly NodeId[], nodeOf: (id: NodeId) => SceneNode | undefined): Set<string> {
  return new Set(ids.flatMap((id) => nodeOf(id)?.name ?? []))
}
