// Takes a component from an entity, with the way back.

import type { Console } from '../../../kit/context'
import { componentRequest } from '../dialogs/duplicate'
import { getEntity, type Place, updateEntity } from '../operations'

/** Removes a component and offers to add it again with what was set on it. */
export async function removeComponent(place: Place, entityId: string, name: string, notify: Console['notify']): Promise<boolean> {
  try {
    const before = (await getEntity(place, entityId)).components?.[name]
    await updateEntity(place, { entityId, componentUpdates: { [name]: { updateType: 'DELETE' } } })
    notify({
      type: 'success', text: `Component “${name}” is removed.${Object.keys(before?.compositeComponents ?? {}).length > 0 ? ' Undo brings it back with the defaults in its parts.' : ''}`,
      ...(before ? {
        undo: async () => {
          const { componentTypeId, description, properties } = componentRequest(before)
          await updateEntity(place, {
            entityId, componentUpdates: { [name]: { updateType: 'CREATE', componentTypeId, ...(description ? { description } : {}), ...(properties ? { propertyUpdates: properties } : {}) } },
          })
        },
      } : {}),
    })
    return true
  } catch (error) {
    notify({ type: 'error', text: `Component “${name}” could not be removed.`, error })
    return false
  }
}
