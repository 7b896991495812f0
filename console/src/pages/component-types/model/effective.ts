// Inheritance: what a draft is once its parents have had their say, by the server's rules.

import type {
  CompositeComponentTypeResponse, FunctionResponse, PropertyDefinitionRequest, PropertyDefinitionResponse,
  PropertyGroupResponse,
} from '@aws-sdk/client-iottwinmaker'
import { hasSameShape, printDataType } from './data-type'
import type { TypeDraft, TypeOf, WholeType } from './draft'

export interface Effective {
  readonly propertyDefinitions: Readonly<Record<string, PropertyDefinitionResponse>>
  readonly functions: Readonly<Record<string, FunctionResponse>>
  readonly propertyGroups: Readonly<Record<string, PropertyGroupResponse>>
  readonly compositeComponentTypes: Readonly<Record<string, CompositeComponentTypeResponse>>
  readonly isSingleton: boolean
  /** Why no component can have this type; empty when one can. */
  readonly abstractBecause: readonly string[]
  /** Where parents contradict each other. */
  readonly conflicts: readonly string[]
}

const HISTORY_READERS = ['dataReader', 'dataReaderByEntity', 'dataReaderByComponentType']
const VALUE_READERS = ['attributePropertyValueReaderByEntity', 'tabularDataReaderByEntity']

/** What the parents alone bring, merged: the first named wins, identical ones merge, different data types clash. */
export function inherited(extendsFrom: readonly string[], typeOf: TypeOf): Effective {
  const parents = extendsFrom.flatMap((id) => typeOf(id) ?? [])
  const conflicts: string[] = []
  const propertyDefinitions = parentProperties(parents, conflicts)
  const functions: Record<string, FunctionResponse> = {}
  const propertyGroups: Record<string, PropertyGroupResponse> = {}
  const compositeComponentTypes: Record<string, CompositeComponentTypeResponse> = {}
  for (const parent of parents) {
    for (const [kind, it] of Object.entries(parent.functions ?? {})) {
      const known = functions[kind]
      if (!known || (!isImplemented(known) && isImplemented(it))) functions[kind] = { ...it, isInherited: true }
    }
    for (const [name, it] of Object.entries(parent.propertyGroups ?? {})) {
      propertyGroups[name] ??= { ...it, isInherited: true }
    }
    for (const [name, it] of Object.entries(parent.compositeComponentTypes ?? {})) {
      const known = compositeComponentTypes[name]
      if (known && known.componentTypeId !== it.componentTypeId) {
        conflicts.push(`Composite component “${name}” is ${known.componentTypeId} in one parent and `
          + `${it.componentTypeId} in ${parent.componentTypeId}. Say which by defining it here.`)
      }
      compositeComponentTypes[name] ??= { ...it, isInherited: true }
    }
  }
  const isSingleton = parents.some((it) => it.isSingleton)
  const abstractBecause = abstractReasons(propertyDefinitions, functions)
  return {
    propertyDefinitions, functions, propertyGroups, compositeComponentTypes, isSingleton, conflicts, abstractBecause,
  }
}

function parentProperties(parents: readonly WholeType[], conflicts: string[]): Record<string, PropertyDefinitionResponse> {
  const found: Record<string, PropertyDefinitionResponse> = {}
  const definers = new Map<string, string>()
  for (const parent of parents) {
    for (const [name, it] of Object.entries(parent.propertyDefinitions ?? {})) {
      const known = found[name]
      if (!known) {
        found[name] = { ...it, isInherited: true }
        definers.set(name, parent.componentTypeId ?? '')
      } else if (hasSameShape(known.dataType, it.dataType)) {
        found[name] = {
          ...it, ...known,
          ...(it.configuration || known.configuration
            ? { configuration: { ...it.configuration, ...known.configuration } } : {}),
        }
      } else {
        conflicts.push(`Property “${name}” is ${printDataType(known.dataType)} in ${definers.get(name)} and `
          + `${printDataType(it.dataType)} in ${parent.componentTypeId}; one type cannot extend both.`)
      }
    }
  }
  return found
}

