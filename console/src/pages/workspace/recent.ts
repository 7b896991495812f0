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
  const changes = [
    ...latest(entities, most).map((it) => changeOf('Entity', it.entityName ?? it.entityId ?? '', paths.entity(workspaceId, it.entityId ?? ''), it)),
    ...latest(scenes, most).map((it) => changeOf('Scene', it.sceneId ?? '', paths.scene(workspaceId, it.sceneId ?? ''), it)),
    ...latest(types.filter((it) => !isPredefined(it)), most).map((it) =>
      changeOf('Component type', it.componentTypeName || (it.componentTypeId ?? ''), paths.componentType(workspaceId, it.componentTypeId ?? ''), it)),
  ]
  return changes.toSorted((a, b) => b.time.getTime() - a.time.getTime()).slice(0, most)
}

function changeOf(kind: Change['kind'], label: string, to: string, it: Dated): Change {
  const time = it.updateDateTime ?? it.creationDateTime ?? new Date(0)
  return { kind, label, to, time, isNew: time.getTime() - (it.creationDateTime?.getTime() ?? 0) < 1_000 }
}

/** The latest of a list that may be long: one pass, without sorting all of it. */
function latest<T extends Dated>(items: readonly T[], most: number): readonly T[] {
  const best: { readonly item: T; readonly time_ms: number }[] = []
  for (const item of items) {
    const time_ms = (item.updateDateTime ?? item.creationDateTime)?.getTime()
    if (time_ms === undefined || (best.length === most && time_ms <= (best.at(-1)?.time_ms ?? 0))) continue
    const at = best.findIndex((it) => it.time_ms < time_ms)
    best.splice(at < 0 ? best.length : at, 0, { item, time_ms })
    if (best.length > most) best.pop()
  }
  return best.map((it) => it.item)
}
