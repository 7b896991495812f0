// Two people changed one document: what each did is kept; where both changed the same thing, it is told.

import { topFields } from './diff'
import { isEqualJson, isObject } from './json'
import { matchNodes, type Matches } from './match'
import { mergeJson, type Clash } from './merge-json'
import { mergeChildren } from './merge-order'
import { fieldsOf, nodeFromFields } from './node-fields'
import { pathOf } from './query'
import type {
  Json,
  JsonObject,
  LengthUnit,
  NodeId,
  RuleGroup,
  SceneDocument,
  SceneNode,
  SceneProperties,
} from './types'

export interface Conflict {
  /** The node's path, `Rule x` or `Scene settings`. */
  readonly where: string
  /** What both changed: `position`, `Tag/icon`; or that one deleted what the other changed. */
  readonly what: string
  readonly mine: Json | undefined
  readonly theirs: Json | undefined
  readonly kept: 'mine' | 'theirs'
  readonly nodeId?: NodeId
}

export interface MergedScene {
  readonly document: SceneDocument
  readonly conflicts: readonly Conflict[]
}

export interface MergeOptions {
  /** Whose value stays where both changed the same thing; mine without it. */
  readonly prefer?: 'mine' | 'theirs'
}

/** Merges what was done to `base` here and there. Nodes keep the ids that they have in `mine`. */
export function mergeScenes(
  base: SceneDocument,
  mine: SceneDocument,
  theirs: SceneDocument,
  options: MergeOptions = {},
): MergedScene {
  return new Merger(base, mine, theirs, options.prefer ?? 'mine').merge()
}

/** One node in the three documents, under the id it will have. */
interface Triple {
  readonly id: NodeId
  readonly base: SceneNode | undefined
  readonly mine: SceneNode | undefined
  readonly theirs: SceneNode | undefined
}

class Merger {
  readonly #base: SceneDocument
  readonly #mine: SceneDocument
  readonly #theirs: SceneDocument
  readonly #prefer: 'mine' | 'theirs'
  readonly #conflicts: Conflict[] = []
  /** Nodes by the id each will have, in the order in which they are written. */
  readonly #triples = new Map<NodeId, Triple>()
  /** The id that nodes of `base` and `theirs` will have. */
  readonly #idOfBase = new Map<NodeId, NodeId>()
  readonly #idOfTheirs = new Map<NodeId, NodeId>()

  constructor(base: SceneDocument, mine: SceneDocument, theirs: SceneDocument, prefer: 'mine' | 'theirs') {
    this.#base = base
    this.#mine = mine
    this.#theirs = theirs
    this.#prefer = prefer
  }