/** A draft over its parents. */
export function effectiveOf(draft: TypeDraft, typeOf: TypeOf): Effective {
  const below = inherited(draft.extendsFrom ?? [], typeOf)
  const propertyDefinitions = { ...below.propertyDefinitions }
  for (const [name, own] of Object.entries(draft.propertyDefinitions ?? {})) {
    propertyDefinitions[name] = over(below.propertyDefinitions[name], own)
  }
  const functions = { ...below.functions }
  for (const [kind, own] of Object.entries(draft.functions ?? {})) functions[kind] = { ...own, isInherited: false }
  const propertyGroups = { ...below.propertyGroups }
  for (const [name, own] of Object.entries(draft.propertyGroups ?? {})) {
    const { groupType, propertyNames } = own
    propertyGroups[name] = { groupType: groupType ?? 'TABULAR', propertyNames: propertyNames ?? [], isInherited: false }
  }
  const compositeComponentTypes = { ...below.compositeComponentTypes }
  for (const [name, own] of Object.entries(draft.compositeComponentTypes ?? {})) {
    compositeComponentTypes[name] = { ...own, isInherited: false }
  }
  const own = draft.compositeComponentTypes ?? {}
  const conflicts = below.conflicts.filter((it) => !Object.keys(own).some((name) => it.includes(`component “${name}” is`)))
  const isSingleton = draft.isSingleton ?? below.isSingleton
  const abstractBecause = abstractReasons(propertyDefinitions, functions)
  return {
    propertyDefinitions, functions, propertyGroups, compositeComponentTypes, isSingleton, conflicts, abstractBecause,
  }
}

/** A property's own words over those of the parents: what it says wins, what it leaves out stays. */
export function over(
  below: PropertyDefinitionResponse | undefined, own: PropertyDefinitionRequest,
): PropertyDefinitionResponse {
  const flags = {
    isTimeSeries: own.isTimeSeries ?? below?.isTimeSeries ?? false,
    isRequiredInEntity: own.isRequiredInEntity ?? below?.isRequiredInEntity ?? false,
    isExternalId: own.isExternalId ?? below?.isExternalId ?? false,
    isStoredExternally: own.isStoredExternally ?? below?.isStoredExternally ?? false,
    isImported: below?.isImported ?? false,
    isFinal: below?.isFinal ?? false,
    isInherited: below !== undefined,
  }
  const defaultValue = own.defaultValue ?? below?.defaultValue
  const displayName = own.displayName ?? below?.displayName
  const hasConfiguration = own.configuration || below?.configuration
  return {
    dataType: own.dataType ? { ...below?.dataType, ...own.dataType } : below?.dataType,
    ...flags,
    ...(defaultValue ? { defaultValue } : {}),
    ...(displayName ? { displayName } : {}),
    ...(hasConfiguration ? { configuration: { ...below?.configuration, ...own.configuration } } : {}),
  }
}

export function isImplemented(it: Pick<FunctionResponse, 'implementedBy'>): boolean {
  return Boolean(it.implementedBy?.isNative || it.implementedBy?.lambda?.arn)
}

/** A function without implementation, or a property that nobody reads, makes a type abstract. */
export function abstractReasons(
  properties: Readonly<Record<string, PropertyDefinitionResponse>>,
  functions: Readonly<Record<string, FunctionResponse>>,
): string[] {
  const reads = (kinds: readonly string[]) => kinds.some((it) => functions[it] && isImplemented(functions[it]))
  const reasons = Object.entries(functions).filter(([, it]) => !isImplemented(it))
    .map(([kind]) => `the function ${kind} is declared, but nothing implements it`)
  const named = (want: (it: PropertyDefinitionResponse) => boolean) =>
    Object.entries(properties).filter(([, it]) => want(it)).map(([name]) => name)
  const series = reads(HISTORY_READERS) ? [] : named((it) => it.isTimeSeries ?? false)
  const external = reads(VALUE_READERS) ? [] : named((it) => !it.isTimeSeries && (it.isStoredExternally ?? false))
  if (series.length > 0) reasons.push(`no function reads the time series ${list(series)}`)
  if (external.length > 0) reasons.push(`no function reads the externally stored ${list(external)}`)
  return reasons
}

function list(names: readonly string[]): string {
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
}
