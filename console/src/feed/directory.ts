// What the components of entities are: their types, external ids and which properties are numbers. Lets one call read a whole type.

import { GetEntityCommand, type GetEntityCommandOutput } from '@aws-sdk/client-iottwinmaker'
import type { PropertyRef } from '@gemel/scene'
import type { Clients } from '../aws'
import { inLanes } from './poll'

export interface Place {
  readonly componentTypeId: string
  /** How answers by type name it; `null` when they cannot. */
  readonly externalId: string | null
  readonly numbers: ReadonlySet<string>
}

const NUMBERS: ReadonlySet<string> = new Set(['DOUBLE', 'INTEGER', 'LONG'])
const LANES = 5

export class Directory {
  #clients: Clients
  #workspaceId: string
  #entities = new Map<string, Promise<void>>()
  #places = new Map<string, Place>()
  #distrusted = new Set<string>()

  constructor(clients: Clients, workspaceId: string) {
    this.#clients = clients
    this.#workspaceId = workspaceId
  }

  /** Reads about entities that are not known yet; one that cannot be read stays unknown, and is read the slower way. */
  async know(refs: readonly PropertyRef[], signal: AbortSignal): Promise<void> {
    await inLanes([...new Set(refs.map((it) => it.entityId))], LANES, signal, (entityId) => {
      const known = this.#entities.get(entityId) ?? this.#read(entityId)
      this.#entities.set(entityId, known)
      return known
    })
  }

  placeOf({ entityId, componentName }: PropertyRef): Place | undefined {
    return this.#places.get(`${entityId}\u0000${componentName}`)
  }

  /** Whether the type is better read component by component. */
  isDistrusted(componentTypeId: string): boolean {
    return this.#distrusted.has(componentTypeId)
  }

  distrust(componentTypeId: string): void {
    this.#distrusted.add(componentTypeId)
  }

  async #read(entityId: string): Promise<void> {
    try {
      const entity = await this.#clients.twinmaker.send(
        new GetEntityCommand({ workspaceId: this.#workspaceId, entityId }),
      )
      for (const [name, place] of placesOf(entity)) this.#places.set(`${entityId}\u0000${name}`, place)
    } catch {
      this.#entities.delete(entityId)
    }
  }
}

export function placesOf(entity: GetEntityCommandOutput): readonly (readonly [string, Place])[] {
  return Object.entries(entity.components ?? {}).map(([name, component]) => {
    const properties = Object.entries(component.properties ?? {})
    const ids = properties.flatMap(([id, { definition, value }]) =>
      definition?.isExternalId && value?.stringValue ? [externalIdOf({ [id]: value.stringValue })] : [],
    )
    return [
      name,
      {
        componentTypeId: component.componentTypeId ?? '',
        externalId: ids.length === 1 ? (ids[0] ?? null) : null,
        numbers: new Set(
          properties.flatMap(([id, { definition }]) =>
            NUMBERS.has(definition?.dataType?.type ?? '') ? id : [],
          ),
        ),
      },
    ]
  })
}

export function externalIdOf(id: Readonly<Record<string, string>>): string {
  return Object.entries(id)
    .map(([name, value]) => `${name}\u0000${value}`)
    .join('\u0000')
}
