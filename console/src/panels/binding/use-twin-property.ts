// What the twin says of a bound property: its name, unit and kind; or why it says nothing.

import type { PropertyRef } from '@gemel/scene'
import { useQuery } from '@tanstack/react-query'
import { keys } from '../../kit/query'
import { useComposer } from '../context'
import { propertiesOf, type TwinProperty } from './twin'

export function useTwinProperty(ref: PropertyRef | undefined): {
  readonly property: TwinProperty | undefined
  readonly error: unknown
} {
  const entity = useTwinEntity(ref?.entityId)
  const property =
    entity.data &&
    ref &&
    propertiesOf(entity.data).find(
      (it) => it.ref.componentName === ref.componentName && it.ref.propertyName === ref.propertyName,
    )
  const missing =
    entity.data && ref && !property
      ? new Error(
          `Entity “${ref.entityId}” has no property “${ref.propertyName}” in a component “${ref.componentName}”`,
        )
      : null
  return { property, error: entity.error ?? missing }
}

export function useTwinEntity(entityId: string | undefined) {
  const { twin } = useComposer()
  return useQuery({
    queryKey: [...keys.entity(twin.workspaceId, entityId ?? ''), 'panel'],
    queryFn: () => twin.entity(entityId ?? ''),
    enabled: entityId !== undefined && entityId !== '' && !entityId.startsWith('${'),
    staleTime: 60_000,
    retry: false,
  })
}
