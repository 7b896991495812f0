// Finding entities by words among all of a workspace: what matches, and how well. Pure.

import { ROOT, type TreeNode } from '../tree/model'

export interface Hit {
  readonly node: TreeNode
  /** Smaller is better. */
  readonly rank: number
  /** Names of the ancestors, topmost first. */
  readonly path: readonly string[]
  /** What matched, when it is not the name. */
  readonly because: 'name' | 'id' | 'description' | 'externalId'
}

interface Entry {
  readonly node: TreeNode
  readonly name: string
  readonly id: string
  readonly description: string
}

/** How well one word matches one text: whole, from the beginning, from a word's beginning, anywhere. */
function fit(text: string, word: string): number {
  const at = text.indexOf(word)
  if (at === -1) return Number.POSITIVE_INFINITY
  if (text === word) return 0
  if (at === 0) return 1
  return /[\s_.:-]/.test(text[at - 1] ?? '') || text.includes(` ${word}`) ? 2 : 3
}

/** All entities of a workspace, for search; kept fresh by what is written. */
export class EntityIndex {
  readonly #entries = new Map<string, Entry>()

  get size(): number {
    return this.#entries.size
  }

  put(node: TreeNode): void {
    this.#entries.set(node.id, {
      node, name: node.name.toLowerCase(), id: node.id.toLowerCase(), description: node.description.toLowerCase(),
    })
  }

  remove(id: string): void {
    this.#entries.delete(id)
  }

  get(id: string): TreeNode | undefined {
    return this.#entries.get(id)?.node
  }

  parentOf = (id: string): string | undefined => this.get(id)?.parentId

  /** The ancestors' names, topmost first; an ancestor that is not known yet ends it. */
  pathOf(id: string): readonly string[] {
    const names: string[] = []
    const seen = new Set<string>()
    for (let up = this.parentOf(id); up !== undefined && up !== ROOT && !seen.has(up); up = this.parentOf(up)) {
      seen.add(up)
      names.unshift(this.get(up)?.name ?? up)
    }
    return names
  }

  /** All below an entity. Walks the whole index once. */
  descendantsOf(id: string): readonly string[] {
    const children = new Map<string, string[]>()
    for (const { node } of this.#entries.values()) {
      const family = children.get(node.parentId)
      if (family) family.push(node.id)
      else children.set(node.parentId, [node.id])
    }
    const below = [...(children.get(id) ?? [])]
    for (const it of below) below.push(...(children.get(it) ?? []))
    return below
  }

  /** Entities that match every word, best first; `among` keeps to entities of a type. */
  search(text: string, limit: number, among?: ReadonlySet<string>): { readonly hits: readonly Hit[]; readonly total: number } {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean)
    const found: Omit<Hit, 'path'>[] = []
    for (const entry of this.#entries.values()) {
      if (among && !among.has(entry.node.id)) continue
      const match = matchOf(entry, text.trim().toLowerCase(), words)
      if (match) found.push({ node: entry.node, ...match })
    }
    found.sort((a, b) => a.rank - b.rank || a.node.name.length - b.node.name.length || (a.node.name < b.node.name ? -1 : 1))
    return { hits: found.slice(0, limit).map((it) => ({ ...it, path: this.pathOf(it.node.id) })), total: found.length }
  }
}

function matchOf(entry: Entry, whole: string, words: readonly string[]): { readonly rank: number; readonly because: Hit['because'] } | null {
  if (words.length === 0) return { rank: 0, because: 'name' }
  if (entry.name === whole || entry.id === whole) return { rank: -1, because: entry.name === whole ? 'name' : 'id' }
  let rank = 0
  let because: Hit['because'] = 'name'
  for (const word of words) {
    const name = fit(entry.name, word)
    const id = fit(entry.id, word) + 0.5
    const description = entry.description.includes(word) ? 6 : Number.POSITIVE_INFINITY
    const best = Math.min(name, id, description)
    if (best === Number.POSITIVE_INFINITY) return null
    if (best === description) because = 'description'
    else if (best === id && because === 'name') because = 'id'
    rank += best
  }
  return { rank, because }
}
