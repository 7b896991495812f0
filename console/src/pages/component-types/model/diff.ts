// What differs between two drafts of a type, member by member, in the order in which a person reads them.

import { isSame, type TypeDraft } from './draft'

export interface Change {
  /** `propertyDefinitions.speed.defaultValue`. */
  readonly path: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly before: unknown
  readonly after: unknown
  /** Entities and heirs rely on it: it cannot change while there are any. */
  readonly isReliedOn: boolean
}

const FREE = new Set(['componentTypeName', 'description', 'tags'])
const ORDER = [
  'componentTypeId', 'componentTypeName', 'description', 'isSingleton', 'extendsFrom', 'propertyDefinitions', 'functions',
  'propertyGroups', 'compositeComponentTypes', 'tags',
] as const
const MAPS = new Set(['propertyDefinitions', 'functions', 'propertyGroups', 'compositeComponentTypes', 'tags'])

export function diff(before: TypeDraft, after: TypeDraft): Change[] {
  const changes: Change[] = []
  for (const member of ORDER) {
    const [old, next] = [before[member], after[member]] as [unknown, unknown]
    if (isSame(old, next) || (isEmpty(old) && isEmpty(next))) continue
    const isReliedOn = !FREE.has(member)
    if (MAPS.has(member)) compare(member, asMap(old), asMap(next), isReliedOn, changes)
    else changes.push(changeOf(member, old, next, isReliedOn))
  }
  return changes
}

/** Maps by key; what is in both is compared once more, field by field. */
function compare(
  path: string, old: Readonly<Record<string, unknown>>, next: Readonly<Record<string, unknown>>,
  isReliedOn: boolean, changes: Change[], depth = 0,
): void {
  for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
    const [one, other] = [old[key], next[key]]
    if (isSame(one, other)) continue
    const areBoth = isMap(one) && isMap(other)
    if (areBoth && depth === 0 && path !== 'tags') compare(`${path}.${key}`, one, other, isReliedOn, changes, 1)
    else changes.push(changeOf(`${path}.${key}`, one, other, isReliedOn))
  }
}

function changeOf(path: string, before: unknown, after: unknown, isReliedOn: boolean): Change {
  const kind = isEmpty(before) ? 'added' : isEmpty(after) ? 'removed' : 'changed'
  return { path, kind, before, after, isReliedOn }
}

function isEmpty(it: unknown): boolean {
  return it === undefined || it === '' || (Array.isArray(it) && it.length === 0)
    || (isMap(it) && Object.keys(it).length === 0)
}

function isMap(it: unknown): it is Record<string, unknown> {
  return typeof it === 'object' && it !== null && !Array.isArray(it)
}

function asMap(it: unknown): Record<string, unknown> {
  return isMap(it) ? it : {}
}

/** A value of a diff as short text. */
export function shown(it: unknown): string {
  if (it === undefined) return '–'
  return typeof it === 'string' ? it : JSON.stringify(it)
}
