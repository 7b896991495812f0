// An entity as JSON one may edit: what can be changed, and the update that makes one into the other. Pure.

import type { ComponentUpdateRequest, UpdateEntityCommandInput } from '@aws-sdk/client-iottwinmaker'
import { type ComponentDraft, draftFromJson, draftOf, requestOf, updateOf } from '../../../component-form/draft'
import { valueWords } from '../../../component-form/value'
import type { JsonSchema } from '../../../kit/json-editor-schema'
import type { Entity } from '../operations'
import { ROOT } from '../tree/model'

export interface EntityDoc {
  readonly entityName: string
  readonly description: string
  readonly parentEntityId: string
  readonly components: Readonly<Record<string, ComponentDraft>>
}

export function docOf(entity: Entity): EntityDoc {
  return {
    entityName: entity.entityName ?? '', description: entity.description ?? '', parentEntityId: entity.parentEntityId ?? ROOT,
    components: Object.fromEntries(Object.entries(entity.components ?? {}).map(([name, it]) => [name, draftOf(it)])),
  }
}

/** Reads an edited document; words when it is none. */
export function docFromJson(value: unknown): EntityDoc | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'An entity is a JSON object.'
  const it = value as Partial<EntityDoc>
  if (typeof it.entityName !== 'string') return '“entityName” is missing.'
  const components: Record<string, ComponentDraft> = {}
  for (const [name, part] of Object.entries(it.components ?? {})) {
    const draft = draftFromJson(part)
    if (typeof draft === 'string') return `${name}: ${draft}`
    components[name] = draft
  }
  return { entityName: it.entityName, description: it.description ?? '', parentEntityId: it.parentEntityId ?? ROOT, components }
}

export interface Line {
  readonly sign: '+' | '−' | '~'
  readonly text: string
}

/** What is sent, and the same in words; a component whose type changed is refused since the service cannot do it. */
export function entityUpdate(before: EntityDoc, after: EntityDoc): { readonly input: Omit<UpdateEntityCommandInput, 'workspaceId' | 'entityId'>; readonly lines: readonly Line[]; readonly problem: string | null } {
  const lines: Line[] = []
  const componentUpdates: Record<string, ComponentUpdateRequest> = {}
  let problem: string | null = null
  if (before.entityName !== after.entityName) lines.push({ sign: '~', text: `name: ${before.entityName} → ${after.entityName}` })
  if (before.description !== after.description) lines.push({ sign: '~', text: `description: ${before.description || '(none)'} → ${after.description || '(none)'}` })
  if (before.parentEntityId !== after.parentEntityId) lines.push({ sign: '~', text: `parent: ${before.parentEntityId} → ${after.parentEntityId}` })
  for (const name of new Set([...Object.keys(before.components), ...Object.keys(after.components)])) {
    const was = before.components[name]
    const is = after.components[name]
    if (was && !is) {
      componentUpdates[name] = { updateType: 'DELETE' }
      lines.push({ sign: '−', text: `component ${name} (${was.componentTypeId})` })
    } else if (is && !was) {
      const { componentTypeId, description, properties } = requestOf(is).component
      componentUpdates[name] = { updateType: 'CREATE', componentTypeId, ...(description ? { description } : {}), ...(properties ? { propertyUpdates: properties } : {}) }
      lines.push({ sign: '+', text: `component ${name} (${is.componentTypeId})` })
    } else if (is && was) {
      if (is.componentTypeId !== was.componentTypeId) problem = `The type of component “${name}” cannot be changed; give the new one another name and remove this.`
      const update = updateOf(was, is)
      if (update.component) componentUpdates[name] = update.component
      for (const { name: property, before: from, after: to } of update.changes) lines.push({ sign: from === undefined ? '+' : to === undefined ? '−' : '~', text: `${name}.${property}: ${words(from)} → ${words(to)}` })
    }
  }
  return {
    problem, lines,
    input: {
      ...(before.entityName === after.entityName ? {} : { entityName: after.entityName }),
      ...(before.description === after.description ? {} : { description: after.description }),
      ...(before.parentEntityId === after.parentEntityId ? {} : { parentEntityUpdate: { updateType: 'UPDATE' as const, parentEntityId: after.parentEntityId } }),
      ...(Object.keys(componentUpdates).length === 0 ? {} : { componentUpdates }),
    },
  }
}

export function words(value: Parameters<typeof valueWords>[0] | string): string {
  return value === undefined ? '(default)' : typeof value === 'string' ? value || '(none)' : valueWords(value)
}

/** The outline of the document; what a component may hold depends on its type and is checked by the service. */
export const ENTITY_SCHEMA: JsonSchema = {
  type: 'object', required: ['entityName'], additionalProperties: false, title: 'Entity',
  properties: {
    entityName: { type: 'string', minLength: 1, maxLength: 256, title: 'Name' },
    description: { type: 'string', maxLength: 2048, title: 'Description' },
    parentEntityId: { type: 'string', title: 'Parent', description: 'The id of the entity above, or $ROOT for the top level.', examples: [ROOT] },
    components: {
      type: 'object', title: 'Components', description: 'Components by their name. A name that is taken out removes its component.',
      additionalProperties: {
        type: 'object', required: ['componentTypeId'], additionalProperties: false,
        properties: {
          componentTypeId: { type: 'string', title: 'Component type' },
          description: { type: 'string', maxLength: 2048 },
          properties: { type: 'object', additionalProperties: { type: 'object', required: ['value'], additionalProperties: false, properties: { value: { type: 'object', minProperties: 1, maxProperties: 1 } } } },
        },
      },
    },
  },
}
