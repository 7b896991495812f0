// What differs between two documents, for people: nodes, rules, settings.

import { isArray, isEqualJson, isObject } from './json'
import { matchNodes, type Matches } from './match'
import { fieldsOf } from './node-fields'
import { childrenOf, displayName, inTreeOrder, pathOf } from './query'
import type { Json, JsonObject, NodeId, SceneDocument, SceneNode } from './types'

/** One thing that is not as it was. `path` names it: `position`, `Tag/ruleBasedMapId`,
 *  `environmentPreset`. */
export interface FieldChange {
  readonly path: string
  readonly before: Json | undefined
  readonly after: Json | undefined
  /** "Position: 0, 1, 0 → 0, 2, 0". */
  readonly words: string
}

export type NodeChange =
  | { readonly kind: 'added'; readonly path: string; readonly after: SceneNode }
  | { readonly kind: 'removed'; readonly path: string; readonly before: SceneNode }
  | {
      readonly kind: 'changed'
      readonly path: string
      readonly before: SceneNode
      readonly after: SceneNode
      readonly fields: readonly FieldChange[]
    }

export interface RuleChange {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly id: string
  readonly before: Json | undefined
  readonly after: Json | undefined
}

export interface SceneDiff {
  /** Changed and added ones in the order of the tree they are in now, then removed ones. */
  readonly nodes: readonly NodeChange[]
  readonly rules: readonly RuleChange[]
  /** The scene's properties, its unit and other members of the top level. */
  readonly settings: readonly FieldChange[]
  readonly isSame: boolean
}

export function diffScenes(before: SceneDocument, after: SceneDocument): SceneDiff {
  const matches = matchNodes(before, after)
  const nodes = diffNodes(before, after, matches)
  const rules = diffRules(before.rules as JsonObject, after.rules as JsonObject)
  const settings = fieldChanges(topFields(before), topFields(after))
  return { nodes, rules, settings, isSame: nodes.length === 0 && rules.length === 0 && settings.length === 0 }
}

function diffNodes(before: SceneDocument, after: SceneDocument, matches: Matches): readonly NodeChange[] {
  const origins = new Map([...matches].map(([old, now]) => [now, old] as const))
  const reordered = findReordered(before, after, matches)
  const changes: NodeChange[] = []
  for (const node of inTreeOrder(after)) {
    const old = before.nodes.get(origins.get(node.id) ?? ('' as NodeId))
    const path = pathOf(after, node.id)
    if (old === undefined) {
      changes.push({ kind: 'added', path, after: node })
      continue
    }
    const fields = [
      ...placeChanges(before, after, matches, old, node),
      ...fieldChanges(fieldsOf(old), fieldsOf(node)),
    ]
    if (reordered.has(node.id))
      fields.push({ path: 'order', before: undefined, after: undefined, words: 'Order among its siblings' })
    if (fields.length > 0) changes.push({ kind: 'changed', path, before: old, after: node, fields })
  }
  for (const node of inTreeOrder(before)) {
    if (!matches.has(node.id)) changes.push({ kind: 'removed', path: pathOf(before, node.id), before: node })
  }
  return changes
}

function placeChanges(
  before: SceneDocument,
  after: SceneDocument,
  matches: Matches,
  old: SceneNode,
  now: SceneNode,
): readonly FieldChange[] {
  const parentNow = old.parentId === null ? null : matches.get(old.parentId)
  if (parentNow === now.parentId) return []
  const [from, to] = [parentName(before, old), parentName(after, now)]
  return [{ path: 'parent', before: from, after: to, words: `Moved from ${from} to ${to}` }]
}

function parentName(document: SceneDocument, { parentId }: SceneNode): string {
  const parent = parentId === null ? undefined : document.nodes.get(parentId)
  return parent === undefined ? 'the top level' : displayName(parent)
}

/** Nodes that stand elsewhere among the same siblings: those outside the longest run that kept its order. */
function findReordered(before: SceneDocument, after: SceneDocument, matches: Matches): ReadonlySet<NodeId> {
  const moved = new Set<NodeId>()
  const parents: (readonly [NodeId | null, NodeId | null])[] = [[null, null], ...matches]
  for (const [oldParent, newParent] of parents) {
    const places = new Map(childrenOf(after, newParent).map((node, index) => [node.id, index] as const))
    const run = childrenOf(before, oldParent).flatMap(({ id }) => {
      const now = matches.get(id)
      const place = now === undefined ? undefined : places.get(now)
      return now === undefined || place === undefined ? [] : [{ now, place }]
    })
    const kept = longestRise(run.map(({ place }) => place))
    for (const [index, { now }] of run.entries()) if (!kept.has(index)) moved.add(now)
  }
  return moved
}

/** The indexes of a longest rising run of different numbers. */
export function longestRise(numbers: readonly number[]): ReadonlySet<number> {
  const ends: number[] = []
  const previous: (number | undefined)[] = []
  for (const [index, number] of numbers.entries()) {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1
      else high = middle
    }
    previous[index] = ends[low - 1]
    ends[low] = index
  }
  const kept = new Set<number>()
  for (let index = ends.at(-1); index !== undefined; index = previous[index]) kept.add(index)
  return kept
}

function diffRules(before: JsonObject, after: JsonObject): readonly RuleChange[] {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return ids.flatMap((id): readonly RuleChange[] => {
    const [old, now] = [own(before, id), own(after, id)]
    if (isEqualJson(old, now)) return []
    return [
      {
        kind: old === undefined ? 'added' : now === undefined ? 'removed' : 'changed',
        id,
        before: old,
        after: now,
      },
    ]
  })
}

const TREE_MEMBERS = new Set(['nodes', 'rootNodeIndexes', 'rules', 'properties', 'unit', 'cameras'])

/** The top level as fields: settings by their names, and what else the document says. Of the cameras only
 *  those are among them that no node shows. */
export function topFields({ unit, properties, raw }: SceneDocument): JsonObject {
  const others = Object.entries(raw).filter(([name]) => !TREE_MEMBERS.has(name))
  const extra = isArray(raw['cameras']) ? raw['cameras'].filter((camera) => camera !== null) : []
  return { unit, properties, ...Object.fromEntries(others), ...(extra.length > 0 ? { cameras: extra } : {}) }
}

/** The members in which two objects differ, as deep as they are objects. */
export function fieldChanges(before: JsonObject, after: JsonObject, prefix = ''): readonly FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name): readonly FieldChange[] => {
    const [old, now] = [own(before, name), own(after, name)]
    if (isEqualJson(old, now)) return []
    const path = prefix === '' ? name : `${prefix}/${name}`
    if (isObject(old) && isObject(now)) return fieldChanges(old, now, path)
    return [{ path, before: old, after: now, words: wordsFor(path, old, now) }]
  })
}

function own(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function wordsFor(path: string, before: Json | undefined, after: Json | undefined): string {
  const parts = path.split('/').filter((part) => !['components', 'properties', 'other'].includes(part))
  const name = parts.map((part) => part.replaceAll(/([a-z])([A-Z])/g, '$1 $2')).join(' › ')
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  if (before === undefined) return isObject(after) ? `${title} added` : `${title}: ${shortText(after)} (new)`
  if (after === undefined) return `${title} removed`
  return `${title}: ${shortText(before)} → ${shortText(after)}`
}

const TEXT_MAX = 60

function shortText(value: Json | undefined): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(6)))
  if (Array.isArray(value) && value.every((item) => typeof item === 'number'))
    return value.map(shortText).join(', ')
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text
}
