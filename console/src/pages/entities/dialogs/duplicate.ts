// A copy of an entity beside it, with its components and, if wanted, all below it.

import type { ComponentRequest, ComponentResponse } from '@aws-sdk/client-iottwinmaker'
import { draftOf, requestOf } from '../../../component-form/draft'
import type { Console } from '../../../kit/context'
import { createEntity, deleteEntity, descendantsOf, type Entity, getEntity, type Place } from '../operations'
import { ROOT } from '../tree/model'
import { copyName } from './names'

/** What a component's answer becomes as a request: the values that were set. */
export function componentRequest(it: ComponentResponse): ComponentRequest {
  return requestOf(draftOf(it)).component
}

async function copyOne(place: Place, source: Entity, entityName: string, parentEntityId: string): Promise<Entity> {
  const components: Record<string, ComponentRequest> = {}
  for (const [name, it] of Object.entries(source.components ?? {})) components[name] = componentRequest(it)
  return createEntity(place, {
    entityName, parentEntityId, components, ...(source.description ? { description: source.description } : {}),
  })
}

function hasParts(entity: Entity): boolean {
  return Object.values(entity.components ?? {}).some((it) => Object.keys(it.compositeComponents ?? {}).length > 0)
}

/** Copies an entity; tells how it goes and offers to delete the copy again. */
export async function duplicateEntity(place: Place, entityId: string, withBelow: boolean, taken: ReadonlySet<string>, notify: Console['notify']): Promise<Entity> {
  const id = `copy-${entityId}`
  const source = await getEntity(place, entityId)
  const copy = await copyOne(place, source, copyName(source.entityName ?? '', taken), source.parentEntityId ?? ROOT)
  const copies = new Map([[entityId, copy.entityId ?? '']])
  if (withBelow) {
    const below = await descendantsOf(place, [entityId])
    for (const [n, node] of below.entries()) {
      notify({ id, type: 'in-progress', text: `Copying what is below “${source.entityName}”: ${n} of ${below.length}`, percent: (n / below.length) * 100 })
      const made = await copyOne(place, await getEntity(place, node.id), node.name, copies.get(node.parentId) ?? copy.entityId ?? ROOT)
      copies.set(node.id, made.entityId ?? '')
    }
  }
  notify({
    id, type: 'success', text: `“${copy.entityName}” is a copy of “${source.entityName}”${copies.size > 1 ? ` with ${copies.size - 1} below` : ''}. External ids are the same: change them where each stands for its own asset.${hasParts(source) ? ' Values of the parts inside composite components are the defaults again.' : ''}`,
    undo: () => deleteEntity(place, copy.entityId ?? ''),
  })
  return copy
}
