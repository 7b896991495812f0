// What was changed last: entities, scenes and types in one list.

import { paths } from '../../kit/paths'
import { isPredefined } from '../../kit/predefined'

export interface Change {
  readonly kind: 'Entity' | 'Scene' | 'Component type'
  readonly label: string
  readonly to: string
  readonly time: Date
  readonly isNew: boolean
}

interface Dated {
  readonly creationDateTime?: Date | undefined
  readonly updateDateTime?: Date | undefined
}
interface Lists {
  readonly entities: readonly (Dated & { readonly entityId?: string | undefined; readonly entityName?: string | undefined })[]
  readonly scenes: readonly (Dated & { readonly sceneId?: string | undefined })[]
  readonly types: readonly (Dated & { readonly arn?: string | undefined; readonly componentTypeId?: string | undefined; readonly componentTypeName?: string | undefined })[]
}

export function recentChanges(workspaceId: string, { entities, scenes, types }: Lists, most = 8): readonly Change[] {
  const all: Change[] = []
  const add = (kind: Change['kind'], label: string, to: string, it: Dated) => {
    const time = it.updateDateTime ?? it.creationDateTime
    if (time) all.push({ kind, label, to, time, isNew: time.getTime() - (it.creationDateTime?.getTime() ?? 0) < 1_000 })
  }
  for (const it of entities) add('Entity', it.entityName ?? it.entityId ?? '', paths.entity(workspaceId, it.entityId ?? ''), it)
  for (const it of scenes) add('Scene', it.sceneId ?? '', paths.scene(workspaceId, it.sceneId ?? ''), it)
  for (const it of types) {
    if (isPredefined(it)) continue
    add('Component type', it.componentTypeName || (it.componentTypeId ?? ''), paths.componentType(workspaceId, it.componentTypeId ?? ''), it)
  }
  return all.toSorted((a, b) => b.time.getTime() - a.time.getTime()).slice(0, most)
}
