// The alarms of a workspace by their latest state, read from the history of its alarm types.

import {
  type GetComponentTypeCommandOutput, GetPropertyValueHistoryCommand, type IoTTwinMakerClient, ListEntitiesCommand,
  type PropertyValueHistory,
} from '@aws-sdk/client-iottwinmaker'
import { toPlain } from '../../kit/values'

export const ALARM_STATES = ['ACTIVE', 'ACKNOWLEDGED', 'SNOOZE_DISABLED', 'NORMAL'] as const
export type AlarmState = (typeof ALARM_STATES)[number]

export interface Alarm {
  /** What the series is called: the alarm's key, or the entity. */
  readonly key: string
  readonly entityId: string | null
  readonly state: string
  readonly since: string
}

export interface Alarms {
  readonly alarms: readonly Alarm[]
  /** More alarms exist than were read. */
  readonly isCut: boolean
}

/** States older than this are as good as none. */
export const LOOK_BACK_MS = 24 * 3_600_000
const PAGES = 20

/** Types whose components are alarms: they record `alarm_status` over time. */
export function isAlarmType({ propertyDefinitions, isAbstract }: Pick<GetComponentTypeCommandOutput, 'propertyDefinitions' | 'isAbstract'>): boolean {
  return isAbstract !== true && propertyDefinitions?.['alarm_status']?.isTimeSeries === true
}

export async function readAlarms(twinmaker: IoTTwinMakerClient, workspaceId: string, typeIds: readonly string[], now_ms: number, abortSignal: AbortSignal): Promise<Alarms> {
  const alarms = new Map<string, Alarm>()
  let isCut = false
  for (const componentTypeId of typeIds) {
    let nextToken: string | undefined
    for (let page = 0; page === 0 || nextToken !== undefined; page += 1) {
      if (page === PAGES) {
        isCut = true
        break
      }
      const answer = await twinmaker.send(new GetPropertyValueHistoryCommand({
        workspaceId, componentTypeId, selectedProperties: ['alarm_status'], orderByTime: 'DESCENDING', maxResults: 1, nextToken,
        startTime: new Date(now_ms - LOOK_BACK_MS).toISOString(), endTime: new Date(now_ms + 60_000).toISOString(),
      }), { abortSignal })
      // Later pages go back in time for all series; one that names no new alarm is the last of interest.
      const before = alarms.size
      for (const it of (answer.propertyValues ?? []).flatMap(alarmOf)) {
        const id = `${componentTypeId}/${it.entityId ?? ''}/${it.key}`
        if (!alarms.has(id)) alarms.set(id, it)
      }
      nextToken = alarms.size > before ? answer.nextToken : undefined
    }
  }
  return { alarms: [...alarms.values()], isCut }
}

function alarmOf({ entityPropertyReference, values }: PropertyValueHistory): readonly Alarm[] {
  const latest = values?.[0]
  const state = toPlain(latest?.value)
  if (!latest || typeof state !== 'string') return []
  const { entityId, externalIdProperty } = entityPropertyReference ?? {}
  const key = externalIdProperty?.['alarm_key'] ?? Object.values(externalIdProperty ?? {})[0] ?? entityId ?? '?'
  return [{ key, entityId: entityId ?? null, state, since: latest.time ?? latest.timestamp?.toISOString() ?? '' }]
}

/** The entity of an alarm that is known by its key only; null when none has it. */
export async function entityOfAlarm(twinmaker: IoTTwinMakerClient, workspaceId: string, key: string, abortSignal: AbortSignal): Promise<{ readonly id: string; readonly name: string } | null> {
  const { entitySummaries = [] } = await twinmaker.send(new ListEntitiesCommand({ workspaceId, filters: [{ externalId: key }], maxResults: 1 }), { abortSignal })
  const [found] = entitySummaries
  return found?.entityId === undefined ? null : { id: found.entityId, name: found.entityName ?? found.entityId }
}

/** How many alarms are in each state, in the order of how much they matter; unknown states come last. */
export function countStates(alarms: readonly Alarm[]): readonly { readonly state: string; readonly count: number }[] {
  const counts = new Map<string, number>(ALARM_STATES.map((it) => [it, 0]))
  for (const { state } of alarms) counts.set(state, (counts.get(state) ?? 0) + 1)
  return [...counts].map(([state, count]) => ({ state, count }))
}
