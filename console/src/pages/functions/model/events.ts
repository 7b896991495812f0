// Sample events: what Gemel sends to each kind of connector, filled from a real component or component type.

import type { DataValue, PropertyDefinitionResponse } from '@aws-sdk/client-iottwinmaker'

export const EVENT_KINDS = {
  plain: { label: 'Empty event', about: 'none' },
  dataReaderByEntity: { label: 'Data reader: one entity', about: 'component' },
  dataReaderByComponentType: { label: 'Data reader: a component type', about: 'type' },
  attributeReader: { label: 'Attribute reader', about: 'component' },
  tableReader: { label: 'Table reader', about: 'component' },
  dataWriter: { label: 'Data writer', about: 'component' },
  schemaInitializerOfType: { label: 'Schema initializer: a component type', about: 'type' },
  schemaInitializerOfComponent: { label: 'Schema initializer: a component', about: 'component' },
} as const

export type EventKind = keyof typeof EVENT_KINDS

export interface EventProperty {
  readonly definition?: PropertyDefinitionResponse | undefined
  readonly value?: DataValue | undefined
}

/** What the event is about. */
export interface Subject {
  readonly workspaceId: string
  readonly componentTypeId: string
  readonly entityId?: string | undefined
  readonly componentName?: string | undefined
  readonly properties: Readonly<Record<string, EventProperty>>
  readonly groups: Readonly<Record<string, readonly string[]>>
}

export const EXAMPLE: Subject = {
  workspaceId: 'my-workspace', componentTypeId: 'com.example.pump', entityId: 'pump-1',
  componentName: 'telemetry',
  properties: {
    pressure: { definition: definition('DOUBLE', { isTimeSeries: true }) },
    state: { definition: definition('STRING', { isStoredExternally: true }) },
    assetId: { definition: definition('STRING', { isExternalId: true }), value: { stringValue: 'P-1' } },
  },
  groups: {},
}

function definition(
  type: 'STRING' | 'DOUBLE', flags: Partial<Omit<PropertyDefinitionResponse, 'dataType'>>,
): PropertyDefinitionResponse {
  return {
    dataType: { type }, isTimeSeries: false, isRequiredInEntity: false, isExternalId: false,
    isStoredExternally: false,
    isImported: false, isFinal: false, isInherited: false, ...flags,
  }
}

export function eventOf(kind: EventKind, it: Subject, now_ms: number): object {
  const { workspaceId, componentTypeId, entityId, componentName } = it
  const component = { entityId, componentName }
  const end_s = Math.floor(now_ms / 1000)
  const start_s = end_s - 3600
  const read = {
    componentTypeId, selectedProperties: selected(it, (property) => property.isTimeSeries), properties: it.properties,
    startDateTime: start_s, endDateTime: end_s, startTime: iso(start_s), endTime: iso(end_s), maxResults: 100,
    orderByTime: 'ASCENDING',
  }
  switch (kind) {
    case 'plain': return {}
    case 'dataReaderByEntity': return { workspaceId, ...component, ...read }
    case 'dataReaderByComponentType': return { workspaceId, ...read }
    case 'attributeReader': return {
      workspaceId, ...component, componentTypeId,
      selectedProperties: selected(it, (property) => property.isStoredExternally && !property.isTimeSeries),
      properties: it.properties,
    }
    case 'tableReader': return tableEvent(it)
    case 'dataWriter': return writerEvent(it, end_s)
    case 'schemaInitializerOfType': return { workspaceId, properties: it.properties }
    case 'schemaInitializerOfComponent': return { workspaceId, ...component, properties: it.properties }
  }
}

function tableEvent(it: Subject): object {
  const { workspaceId, entityId, componentName, componentTypeId, properties } = it
  const [group = 'group', names] = Object.entries(it.groups).find(([, names]) => names.length > 0) ?? []
  const fallback = selected(it, (property) => property.isStoredExternally && !property.isTimeSeries)
  return {
    workspaceId, entityId, componentName, componentTypeId, selectedProperties: (names ?? fallback).slice(0, 10), properties,
    propertyGroupName: group, maxResults: 100,
  }
}

function writerEvent(it: Subject, now_s: number): object {
  const { workspaceId, entityId = '', componentName, properties } = it
  const entries = selected(it, (property) => property.isTimeSeries).slice(0, 2).map((propertyName, index) => ({
    entryId: String(index),
    entityPropertyReference: { entityId, componentName, propertyName },
    propertyValues: [{ time: iso(now_s), timestamp: now_s, value: sampleOf(properties[propertyName]?.definition) }],
  }))
  return { workspaceId, properties: { [entityId]: properties }, entries }
}

/** A value that a property could have. */
export function sampleOf(it: PropertyDefinitionResponse | undefined): DataValue {
  const allowed = it?.dataType?.allowedValues?.[0]
  if (allowed) return allowed
  switch (it?.dataType?.type) {
    case 'STRING': return { stringValue: 'sample' }
    case 'BOOLEAN': return { booleanValue: true }
    case 'INTEGER': return { integerValue: 1 }
    case 'LONG': return { longValue: 1 }
    default: return { doubleValue: 21.5 }
  }
}

function selected(it: Subject, want: (it: PropertyDefinitionResponse) => boolean | undefined): string[] {
  const names = Object.entries(it.properties).filter(([, { definition: found }]) => found && want(found))
  return names.map(([name]) => name).slice(0, 10)
}

function iso(time_s: number): string {
  return new Date(time_s * 1000).toISOString().replace('.000Z', 'Z')
}

/** The event that fits the key under which a component type names a function. */
export function eventKindOf(functionKind: string): EventKind {
  switch (functionKind) {
    case 'dataReader':
    case 'dataReaderByEntity': return 'dataReaderByEntity'
    case 'dataReaderByComponentType': return 'dataReaderByComponentType'
    case 'attributePropertyValueReaderByEntity': return 'attributeReader'
    case 'tabularDataReaderByEntity': return 'tableReader'
    case 'dataWriter': return 'dataWriter'
    case 'schemaInitializer': return 'schemaInitializerOfType'
    default: return 'plain'
  }
}
