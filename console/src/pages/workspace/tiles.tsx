// The counts of a workspace, each a way to what it counts.

import type { ComponentTypeSummary, EntitySummary, SceneSummary } from '@aws-sdk/client-iottwinmaker'
import { type ReactNode, useMemo } from 'react'
import { Link as RouterLink } from 'react-router'
import type { AllPages } from '../../kit/all-pages'
import { useFormat } from '../../kit/format'
import { paths } from '../../kit/paths'
import { type Alarms, countStates } from './alarms'
import type { UsedFunction } from './data'

export interface TilesProps {
  readonly workspaceId: string
  readonly entities: AllPages<EntitySummary>
  readonly scenes: AllPages<SceneSummary>
  readonly types: AllPages<ComponentTypeSummary>
  readonly ownCount: number | undefined
  readonly functions: readonly UsedFunction[] | undefined
  readonly alarms: Alarms | undefined
}

export function Tiles({ workspaceId, entities, scenes, types, ownCount, functions, alarms }: TilesProps): ReactNode {
  const format = useFormat()
  const predefined = ownCount === undefined ? undefined : types.items.length - ownCount
  const active = alarms ? (countStates(alarms.alarms).find((it) => it.state === 'ACTIVE')?.count ?? 0) : undefined
  const withoutParent = useMemo(
    () => (entities.isComplete ? entities.items.filter((it) => (it.parentEntityId ?? '$ROOT') === '$ROOT').length : undefined),
    [entities.isComplete, entities.items],
  )
  return (
    <ul className="g-tiles">
      <Tile
        to={paths.entities(workspaceId)} label="Entities" count={countOf(entities, format.number)}
        note={withoutParent === undefined ? '' : `${format.number(withoutParent)} at the top`}
      />
      <Tile to={paths.scenes(workspaceId)} label="Scenes" count={countOf(scenes, format.number)} note="" />
      <Tile
        to={paths.componentTypes(workspaceId)} label="Component types" count={ownCount === undefined ? '…' : format.number(ownCount)}
        note={predefined === undefined ? '' : `and ${format.number(predefined)} predefined`}
      />
      <Tile
        to={paths.functions()} label="Functions used" count={functions === undefined ? '…' : format.number(functions.length)}
        note={functions?.length ? functions.map((it) => it.name).join(', ') : ''}
      />
      <Tile
        to="#alarms" label="Active alarms" count={active === undefined ? '…' : format.number(active)} tone={active ? 'bad' : undefined}
        note={alarms ? `of ${format.number(alarms.alarms.length)}${alarms.isCut ? '+' : ''} alarms` : ''}
      />
    </ul>
  )
}

function countOf(list: AllPages<unknown>, number: (value: number) => string): string {
  if (list.isPending) return '…'
  return `${number(list.items.length)}${list.isStreaming || list.isCut ? '+' : ''}`
}

interface TileProps {
  readonly to: string
  readonly label: string
  readonly count: string
  readonly note: string
  readonly tone?: 'bad' | undefined
}

function Tile({ to, label, count, note, tone }: TileProps): ReactNode {
  return (
    <li>
      <RouterLink to={to} className="g-tile" data-tone={tone}>
        <span className="g-tile-label">{label}</span>
        <span className="g-tile-count">{count}</span>
        <span className="g-tile-note" title={note}>{note}&nbsp;</span>
      </RouterLink>
    </li>
  )
}
