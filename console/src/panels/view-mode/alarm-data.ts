// All alarms of the workspace: every component whose type comes from the alarm type, and what it says of itself.

import {
  BatchPutPropertyValuesCommand,
  type GetEntityCommandOutput,
  GetPropertyValueHistoryCommand,
  ListComponentTypesCommand,
  ListEntitiesCommand,
} from '@aws-sdk/client-iottwinmaker'
import type { LiveValue, PropertyRef } from '@gemel/scene'
import type { Clients } from '../../aws'
import { inLanes } from '../../feed/poll'
import type { Twin } from '../binding/twin'

export const ALARM_TYPE = 'com.amazon.iottwinmaker.alarm.basic'

export interface Alarm {
  readonly ref: PropertyRef
  readonly entityName: string
  /** What it says: "Dough is too warm". */
  readonly message: string
  readonly severity: 'high' | 'medium' | 'low'
}

export type AlarmStatus = 'ACTIVE' | 'ACKNOWLEDGED' | 'SNOOZE_DISABLED' | 'NORMAL' | ''

export async function findAlarms(
  clients: Clients,
  twin: Twin,
  signal: AbortSignal,
): Promise<readonly Alarm[]> {
  const types = await alarmTypes(clients, twin.workspaceId, signal)
  const ids = new Set<string>()
  await inLanes([...types], 4, signal, async (componentTypeId) => {
    for (const id of await entitiesOf(clients, twin.workspaceId, componentTypeId, signal)) ids.add(id)
  })
  const alarms: Alarm[] = []
  await inLanes([...ids], 6, signal, async (id) => {
    alarms.push(...alarmsOf(await twin.entity(id), types))
  })
  signal.throwIfAborted()
  return alarms
}

/** The alarm type and all that come from it, at any distance. */
async function alarmTypes(
  clients: Clients,
  workspaceId: string,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>([ALARM_TYPE])
  for (let waiting = [ALARM_TYPE]; waiting.length > 0;) {
    const next: string[] = []
    for (const extendsFrom of waiting) {
      let nextToken: string | undefined
      do {
        const page = await clients.twinmaker.send(
          new ListComponentTypesCommand({
            workspaceId,
            maxResults: 200,
            filters: [{ extendsFrom }],
            nextToken,
          }),
          { abortSignal: signal },
        )
        for (const { componentTypeId } of page.componentTypeSummaries ?? []) {
          if (componentTypeId && !found.has(componentTypeId)) {
            found.add(componentTypeId)
            next.push(componentTypeId)
          }
        }
        nextToken = page.nextToken
      } while (nextToken)
    }
    waiting = next
  }
  return found
}

async function entitiesOf(
  clients: Clients,
  workspaceId: string,
  componentTypeId: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const ids: string[] = []
  let nextToken: string | undefined
  do {
    const page = await clients.twinmaker.send(
      new ListEntitiesCommand({ workspaceId, maxResults: 200, filters: [{ componentTypeId }], nextToken }),
      { abortSignal: signal },
    )
    ids.push(...(page.entitySummaries ?? []).flatMap((it) => it.entityId ?? []))
    nextToken = page.nextToken
  } while (nextToken)
  return ids
}

export function alarmsOf(entity: GetEntityCommandOutput, types: ReadonlySet<string>): readonly Alarm[] {
  const { entityId = '', entityName = entityId } = entity
  return Object.entries(entity.components ?? {}).flatMap(([componentName, component]) => {
    if (!types.has(component.componentTypeId ?? '') || !component.properties?.['alarm_status']) return []
    const text = (...names: readonly string[]) =>
      names
        .map((it) => component.properties?.[it])
        .map((it) => it?.value?.stringValue ?? it?.definition?.defaultValue?.stringValue)
        .find(Boolean)
    return [
      {
        ref: { entityId, componentName, propertyName: 'alarm_status' },
        entityName,
        message:
          text('message', 'alarm_message', 'alarmMessage', 'description') ??
          component.description ??
          componentName,
        severity: severityOf(text('severity', 'alarm_severity', 'criticality')),
      },
    ]
  })
}

