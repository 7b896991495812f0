// Saves a component that was added or edited, and knows how to take that back.

import type { CompositeComponentRequest, CompositeComponentUpdateRequest } from '@aws-sdk/client-iottwinmaker'
import { type ComponentDraft, requestOf, updateOf } from '../../../component-form/draft'
import { type Place, updateEntity } from '../operations'

/** Adds a component; the parts of a composite one get their values in the same call. */
export async function addComponent(place: Place, entityId: string, name: string, draft: ComponentDraft): Promise<void> {
  const { component, composite } = requestOf(draft)
  const { componentTypeId, description, properties } = component
  await updateEntity(place, {
    entityId,
    componentUpdates: { [name]: { updateType: 'CREATE', componentTypeId, ...(description ? { description } : {}), ...(properties ? { propertyUpdates: properties } : {}) } },
    ...compositeMember(name, composite),
  })
}

/** Sends what changed; `false` when nothing did. */
export async function changeComponent(place: Place, entityId: string, name: string, before: ComponentDraft, after: ComponentDraft): Promise<boolean> {
  const { component, composite, changes } = updateOf(before, after)
  if (changes.length === 0) return false
  await updateEntity(place, {
    entityId, ...(component ? { componentUpdates: { [name]: component } } : {}), ...compositeMember(name, composite),
  })
  return true
}

function compositeMember(name: string, parts: Readonly<Record<string, CompositeComponentRequest | CompositeComponentUpdateRequest>>) {
  const entries = Object.entries(parts)
  if (entries.length === 0) return {}
  const updates = entries.map(([path, part]): [string, CompositeComponentUpdateRequest] => {
    const propertyUpdates = 'propertyUpdates' in part ? part.propertyUpdates : 'properties' in part ? part.properties : undefined
    return [`${name}/${path}`, { updateType: 'UPDATE', ...(part.description === undefined ? {} : { description: part.description }), ...(propertyUpdates ? { propertyUpdates } : {}) }]
  })
  return { compositeComponentUpdates: Object.fromEntries(updates) }
}
