// A component type as a person writes it: the input of CreateComponentType without the workspace.

import type {
  CompositeComponentTypeRequest, FunctionRequest, GetComponentTypeResponse, PropertyDefinitionRequest,
  PropertyGroupRequest,
} from '@aws-sdk/client-iottwinmaker'

export interface TypeDraft {
  readonly componentTypeId: string
  readonly componentTypeName?: string | undefined
  readonly description?: string | undefined
  readonly isSingleton?: boolean | undefined
  readonly extendsFrom?: readonly string[] | undefined
  readonly propertyDefinitions?: Readonly<Record<string, PropertyDefinitionRequest>> | undefined
  readonly functions?: Readonly<Record<string, FunctionRequest>> | undefined
  readonly propertyGroups?: Readonly<Record<string, PropertyGroupRequest>> | undefined
  readonly compositeComponentTypes?: Readonly<Record<string, CompositeComponentTypeRequest>> | undefined
  readonly tags?: Readonly<Record<string, string>> | undefined
}

/** A type as the service answers it: with all that it inherits. */
export type WholeType = Omit<GetComponentTypeResponse, '$metadata'>

/** Looks a type up among those at hand. */
export type TypeOf = (id: string) => WholeType | undefined

/** The keys that `functions` may have, and what each serves. */
export const FUNCTION_KINDS = {
  dataReader: 'Reads the history of time-series properties, of one entity and of all entities of the type',
  dataReaderByEntity: 'Reads the history of time-series properties of one entity only',
  dataReaderByComponentType: 'Reads the history of time-series properties across all entities of the type only',
  dataWriter: 'Takes the values that BatchPutPropertyValues writes',
  attributePropertyValueReaderByEntity: 'Reads the current value of properties that are stored externally',
  tabularDataReaderByEntity: 'Reads the rows of a tabular property group',
  schemaInitializer: 'Brings property definitions and values when a type or a component is made',
} as const

export type FunctionKind = keyof typeof FUNCTION_KINDS

export function isFunctionKind(key: string): key is FunctionKind {
  return Object.hasOwn(FUNCTION_KINDS, key)
}

/** Types that come with Gemel live in a workspace of their own; nobody can change them. */
export function isPredefined(it: { readonly arn?: string | undefined; readonly componentTypeId?: string | undefined }): boolean {
  return it.arn ? it.arn.includes(':workspace/AmazonOwnedTypesWorkspace/') : isReservedId(it.componentTypeId ?? '')
}

export function isReservedId(id: string): boolean {
  return id.startsWith('com.amazon.') || id.startsWith('com.gemel.')
}

/** Without members that say nothing, so that a draft that was only looked at stays as it was. */
export function compact<T extends object>(it: T): T {
  const kept = Object.entries(it).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept) as T
}

/** Equal as JSON, whatever the order of keys. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const a = one as Record<string, unknown>
  const b = other as Record<string, unknown>
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => isSame(a[name], b[name]))
}
