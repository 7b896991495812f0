// From a draft to what the API takes: a creation, or the change from what there was.

import type { CreateComponentTypeRequest, UpdateComponentTypeRequest } from '@aws-sdk/client-iottwinmaker'
import { isSame, type TypeDraft } from './draft'

/** The request that makes a type. */
export function requestOf(workspaceId: string, draft: TypeDraft): CreateComponentTypeRequest {
  return JSON.parse(JSON.stringify({ workspaceId, ...draft })) as CreateComponentTypeRequest
}

export interface Update {
  readonly request: UpdateComponentTypeRequest
  /** What an update cannot say, for it removes nothing: `propertyDefinitions.speed`. */
  readonly removed: readonly string[]
  readonly isEmpty: boolean
}

const MAPS = ['propertyDefinitions', 'functions', 'propertyGroups', 'compositeComponentTypes'] as const
const TEXTS = ['componentTypeName', 'description'] as const

/** The smallest update: each map has only the keys that differ, for a key that is sent replaces that key. */
export function updateOf(workspaceId: string, before: TypeDraft, after: TypeDraft): Update {
  const change: Record<string, unknown> = {}
  const removed: string[] = []
  for (const member of TEXTS) {
    if ((before[member] ?? '') !== (after[member] ?? '')) change[member] = after[member] ?? ''
  }
  if (before.isSingleton !== after.isSingleton) {
    if (after.isSingleton === undefined && before.isSingleton !== true) removed.push('isSingleton')
    else change['isSingleton'] = after.isSingleton ?? false
  }
  if (!isSame(before.extendsFrom ?? [], after.extendsFrom ?? [])) change['extendsFrom'] = [...(after.extendsFrom ?? [])]
  for (const member of MAPS) {
    const old = before[member] ?? {}
    const next = after[member] ?? {}
    const changed = Object.entries(next).filter(([key, it]) => !isSame(it, old[key]))
    if (changed.length > 0) change[member] = Object.fromEntries(changed)
    removed.push(...Object.keys(old).filter((key) => !Object.hasOwn(next, key)).map((key) => `${member}.${key}`))
  }
  const request = { workspaceId, componentTypeId: after.componentTypeId, ...change } as UpdateComponentTypeRequest
  return { request, removed, isEmpty: Object.keys(change).length === 0 }
}
