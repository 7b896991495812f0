// Which node of one document is which of another: ids last for a session only, so that names and contents
// decide.

import { printJson } from './json'
import { childrenOf, inTreeOrder } from './query'
import type { Json, NodeId, SceneComponent, SceneDocument, SceneNode } from './types'

/** Nodes of `before` and the nodes of `after` that they have become. */
export type Matches = ReadonlyMap<NodeId, NodeId>

export function matchNodes(before: SceneDocument, after: SceneDocument): Matches {
  return new Matcher(before, after).match()
}

class Matcher {
  readonly #before: SceneDocument
  readonly #after: SceneDocument
  readonly #matches = new Map<NodeId, NodeId>()
  readonly #taken = new Set<NodeId>()
  readonly #signatures = new Map<SceneNode, string>()
  /** Parents that are matched and whose children are not looked at yet. */
  readonly #waiting: (readonly [NodeId | null, NodeId | null])[] = [[null, null]]

  constructor(before: SceneDocument, after: SceneDocument) {
    this.#before = before
    this.#after = after
  }

  match(): Matches {
    for (const id of this.#before.nodes.keys()) if (this.#after.nodes.has(id)) this.#take(id, id)
    this.#matchChildren()
    // What moved to another parent, or got another name, is found by what it shows.
    this.#matchRest((node) => `${node.name}\n${this.#signature(node)}`)
    this.#matchRest((node) => (node.components.length === 0 ? null : this.#signature(node)))
    this.#matchLookalikes()
    return this.#matches
  }

  #take(before: NodeId, after: NodeId): void {
    this.#matches.set(before, after)
    this.#taken.add(after)
    this.#waiting.push([before, after])
  }

  #matchChildren(): void {
    for (let pair = this.#waiting.pop(); pair !== undefined; pair = this.#waiting.pop()) {
      const olds = childrenOf(this.#before, pair[0]).filter(({ id }) => !this.#matches.has(id))
      const news = childrenOf(this.#after, pair[1]).filter(({ id }) => !this.#taken.has(id))
      if (olds.length === 0 || news.length === 0) continue
      this.#pair(olds, news, (node) => `${node.name}\n${this.#signature(node)}`)
      this.#pair(olds, news, (node) => (node.name === '' ? null : node.name))
    }
  }

  #matchRest(keyOf: (node: SceneNode) => string | null): void {
    const olds = inTreeOrder(this.#before).filter(({ id }) => !this.#matches.has(id))
    const news = inTreeOrder(this.#after).filter(({ id }) => !this.#taken.has(id))
    this.#pair(olds, news, keyOf)
    this.#matchChildren()
  }

  /** What changed both its name and what it shows is the same if it stands in the same place and is of
   *  the same kind. */
  #matchLookalikes(): void {
    for (const [before, after] of [[null, null], ...this.#matches] as const) {
      const olds = childrenOf(this.#before, before).filter(({ id }) => !this.#matches.has(id))
      if (olds.length > 0) this.#pair(olds, childrenOf(this.#after, after), kindOf)
    }
    this.#matchChildren()
  }

  /** Pairs nodes of the same key, in their order. */
  #pair(
    olds: readonly SceneNode[],
    news: readonly SceneNode[],
    keyOf: (node: SceneNode) => string | null,
  ): void {
    const byKey = new Map<string, SceneNode[]>()
    for (const node of news) {
      const key = this.#taken.has(node.id) ? null : keyOf(node)
      if (key === null) continue
      const list = byKey.get(key)
      if (list === undefined) byKey.set(key, [node])
      else list.push(node)
    }
    for (const list of byKey.values()) list.reverse()
    for (const node of olds) {
      const key = this.#matches.has(node.id) ? null : keyOf(node)
      const found = key === null ? undefined : byKey.get(key)?.pop()
      if (found !== undefined) this.#take(node.id, found.id)
    }
  }

  #signature(node: SceneNode): string {
    const known = this.#signatures.get(node)
    if (known !== undefined) return known
    const made = node.components.map((component) => printJson(comparable(component))).join('\n')
    this.#signatures.set(node, made)
    return made
  }
}

/** Where a node stands and which kinds of component it has; `null` for one without any. */
function kindOf({ components, transform }: SceneNode): string | null {
  if (components.length === 0) return null
  const types = components.map((component) => component.type)
  return `${types.join(' ')}\n${printJson(transform as unknown as Json)}`
}

/** A component without what only says where it is stored. */
export function comparable(component: SceneComponent): Json {
  if (component.type === '?') return component.original
  if (component.type !== 'Camera') return component as Json
  const { cameraIndex: _, ...rest } = component
  return rest as Json
}
