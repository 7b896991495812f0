// What the twin has that can be bound: entities, their components, their properties; asked once, kept for a minute.

import { GetEntityCommand, type GetEntityCommandOutput } from '@aws-sdk/client-iottwinmaker'
import type { PropertyRef } from '@gemel/scene'
import type { Clients } from '../../aws'
import { keys, queryClient } from '../../kit/query'

export interface TwinProperty {
  readonly ref: PropertyRef
  readonly entityName: string
  /** The name for people, when there is one. */
  readonly label: string
  readonly unit: string | undefined
  readonly isTimeSeries: boolean
  /** DOUBLE, STRING, … */
  readonly type: string
}

const FRESH_MS = 60_000

export class Twin {
  readonly clients: Clients
  readonly workspaceId: string
  #known = new Map<string, GetEntityCommandOutput>()

  constructor(clients: Clients, workspaceId: string) {
    this.clients = clients
    this.workspaceId = workspaceId
  }

  async entity(entityId: string): Promise<GetEntityCommandOutput> {
    const { clients, workspaceId } = this
    const entity = await queryClient.fetchQuery({
      queryKey: [...keys.entity(workspaceId, entityId), 'whole'],
      staleTime: FRESH_MS,
      queryFn: ({ signal }) =>
        clients.twinmaker.send(new GetEntityCommand({ workspaceId, entityId }), { abortSignal: signal }),
    })
    this.#known.set(entityId, entity)
    return entity
  }

  /** Entities that were asked for before. */
  known(): readonly GetEntityCommandOutput[] {
    return [...this.#known.values()]
  }

  /** What is known of a property without asking. */
  propertyOf({ entityId, componentName, propertyName }: PropertyRef): TwinProperty | undefined {
    const entity = this.#known.get(entityId)
    return (
      entity &&
      propertiesOf(entity).find(
        (it) => it.ref.componentName === componentName && it.ref.propertyName === propertyName,
      )
    )
  }
}

/** The properties of an entity that a scene can show. Relationships are no values. */
export function propertiesOf(entity: GetEntityCommandOutput): readonly TwinProperty[] {
  const { entityId = '', entityName = entityId } = entity
  return Object.entries(entity.components ?? {}).flatMap(([componentName, component]) =>
    Object.entries(component.properties ?? {}).flatMap(([propertyName, { definition }]) => {
      const type = definition?.dataType?.type ?? 'STRING'
      if (type === 'RELATIONSHIP' || definition?.dataType?.nestedType?.type === 'RELATIONSHIP') return []
      return [
        {
          ref: { entityId, componentName, propertyName },
          entityName,
          label: definition?.displayName ?? propertyName,
          unit: unitOf(definition?.dataType?.unitOfMeasure),
          isTimeSeries: definition?.isTimeSeries ?? false,
          type,
        },
      ]
    }),
  )
}

const UNITS: Readonly<Record<string, string>> = {
  celsius: '°C',
  fahrenheit: '°F',
  percent: '%',
  m2: 'm²',
  m3: 'm³',
}

/** Units as people write them. */
export function unitOf(unit: string | undefined): string | undefined {
  return unit === undefined ? undefined : (UNITS[unit.toLowerCase()] ?? unit)
}