  merge(): MergedScene {
    this.#collect(matchNodes(this.#base, this.#mine), matchNodes(this.#base, this.#theirs))
    const kept = this.#withAncestors(this.#decideKept())
    const merged = new Map(
      [...this.#triples.values()]
        .filter(({ id }) => kept.has(id))
        .map((triple) => [triple.id, this.#mergeNode(triple)] as const),
    )
    const parents = this.#parents(merged)
    const { nodes, rootIds } = this.#tree(merged, parents)
    const rules = this.#mergeNamed(
      'Rule',
      this.#base.rules,
      this.#mine.rules,
      this.#theirs.rules,
    ) as Readonly<Record<string, RuleGroup>>
    return { document: { ...this.#mergeTop(), nodes, rootIds, rules }, conflicts: this.#conflicts }
  }

  #collect(toMine: Matches, toTheirs: Matches): void {
    const baseOfMine = new Map([...toMine].map(([base, mine]) => [mine, base] as const))
    for (const [id, mine] of this.#mine.nodes) {
      const baseId = baseOfMine.get(id)
      const theirsId = baseId === undefined ? undefined : toTheirs.get(baseId)
      this.#note(id, baseId, mine, theirsId)
    }
    for (const baseId of this.#base.nodes.keys()) {
      const theirsId = toTheirs.get(baseId)
      if (!toMine.has(baseId) && theirsId !== undefined) this.#note(theirsId, baseId, undefined, theirsId)
    }
    for (const id of this.#theirs.nodes.keys())
      if (!this.#idOfTheirs.has(id)) this.#note(id, undefined, undefined, id)
  }

  #note(
    id: NodeId,
    baseId: NodeId | undefined,
    mine: SceneNode | undefined,
    theirsId: NodeId | undefined,
  ): void {
    const base = baseId === undefined ? undefined : this.#base.nodes.get(baseId)
    const theirs = theirsId === undefined ? undefined : this.#theirs.nodes.get(theirsId)
    if (baseId !== undefined) this.#idOfBase.set(baseId, id)
    if (theirsId !== undefined) this.#idOfTheirs.set(theirsId, id)
    this.#triples.set(id, { id, base, mine, theirs })
  }

  #decideKept(): Set<NodeId> {
    const kept = new Set<NodeId>()
    for (const triple of this.#triples.values()) {
      const { id, base, mine, theirs } = triple
      if (base === undefined || (mine !== undefined && theirs !== undefined)) kept.add(id)
      else if (
        mine === undefined &&
        theirs !== undefined &&
        this.#isChanged(base, theirs, this.#idOfTheirs)
      ) {
        kept.add(id)
        this.#deleted(triple, 'deleted here, changed there', 'theirs')
      } else if (theirs === undefined && mine !== undefined && this.#isChanged(base, mine, null)) {
        kept.add(id)
        this.#deleted(triple, 'deleted there, changed here', 'mine')
      }
    }
    return kept
  }

  #isChanged(base: SceneNode, now: SceneNode, ids: ReadonlyMap<NodeId, NodeId> | null): boolean {
    const parentBefore = base.parentId === null ? null : this.#idOfBase.get(base.parentId)
    const parentNow = now.parentId === null || ids === null ? now.parentId : ids.get(now.parentId)
    return parentBefore !== parentNow || !isEqualJson(fieldsOf(base), fieldsOf(now))
  }

  #deleted(triple: Triple, what: string, kept: 'mine' | 'theirs'): void {
    const { mine, theirs } = triple
    const side = kept === 'mine' ? this.#mine : this.#theirs
    const node = mine ?? theirs
    if (node === undefined) return
    this.#conflicts.push({
      where: pathOf(side, node.id),
      what,
      kept,
      nodeId: triple.id,
      mine: mine === undefined ? undefined : fieldsOf(mine),
      theirs: theirs === undefined ? undefined : fieldsOf(theirs),
    })
  }

  /** A node that stays keeps what it hangs under. */
  #withAncestors(kept: Set<NodeId>): ReadonlySet<NodeId> {
    for (const start of kept) {
      for (let id = this.#parentOf(start); id !== null && !kept.has(id); id = this.#parentOf(id)) {
        kept.add(id)
        const triple = this.#triples.get(id)
        if (triple !== undefined) {
          const isMine = triple.mine !== undefined
          this.#deleted(
            triple,
            isMine
              ? 'deleted there, something below it changed here'
              : 'deleted here, something below it changed there',
            isMine ? 'mine' : 'theirs',
          )
        }
      }
    }
    return kept
  }

  /** Where a node hangs: where the one put it who moved it. */
  #parentOf(id: NodeId): NodeId | null {
    const triple = this.#triples.get(id)
    if (triple === undefined) return null
    const { base, mine, theirs } = triple
    const inMine = mine?.parentId
    const inTheirs = theirs === undefined ? undefined : this.#through(this.#idOfTheirs, theirs.parentId)
    if (inMine === undefined) return inTheirs ?? null
    if (inTheirs === undefined) return inMine
    const before = base === undefined ? undefined : this.#through(this.#idOfBase, base.parentId)
    if (inMine === before) return inTheirs
    if (inTheirs === before || inTheirs === inMine) return inMine
    return this.#prefer === 'mine' ? inMine : inTheirs
  }

  #through(ids: ReadonlyMap<NodeId, NodeId>, id: NodeId | null): NodeId | null {
    return id === null ? null : (ids.get(id) ?? null)
  }

  #mergeNode({ id, base, mine, theirs }: Triple): SceneNode {
    const from = mine ?? theirs
    if (from === undefined) throw new Error('A node is in one of the documents.')
    if (mine === undefined || theirs === undefined) return { ...from, id }
    const clashes: Clash[] = []
    const fields = mergeJson(
      base === undefined ? undefined : fieldsOf(base),
      fieldsOf(mine),
      fieldsOf(theirs),
      this.#prefer,
      clashes,
    )
    for (const clash of clashes) this.#clash(pathOf(this.#mine, id), clash, id)
    return nodeFromFields(mine, isObject(fields) ? fields : {})
  }

  #clash(where: string, { path, mine, theirs }: Clash, nodeId?: NodeId): void {
    const what = path.replace(/^(?:components|properties|other)\//, '')
    this.#conflicts.push({
      where,
      what,
      mine,
      theirs,
      kept: this.#prefer,
      ...(nodeId === undefined ? {} : { nodeId }),
    })
  }

  /** The parent of each node that stays; moves that make a circle together are taken back to how it is in
   *  `mine`. */
  #parents(merged: ReadonlyMap<NodeId, SceneNode>): ReadonlyMap<NodeId, NodeId | null> {
    const parents = new Map<NodeId, NodeId | null>()
    for (const id of merged.keys()) {
      const parentId = this.#parentOf(id)
      parents.set(id, parentId !== null && merged.has(parentId) ? parentId : null)
      this.#noteMoves(id)
    }
    for (const id of merged.keys()) {
      const seen = new Set<NodeId>()
      let at: NodeId | null = id
      while (at !== null && !seen.has(at)) {
        seen.add(at)
        at = parents.get(at) ?? null
      }
      if (at === null) continue
      for (const inCircle of seen) {
        const own = this.#triples.get(inCircle)?.mine?.parentId
        parents.set(inCircle, own !== undefined && own !== null && merged.has(own) ? own : null)
      }
      this.#conflicts.push({
        where: pathOf(this.#mine, id),
        what: 'parent',
        mine: undefined,
        theirs: undefined,
        kept: 'mine',
        nodeId: id,
      })
    }
    return parents
  }

  #noteMoves(id: NodeId): void {
    const triple = this.#triples.get(id)
    if (triple?.base === undefined || triple.mine === undefined || triple.theirs === undefined) return
    const before = this.#through(this.#idOfBase, triple.base.parentId)
    const inMine = triple.mine.parentId
    const inTheirs = this.#through(this.#idOfTheirs, triple.theirs.parentId)
    if (inMine === before || inTheirs === before || inMine === inTheirs) return
    this.#conflicts.push({
      where: pathOf(this.#mine, id),
      what: 'parent',
      kept: this.#prefer,
      nodeId: id,
      mine: parentPath(this.#mine, triple.mine),
      theirs: parentPath(this.#theirs, triple.theirs),
    })
  }

  #tree(
    merged: ReadonlyMap<NodeId, SceneNode>,
    parents: ReadonlyMap<NodeId, NodeId | null>,
  ): Pick<SceneDocument, 'nodes' | 'rootIds'> {
    const members = new Map<NodeId | null, NodeId[]>([[null, []]])
    for (const [id, parentId] of parents) {
      const list = members.get(parentId)
      if (list === undefined) members.set(parentId, [id])
      else list.push(id)
    }
    const childrenIn = (side: 'base' | 'mine' | 'theirs', id: NodeId | null): readonly NodeId[] => {
      const document = { base: this.#base, mine: this.#mine, theirs: this.#theirs }[side]
      const ids = id === null ? document.rootIds : (this.#triples.get(id)?.[side]?.childIds ?? [])
      if (side === 'mine') return ids
      const names = side === 'base' ? this.#idOfBase : this.#idOfTheirs
      return ids.flatMap((child) => names.get(child) ?? [])
    }
    const ordered = (id: NodeId | null): readonly NodeId[] =>
      mergeChildren(
        members.get(id) ?? [],
        childrenIn('base', id),
        childrenIn('mine', id),
        childrenIn('theirs', id),
      )
    const nodes = new Map(
      [...merged].map(
        ([id, node]) => [id, { ...node, parentId: parents.get(id) ?? null, childIds: ordered(id) }] as const,
      ),
    )
    return { nodes, rootIds: ordered(null) }
  }

  #mergeNamed(noun: string, base: object, mine: object, theirs: object): JsonObject {
    const clashes: Clash[] = []
    const merged = mergeJson(base as Json, mine as Json, theirs as Json, this.#prefer, clashes)
    for (const clash of clashes) {
      const [name = '', ...rest] = clash.path.split('/')
      this.#clash(`${noun} ${name}`, { ...clash, path: rest.join('/') || 'everything' })
    }
    return isObject(merged) ? merged : {}
  }

  #mergeTop(): Pick<SceneDocument, 'unit' | 'properties' | 'raw'> {
    const clashes: Clash[] = []
    const [base, mine, theirs] = [topFields(this.#base), topFields(this.#mine), topFields(this.#theirs)]
    const merged = mergeJson(base, mine, theirs, this.#prefer, clashes)
    for (const clash of clashes) this.#clash('Scene settings', clash)
    const { unit, properties, ...others } = isObject(merged) ? merged : {}
    const gone = new Set(
      Object.keys(mine).filter(
        (name) => !Object.hasOwn(others, name) && name !== 'unit' && name !== 'properties',
      ),
    )
    const own = Object.entries(this.#mine.raw).filter(([name]) => !gone.has(name))
    // The cameras that no node shows; where they stand is told by what was read here.
    const cameras = isEqualJson(others['cameras'], mine['cameras'])
      ? this.#mine.raw['cameras']
      : others['cameras']
    return {
      unit: unit as LengthUnit,
      properties: (properties ?? {}) as SceneProperties,
      raw: { ...Object.fromEntries(own), ...others, ...(cameras === undefined ? {} : { cameras }) },
    }
  }
}

function parentPath(document: SceneDocument, { parentId }: SceneNode): string {
  return parentId === null ? '' : pathOf(document, parentId)
}
