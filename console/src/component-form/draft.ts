// A component being written: the same shape as the service takes, so that form and JSON are two views of one thing. Pure.

import type {
  ComponentRequest, ComponentResponse, ComponentUpdateRequest, CompositeComponentRequest, CompositeComponentUpdateRequest, DataValue, PropertyRequest, PropertyResponse,
} from '@aws-sdk/client-iottwinmaker'
import { isSameValue } from './value'

/** Values by property name; a value may be half written (a number's text) until it is checked. */
export interface DraftPart {
  readonly description?: string
  readonly properties: Readonly<Record<string, { readonly value: DataValue }>>
}
export interface ComponentDraft extends DraftPart {
  readonly componentTypeId: string
  /** Parts inside a composite component, by their path below this one: `engine/pump`. */
  readonly compositeComponents?: Readonly<Record<string, DraftPart>>
}

/** A value that somebody set, not one the type gives by default or a connector brought. */
export function isSet({ value, definition }: PropertyResponse): boolean {
  if (value === undefined || definition?.isTimeSeries || definition?.isImported || definition?.isStoredExternally) return false
  return definition?.defaultValue === undefined || !isSameValue(value, definition.defaultValue)
}

/** What is set on a component, as a draft. */
export function draftOf(it: Pick<ComponentResponse, 'componentTypeId' | 'description' | 'properties'>): ComponentDraft {
  return { componentTypeId: it.componentTypeId ?? '', ...partOf(it) }
}

export function partOf(it: Pick<ComponentResponse, 'description' | 'properties'>): DraftPart {
  const set = Object.entries(it.properties ?? {}).filter(([, property]) => isSet(property))
  return {
    ...(it.description ? { description: it.description } : {}),
    properties: Object.fromEntries(set.map(([name, property]) => [name, { value: property.value ?? {} }])),
  }
}

/** The draft with one value set, or taken out (`undefined`: the type's default holds again). */
export function withValue<T extends DraftPart>(draft: T, name: string, value: DataValue | undefined): T {
  const { [name]: _, ...others } = draft.properties
  // A changed value keeps its place, so that the JSON does not jump.
  const properties = value === undefined ? others
    : name in draft.properties ? Object.fromEntries(Object.entries(draft.properties).map(([key, it]) => [key, key === name ? { value } : it]))
    : { ...draft.properties, [name]: { value } }
  return { ...draft, properties }
}

/** What is sent to make a new component. */
export function requestOf(draft: ComponentDraft): { readonly component: ComponentRequest; readonly composite: Readonly<Record<string, CompositeComponentRequest>> } {
  const { compositeComponents = {}, componentTypeId } = draft
  return {
    component: { componentTypeId, ...bodyOf(draft) },
    composite: Object.fromEntries(Object.entries(compositeComponents).filter(([, it]) => Object.keys(it.properties).length > 0 || it.description).map(([path, it]) => [path, bodyOf(it)])),
  }
}

function bodyOf(part: DraftPart): { description?: string; properties?: Record<string, PropertyRequest> } {
  return { ...(part.description ? { description: part.description } : {}), ...(Object.keys(part.properties).length > 0 ? { properties: { ...part.properties } } : {}) }
}

export interface Change {
  /** The part inside the component, `''` for the component itself. */
  readonly part: string
  readonly name: string
  readonly before: DataValue | string | undefined
  readonly after: DataValue | string | undefined
}

/** What is sent to make `before` into `after`; `changes` says the same for people. */
export function updateOf(before: ComponentDraft, after: ComponentDraft): {
  readonly component: ComponentUpdateRequest | null
  readonly composite: Readonly<Record<string, CompositeComponentUpdateRequest>>
  readonly changes: readonly Change[]
} {
  const own = partUpdate('', before, after)
  const composite: Record<string, CompositeComponentUpdateRequest> = {}
  const changes = [...own.changes]
  for (const path of new Set([...Object.keys(before.compositeComponents ?? {}), ...Object.keys(after.compositeComponents ?? {})])) {
    const part = partUpdate(path, before.compositeComponents?.[path] ?? EMPTY, after.compositeComponents?.[path] ?? EMPTY)
    if (part.changes.length > 0) composite[path] = { updateType: 'UPDATE', ...part.update }
    changes.push(...part.changes)
  }
  return { component: own.changes.length > 0 ? { updateType: 'UPDATE', ...own.update } : null, composite, changes }
}

const EMPTY: DraftPart = { properties: {} }

function partUpdate(part: string, before: DraftPart, after: DraftPart) {
  const propertyUpdates: Record<string, PropertyRequest> = {}
  const changes: Change[] = []
  for (const name of new Set([...Object.keys(before.properties), ...Object.keys(after.properties)])) {
    const was = before.properties[name]?.value
    const is = after.properties[name]?.value
    if (isSameValue(was, is)) continue
    propertyUpdates[name] = is === undefined ? { updateType: 'RESET_VALUE' } : { updateType: 'UPDATE', value: is }
    changes.push({ part, name, before: was, after: is })
  }
  const isDescribed = (before.description ?? '') !== (after.description ?? '')
  if (isDescribed) changes.push({ part, name: 'description', before: before.description, after: after.description })
  return {
    update: { ...(isDescribed ? { description: after.description ?? '' } : {}), ...(Object.keys(propertyUpdates).length > 0 ? { propertyUpdates } : {}) },
    changes,
  }
}

/** JSON text of a draft, and back; anything else than an object of the right shape is refused in words. */
export function draftFromJson(value: unknown): ComponentDraft | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'A component is a JSON object.'
  const it = value as Partial<ComponentDraft>
  if (typeof it.componentTypeId !== 'string') return 'The member “componentTypeId” is missing.'
  if (it.properties !== undefined && (typeof it.properties !== 'object' || it.properties === null || Array.isArray(it.properties))) return '“properties” is an object.'
  for (const [name, property] of Object.entries(it.properties ?? {})) {
    if (typeof property !== 'object' || property === null || typeof property.value !== 'object' || property.value === null) return `“${name}” needs a “value” object, such as {"stringValue": "…"}.`
  }
  return { ...it, componentTypeId: it.componentTypeId, properties: it.properties ?? {} }
}
