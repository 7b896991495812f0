// The one way a command changes a document: nodes that become others, nodes that go, and members of the top
// level.

import type { NodeId, SceneDocument, SceneNode } from '../document/types'
import type { Command } from '../editor/types'

export interface Patch {
  /** Nodes as they will be; those of a new id are added at the end of the order in which nodes are
   *  written. */
  readonly set?: ReadonlyMap<NodeId, SceneNode>
  readonly remove?: ReadonlySet<NodeId>
  /** Where in the order of nodes added ones stand: the number each has afterwards. */
  readonly at?: ReadonlyMap<NodeId, number>
  readonly top?: Partial<Omit<SceneDocument, 'nodes'>>
}

export function applyPatch(document: SceneDocument, patch: Patch): SceneDocument {
  return { ...document, ...patch.top, nodes: patchNodes(document.nodes, patch) }
}

function patchNodes(nodes: ReadonlyMap<NodeId, SceneNode>, patch: Patch): ReadonlyMap<NodeId, SceneNode> {
  if (!patch.set?.size && !patch.remove?.size) return nodes
  const changed = new Map(nodes)
  for (const id of patch.remove ?? []) changed.delete(id)
  if (!patch.at?.size) {
    for (const [id, node] of patch.set ?? []) changed.set(id, node)
    return changed
  }
  const placed = [...patch.at].toSorted(([, one], [, other]) => one - other)
  for (const [id, node] of patch.set ?? []) if (!patch.at.has(id)) changed.set(id, node)
  const ordered = new Map<NodeId, SceneNode>()
  let next = 0
  const place = (): void => {
    for (let entry = placed[next]; entry !== undefined && entry[1] <= ordered.size; entry = placed[next]) {
      const node = patch.set?.get(entry[0])
      if (node !== undefined) ordered.set(entry[0], node)
      next += 1
    }
  }
  for (const [id, node] of changed) {
    place()
    ordered.set(id, node)
  }
  for (const [id] of placed.slice(next)) {
    const node = patch.set?.get(id)
    if (node !== undefined) ordered.set(id, node)
  }
  return ordered
}

/** The patch that undoes a patch, made before it is applied. */
export function invertPatch(document: SceneDocument, patch: Patch): Patch {
  const set = new Map<NodeId, SceneNode>()
  const remove = new Set<NodeId>()
  for (const id of patch.set?.keys() ?? []) {
    const before = document.nodes.get(id)
    if (before === undefined) remove.add(id)
    else set.set(id, before)
  }
  const at = new Map<NodeId, number>()
  if (patch.remove?.size) {
    let number = 0
    for (const [id, node] of document.nodes) {
      if (patch.remove.has(id)) {
        set.set(id, node)
        at.set(id, number)
      }
      number += 1
    }
  }
  if (patch.top === undefined) return { set, remove, at }
  const names = Object.keys(patch.top) as (keyof Omit<SceneDocument, 'nodes'>)[]
  return { set, remove, at, top: Object.fromEntries(names.map((name) => [name, document[name]])) }
}

export interface CommandOptions {
  readonly mergeKey?: string
  readonly selects?: readonly NodeId[]
}

/** A command out of a function that says what changes; the function must be pure, so that redo does the
 *  same. */
export function command(
  label: string,
  change: (document: SceneDocument) => Patch,
  options: CommandOptions = {},
): Command {
  let seen: SceneDocument | undefined
  let made: Patch = {}
  // `inverse` and `apply` are called with one document after the other: the work is done once.
  const patchFor = (document: SceneDocument): Patch => {
    if (document !== seen) {
      made = change(document)
      seen = document
    }
    return made
  }
  return {
    label,
    apply: (document) => {
      const patch = patchFor(document)
      seen = undefined
      return applyPatch(document, patch)
    },
    inverse: (document) => patchCommand(label, invertPatch(document, patchFor(document))),
    ...options,
  }
}

