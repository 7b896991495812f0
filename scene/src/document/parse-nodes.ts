// The tree of nodes out of the flat list of a document, mended where it is no tree.

import { isArray, isObject, pointerTo } from './json'
import { newNodeId } from './node-id'
import { readComponent, type ReadingCameras } from './parse-components'
import type { Problems } from './problems'
import type { Json, JsonObject, NodeId, SceneNode, Transform, Vec3 } from './types'

interface ReadNode {
  readonly index: number
  readonly node: SceneNode
  readonly children: readonly number[]
  parent: ReadNode | null
  readonly kept: ReadNode[]
}

export interface ReadTree {
  readonly nodes: ReadonlyMap<NodeId, SceneNode>
  readonly rootIds: readonly NodeId[]
}

/** Reads `nodes` and `rootNodeIndexes`; every node is in the tree exactly once. */
export function readTree(
  list: readonly Json[],
  roots: Json | undefined,
  cameras: ReadingCameras,
  problems: Problems,
): ReadTree {
  const read = list.map((json, index) => readNode(json, index, cameras, problems))
  const tree = new TreeBuilder(read, problems)
  const rootIds = tree.build(roots).map((root) => root.node.id)
  const nodes = new Map<NodeId, SceneNode>()
  for (const entry of read) {
    if (entry === null) continue
    const childIds = entry.kept.map((child) => child.node.id)
    nodes.set(entry.node.id, { ...entry.node, parentId: entry.parent?.node.id ?? null, childIds })
  }
  return { nodes, rootIds }
}

function readNode(json: Json, index: number, cameras: ReadingCameras, problems: Problems): ReadNode | null {
  const pointer = pointerTo('/nodes', index)
  if (!isObject(json)) {
    problems.error(pointer, 'A node is not an object; it is left out.')
    return null
  }
  const nodeId = newNodeId()
  const listOf = (member: string): readonly Json[] => {
    const value = json[member]
    if (isArray(value)) return value
    if (value !== undefined && value !== null) {
      problems.error(
        pointerTo(pointer, member),
        `"${member}" of a node is not a list; it is read as empty.`,
        nodeId,
      )
    }
    return []
  }
  const components = listOf('components').flatMap((component, at) => {
    const place = { pointer: `${pointer}/components/${at}`, nodeId, problems, cameras }
    if (component !== null) return [readComponent(component, place)]
    // App Kit opens no document with one.
    problems.error(place.pointer, 'A component is null; it is left out.', nodeId)
    return []
  })
  const properties = json['properties']
  // AWS' own samples write an empty list for no properties.
  const isNone =
    properties === undefined || properties === null || (isArray(properties) && properties.length === 0)
  if (!isNone && !isObject(properties)) {
    problems.warn(
      `${pointer}/properties`,
      'The properties of a node are not an object; they are read as empty.',
      nodeId,
    )
  }
  if (json['name'] !== undefined && typeof json['name'] !== 'string') {
    problems.warn(`${pointer}/name`, 'The name of a node is not a string; it has no name.', nodeId)
  }
  return {
    index,
    node: {
      id: nodeId,
      name: nameIn(json),
      parentId: null,
      childIds: [],
      transform: readTransform(json['transform'], `${pointer}/transform`, nodeId, problems),
      snapToFloor: snapIn(json),
      components,
      properties: isObject(properties) ? properties : {},
      raw: json,
    },
    children: readIndexes(listOf('children'), `${pointer}/children`, 'child', problems, nodeId),
    parent: null,
    kept: [],
  }
}

export function nameIn(raw: JsonObject): string {
  return typeof raw['name'] === 'string' ? raw['name'] : ''
}

export function snapIn(raw: JsonObject): boolean {
  const constraint = raw['transformConstraint']
  return isObject(constraint) && constraint['snapToFloor'] === true
}