function severityOf(word: string | undefined): Alarm['severity'] {
  const text = word?.toLowerCase() ?? ''
  return /high|critical|^1$|urgent/.test(text) ? 'high' : /low|minor|info/.test(text) ? 'low' : 'medium'
}

const STATUS_ORDER: readonly string[] = ['ACTIVE', 'ACKNOWLEDGED', 'SNOOZE_DISABLED', 'NORMAL', '']
const SEVERITY_ORDER: readonly Alarm['severity'][] = ['high', 'medium', 'low']

export interface ShownAlarm {
  readonly alarm: Alarm
  readonly status: AlarmStatus
  readonly since_ms: number | undefined
  /** When the value was measured that says the status. */
  readonly at_ms?: number | undefined
}

/** What a person has just written, over which value. */
export interface Written {
  readonly over_ms: number | undefined
  readonly to: AlarmStatus
}

/** What was written is shown at once; any other value, also an alarm that comes again, counts before it. */
export function shownStatus(status: AlarmStatus, at_ms: number | undefined, written: Written | null): AlarmStatus {
  return written && written.over_ms === at_ms ? written.to : status
}

/** What wants attention first: active before acknowledged, severe before light, new before old. */
export function sortAlarms(alarms: readonly ShownAlarm[]): readonly ShownAlarm[] {
  return alarms.toSorted(
    (a, b) =>
      STATUS_ORDER.indexOf(a.status) - STATUS_ORDER.indexOf(b.status) ||
      SEVERITY_ORDER.indexOf(a.alarm.severity) - SEVERITY_ORDER.indexOf(b.alarm.severity) ||
      (b.since_ms ?? 0) - (a.since_ms ?? 0) ||
      a.alarm.entityName.localeCompare(b.alarm.entityName, undefined, { numeric: true }),
  )
}

export function statusOf(value: LiveValue | undefined): AlarmStatus {
  const text = String(value?.value ?? '')
  return (STATUS_ORDER.includes(text) ? text : '') as AlarmStatus
}

/** Since when an alarm is in the state it is in: the first of the newest values that are alike. */
export async function sinceWhen(
  clients: Clients,
  workspaceId: string,
  { entityId, componentName, propertyName }: PropertyRef,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { propertyValues } = await clients.twinmaker.send(
    new GetPropertyValueHistoryCommand({
      workspaceId,
      entityId,
      componentName,
      selectedProperties: [propertyName],
      orderByTime: 'DESCENDING',
      maxResults: 200,
      startTime: '1970-01-01T00:00:00Z',
      endTime: new Date(Date.now() + 60_000).toISOString(),
    }),
    { abortSignal: signal },
  )
  const values = propertyValues?.[0]?.values ?? []
  const last = values.findIndex((it) => it.value?.stringValue !== values[0]?.value?.stringValue)
  const first = values[last < 0 ? values.length - 1 : last - 1]
  const time_ms = Date.parse(first?.time ?? '')
  return Number.isNaN(time_ms) ? undefined : time_ms
}

/** Writes a state; throws in words when the server refuses it. */
export async function writeStatus(
  clients: Clients,
  workspaceId: string,
  ref: PropertyRef,
  status: AlarmStatus,
): Promise<void> {
  const time = new Date(Date.now() + (clients.session.clockOffset_ms ?? 0)).toISOString()
  const { errorEntries } = await clients.twinmaker.send(
    new BatchPutPropertyValuesCommand({
      workspaceId,
      entries: [{ entityPropertyReference: ref, propertyValues: [{ time, value: { stringValue: status } }] }],
    }),
  )
  const failed = errorEntries?.[0]?.errors?.[0]
  if (failed)
    throw Object.assign(new Error(failed.errorMessage ?? 'The value was refused'), {
      name: failed.errorCode ?? 'Refused',
    })
}
