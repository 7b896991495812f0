// Types from a file: one, several, an import file, or answers of the API; in the order in which they can be made.

import type { TypeDraft } from './draft'
import { shapeProblem } from './validate'

export type Imported = { readonly drafts: readonly TypeDraft[] } | { readonly problem: string }

/** Reads `{…}`, `[…]`, `{"componentTypes": […]}`; members that only answers have are left out. */
export function draftsOf(text: string): Imported {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (failure) {
    return { problem: `This is not JSON: ${failure instanceof Error ? failure.message : String(failure)}` }
  }
  const found = listOf(parsed)
  const drafts: TypeDraft[] = []
  for (const [index, it] of found.entries()) {
    const problem = shapeProblem(it)
    if (problem) return { problem: `Type ${index + 1}: ${problem}` }
    const draft = cleaned(it as Record<string, unknown>)
    if (draft.componentTypeId === undefined) return { problem: `Type ${index + 1} has no componentTypeId.` }
    drafts.push(draft)
  }
  if (drafts.length === 0) return { problem: 'There is no component type in this file.' }
  const ids = drafts.map((it) => it.componentTypeId)
  const twice = ids.find((id, index) => ids.indexOf(id) < index)
  return twice ? { problem: `${twice} is in the file twice.` } : { drafts: inOrder(drafts) }
}

function listOf(it: unknown): readonly unknown[] {
  if (Array.isArray(it)) return it
  const types = typeof it === 'object' && it !== null ? (it as { componentTypes?: unknown }).componentTypes : undefined
  return Array.isArray(types) ? types : [it]
}

const MEMBERS = [
  'componentTypeId', 'componentTypeName', 'description', 'isSingleton', 'extendsFrom', 'propertyDefinitions', 'functions',
  'propertyGroups', 'compositeComponentTypes', 'tags',
] as const

/** Answers say of each member whether it is inherited; what is, is not the type's own. */
function cleaned(it: Record<string, unknown>): TypeDraft {
  const draft: Record<string, unknown> = {}
  for (const member of MEMBERS) {
    const value = it[member]
    if (value === undefined) continue
    draft[member] = isMap(value) && member !== 'tags' ? ownMembers(value) : value
  }
  return draft as unknown as TypeDraft
}

const ANSWERED = new Set(['isInherited', 'isImported', 'isFinal'])

function ownMembers(map: Record<string, unknown>): Record<string, unknown> {
  const own = Object.entries(map).filter(([, it]) => !(isMap(it) && it['isInherited'] === true))
  return Object.fromEntries(own.map(([name, it]) => {
    const kept = isMap(it) ? Object.entries(it).filter(([key]) => !ANSWERED.has(key)) : []
    return [name, isMap(it) ? Object.fromEntries(kept) : it]
  }))
}

function isMap(it: unknown): it is Record<string, unknown> {
  return typeof it === 'object' && it !== null && !Array.isArray(it)
}

/** Those that others need come first. */
export function inOrder(drafts: readonly TypeDraft[]): TypeDraft[] {
  const waiting = [...drafts]
  const ordered: TypeDraft[] = []
  while (waiting.length > 0) {
    const ids = new Set(waiting.map((it) => it.componentTypeId))
    const at = waiting.findIndex((it) => ![...needsOf(it)].some((id) => id !== it.componentTypeId && ids.has(id)))
    const [next] = waiting.splice(Math.max(at, 0), 1)
    if (next) ordered.push(next)
  }
  return ordered
}

export function needsOf(it: TypeDraft): ReadonlySet<string> {
  const composites = Object.values(it.compositeComponentTypes ?? {}).flatMap((child) => child.componentTypeId ?? [])
  return new Set([...(it.extendsFrom ?? []), ...composites])
}