const patches = new WeakMap<Command, Patch>()

/** A command that makes the same change whatever the document is; what inverses are. */
function patchCommand(label: string, patch: Patch): Command {
  const made = command(label, () => patch)
  patches.set(made, patch)
  return made
}

/** One inverse in the place of two: `later` is applied first, then `earlier`. `null` where that cannot be
 *  said in one. */
export function mergeInverses(later: Command, earlier: Command): Command | null {
  const [one, other] = [patches.get(later), patches.get(earlier)]
  if (one === undefined || other === undefined) return null
  if (one.remove?.size || other.remove?.size || one.at?.size || other.at?.size) return null
  return patchCommand(earlier.label, {
    set: new Map([...(one.set ?? []), ...(other.set ?? [])]),
    ...(one.top || other.top ? { top: { ...one.top, ...other.top } } : {}),
  })
}

/** "node" or "3 nodes". */
export function countOf(count: number, noun = 'node'): string {
  return count === 1 ? noun : `${count} ${noun}s`
}

/** The nodes of a document that changed by a function; `null` and the same node leave it as it is. */
export function changeNodes(
  document: SceneDocument,
  ids: Iterable<NodeId>,
  change: (node: SceneNode) => SceneNode | null,
): Patch {
  const set = new Map<NodeId, SceneNode>()
  for (const id of ids) {
    const node = document.nodes.get(id)
    if (node === undefined) continue
    const changed = change(node)
    if (changed !== null && changed !== node) set.set(id, changed)
  }
  return { set }
}

/** Collects changes of lists of children and of the roots, for commands that change the tree. */
export class TreeChange {
  readonly #document: SceneDocument
  readonly #set = new Map<NodeId, SceneNode>()
  readonly #remove = new Set<NodeId>()
  #roots: readonly NodeId[]

  constructor(document: SceneDocument) {
    this.#document = document
    this.#roots = document.rootIds
  }

  node(id: NodeId): SceneNode | undefined {
    return this.#remove.has(id) ? undefined : (this.#set.get(id) ?? this.#document.nodes.get(id))
  }

  set(node: SceneNode): void {
    this.#set.set(node.id, node)
  }

  remove(ids: Iterable<NodeId>): void {
    for (const id of ids) {
      this.#remove.add(id)
      this.#set.delete(id)
    }
  }

  childrenOf(parentId: NodeId | null): readonly NodeId[] {
    return parentId === null ? this.#roots : (this.node(parentId)?.childIds ?? [])
  }

  setChildren(parentId: NodeId | null, childIds: readonly NodeId[]): void {
    if (parentId === null) this.#roots = childIds
    else {
      const parent = this.node(parentId)
      if (parent !== undefined) this.set({ ...parent, childIds })
    }
  }

  /** Takes nodes out of their parents' lists, one pass a parent. */
  detach(ids: readonly NodeId[]): void {
    const gone = new Set(ids)
    const parents = new Set(ids.map((id) => this.node(id)?.parentId ?? null))
    for (const parentId of parents)
      this.setChildren(
        parentId,
        this.childrenOf(parentId).filter((id) => !gone.has(id)),
      )
  }

  /** Puts nodes into a parent's list before the child of number `index`; at the end without one. */
  attach(parentId: NodeId | null, ids: readonly NodeId[], index?: number): void {
    const children = this.childrenOf(parentId)
    const at = Math.min(Math.max(0, index ?? children.length), children.length)
    this.setChildren(parentId, [...children.slice(0, at), ...ids, ...children.slice(at)])
    for (const id of ids) {
      const node = this.node(id)
      if (node !== undefined && node.parentId !== parentId) this.set({ ...node, parentId })
    }
  }

  patch(top: Patch['top'] = {}): Patch {
    return {
      set: this.#set,
      remove: this.#remove,
      top: this.#roots === this.#document.rootIds ? top : { ...top, rootIds: this.#roots },
    }
  }
}
