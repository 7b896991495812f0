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

/** Gives names that no sibling has: `Motor` becomes `Motor 2`, `Motor 2` becomes `Motor 3`. */
export class FreeNames {
  readonly #taken: Set<string>
  /** The next number to try behind each name, so that a thousand copies take a thousand steps. */
  readonly #numbers = new Map<string, number>()

  constructor(ids: readonly NodeId[], nodeOf: (id: NodeId) => SceneNode | undefined) {
    this.#taken = new Set(ids.flatMap((id) => nodeOf(id)?.name ?? []))
  }

  /** The name itself if it is free, or the first that is; it is taken from now on. */
  take(name: string): string {
    const free = name === '' || !this.#taken.has(name) ? name : this.#numbered(name)
    this.#taken.add(free)
    return free
  }

  #numbered(name: string): string {
    const found = /^(.*?) (\d{1,6})$/.exec(name)
    const stem = found?.[1] ?? name
    let number = Math.max(this.#numbers.get(stem) ?? 2, found ? Number(found[2]) + 1 : 2)
    while (this.#taken.has(`${stem} ${number}`)) number += 1
    this.#numbers.set(stem, number + 1)
    return `${stem} ${number}`
  }
}