function readTransform(
  json: Json | undefined,
  pointer: string,
  nodeId: NodeId,
  problems: Problems,
): Transform {
  if (!isObject(json)) {
    problems.error(
      pointer,
      'A node has no transform; it stands at the origin of its parent, unturned.',
      nodeId,
    )
    return { position: [0, 0, 0], rotation: [0, 0, 0], scale: [1, 1, 1] }
  }
  const vector = (member: keyof Transform, usual: number): Vec3 => {
    const value = json[member]
    if (isVec3(value)) return value
    if ((value === undefined || value === null) && member !== 'position')
      problems.completed(`"${member}" of a node`)
    else
      problems.error(
        pointerTo(pointer, member),
        `The ${member} of a node is not three numbers; missing ones are ${usual}.`,
        nodeId,
      )
    const items = isArray(value) ? value : []
    const at = (index: number): number => (isFiniteNumber(items[index]) ? items[index] : usual)
    return [at(0), at(1), at(2)]
  }
  return { position: vector('position', 0), rotation: vector('rotation', 0), scale: vector('scale', 1) }
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function isVec3(value: Json | undefined): value is Vec3 {
  return isArray(value) && value.length === 3 && value.every(isFiniteNumber)
}

function readIndexes(
  list: readonly Json[],
  pointer: string,
  noun: string,
  problems: Problems,
  nodeId?: NodeId,
): readonly number[] {
  return list.flatMap((value, at) => {
    if (typeof value === 'number' && Number.isInteger(value)) return [value]
    problems.error(pointerTo(pointer, at), `The ${noun} is not the number of a node; it is left out.`, nodeId)
    return []
  })
}

/** Decides which of the edges that a document names make a tree. */
class TreeBuilder {
  readonly #nodes: readonly (ReadNode | null)[]
  readonly #problems: Problems
  readonly #placed = new Set<ReadNode>()

  constructor(nodes: readonly (ReadNode | null)[], problems: Problems) {
    this.#nodes = nodes
    this.#problems = problems
  }

  build(roots: Json | undefined): readonly ReadNode[] {
    const named = this.#rootsNamed(roots)
    const children = this.#childrenNamed()
    // Roots that are nobody's child come first, so that a node named both ways stands where its parent is.
    const found = new Set<ReadNode>()
    for (const root of named) if (!children.has(root)) this.#place(root, found)
    for (const root of named) {
      if (!this.#placed.has(root)) this.#place(root, found)
      else if (!found.has(root)) {
        this.#problems.warn(
          `/nodes/${root.index}`,
          'A node is both a root and a child; it stays with its parent.',
          root.node.id,
        )
      }
    }
    const order = named.filter((root) => found.has(root))
    return [...order, ...this.#orphans(children, isArray(roots))]
  }

  #rootsNamed(roots: Json | undefined): readonly ReadNode[] {
    if (!isArray(roots)) {
      if (this.#nodes.length > 0 || roots !== undefined) {
        this.#problems.error(
          '/rootNodeIndexes',
          'The list of roots is missing; nodes without a parent are the roots.',
        )
      } else this.#problems.completed('"rootNodeIndexes"')
      return []
    }
    const named = new Set<ReadNode>()
    for (const [at, index] of readIndexes(roots, '/rootNodeIndexes', 'root', this.#problems).entries()) {
      const node = this.#nodes[index]
      const pointer = `/rootNodeIndexes/${at}`
      if (!node) this.#problems.error(pointer, `There is no node number ${index}; this root is left out.`)
      else if (named.has(node))
        this.#problems.warn(pointer, `Node number ${index} is a root twice; once is kept.`, node.node.id)
      else named.add(node)
    }
    return [...named]
  }

  #childrenNamed(): ReadonlySet<ReadNode> {
    const named = new Set<ReadNode>()
    for (const parent of this.#nodes) {
      for (const index of parent?.children ?? []) {
        const child = this.#nodes[index]
        if (child && child !== parent) named.add(child)
      }
    }
    return named
  }

  /** Places a root and all that hangs below it, without recursion: chains may be long. */
  #place(root: ReadNode, found: Set<ReadNode>): void {
    found.add(root)
    this.#placed.add(root)
    const waiting = [root]
    for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
      for (const [at, index] of parent.children.entries()) {
        const child = this.#nodes[index]
        if (child && !this.#placed.has(child)) {
          child.parent = parent
          parent.kept.push(child)
          this.#placed.add(child)
        } else this.#refuse(parent, at, index, child ?? null)
      }
      for (const child of parent.kept.toReversed()) waiting.push(child)
    }
  }

  #refuse(parent: ReadNode, at: number, index: number, child: ReadNode | null): void {
    const pointer = `/nodes/${parent.index}/children/${at}`
    const id = parent.node.id
    if (child === null)
      this.#problems.error(pointer, `There is no node number ${index}; this child is left out.`, id)
    else if (isAbove(child, parent)) {
      this.#problems.error(
        pointer,
        `Node number ${index} is above itself; this link of the circle is left out.`,
        id,
      )
    } else if (child.parent === parent)
      this.#problems.warn(pointer, `Node number ${index} is a child twice; once is kept.`, id)
    else
      this.#problems.warn(
        pointer,
        `Node number ${index} has another place in the tree already; that one is kept.`,
        id,
      )
  }

  #orphans(children: ReadonlySet<ReadNode>, hadRoots: boolean): readonly ReadNode[] {
    const found = new Set<ReadNode>()
    const all = this.#nodes.filter((node) => node !== null)
    const first = [...all.filter((node) => !children.has(node)), ...all]
    for (const node of first) {
      if (this.#placed.has(node)) continue
      if (hadRoots || children.has(node)) {
        this.#problems.warn(
          `/nodes/${node.index}`,
          'A node cannot be reached from a root; it is made one.',
          node.node.id,
        )
      }
      this.#place(node, found)
    }
    return [...found]
  }
}

function isAbove(upper: ReadNode, lower: ReadNode): boolean {
  for (let node: ReadNode | null = lower; node !== null; node = node.parent) if (node === upper) return true
  return false
}
