// Where each member of a type comes from: of itself, or of which ancestor; and what a type says of its own.

import type { PropertyDefinitionRequest, PropertyDefinitionResponse } from '@aws-sdk/client-iottwinmaker'
import { compact, isSame, type TypeDraft, type TypeOf, type WholeType } from './draft'
import { inherited, isImplemented } from './effective'

export interface Origin {
  readonly definedIn: string
  /** Who changed it on the way down, nearest first; the type itself may be among them. */
  readonly overriddenIn: readonly string[]
}

/** The ancestors, nearest first, each once. */
export function ancestorsOf(id: string, typeOf: TypeOf): string[] {
  const found: string[] = []
  const waiting = [...(typeOf(id)?.extendsFrom ?? [])]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (found.includes(next) || next === id) continue
    found.push(next)
    waiting.push(...(typeOf(next)?.extendsFrom ?? []))
  }
  return found
}

export function originOfProperty(id: string, name: string, typeOf: TypeOf): Origin {
  const type = typeOf(id)
  const definition = type?.propertyDefinitions?.[name]
  if (!type || !definition?.isInherited) return { definedIn: id, overriddenIn: [] }
  const parent = (type.extendsFrom ?? []).find((it) => typeOf(it)?.propertyDefinitions?.[name])
  if (parent === undefined) return { definedIn: id, overriddenIn: [] }
  const above = originOfProperty(parent, name, typeOf)
  const below = inherited(type.extendsFrom ?? [], typeOf).propertyDefinitions[name]
  const isOverridden = below !== undefined && Object.keys(ownWords(definition, below)).length > 0
  return isOverridden ? { ...above, overriddenIn: [id, ...above.overriddenIn] } : above
}

type Member = 'functions' | 'propertyGroups' | 'compositeComponentTypes'

/** Of functions, groups and composite components: these are replaced whole, so there is one origin. */
export function originOf(id: string, member: Member, name: string, typeOf: TypeOf): string {
  const type = typeOf(id)
  if (!type || !type[member]?.[name]?.isInherited) return id
  const holders = (type.extendsFrom ?? []).filter((it) => typeOf(it)?.[member]?.[name])
  const implemented = holders.find((it) => {
    const found = typeOf(it)?.functions?.[name]
    return found !== undefined && isImplemented(found)
  })
  const parent = (member === 'functions' ? implemented : undefined) ?? holders[0]
  return parent === undefined ? id : originOf(parent, member, name, typeOf)
}

const FLAGS = ['isTimeSeries', 'isRequiredInEntity', 'isExternalId', 'isStoredExternally'] as const

/** What a definition says beyond the inherited one. */
function ownWords(
  it: PropertyDefinitionResponse, below: PropertyDefinitionResponse | undefined,
): PropertyDefinitionRequest {
  const words: PropertyDefinitionRequest = {}
  if (!isSame(it.dataType, below?.dataType)) words.dataType = it.dataType
  for (const flag of FLAGS) if ((it[flag] ?? false) !== (below?.[flag] ?? false)) words[flag] = it[flag]
  if (it.defaultValue && !isSame(it.defaultValue, below?.defaultValue)) words.defaultValue = it.defaultValue
  if (it.displayName && it.displayName !== below?.displayName) words.displayName = it.displayName
  const configuration = Object.entries(it.configuration ?? {}).filter(([key, value]) => below?.configuration?.[key] !== value)
  if (configuration.length > 0) words.configuration = Object.fromEntries(configuration)
  return words
}

/** The type as it could be written again: its own members only, without what the service adds. */
export function declarationOf(type: WholeType, typeOf: TypeOf, tags?: Readonly<Record<string, string>>): TypeDraft {
  const below = inherited(type.extendsFrom ?? [], typeOf)
  const properties = Object.entries(type.propertyDefinitions ?? {}).flatMap(([name, it]) => {
    const known = it.isInherited ? below.propertyDefinitions[name] : undefined
    const words = ownWords(it, known)
    // What an initializer brought it will bring again.
    const isOwn = it.isInherited ? Object.keys(words).length > 0 : !it.isImported
    return isOwn ? [[name, words] as const] : []
  })
  const own = <T extends { isInherited?: boolean | undefined }>(members: Record<string, T> | undefined) =>
    Object.entries(members ?? {}).filter(([, it]) => !it.isInherited)
      .map(([name, it]) => [name, clean(it)] as const)
  return compact({
    componentTypeId: type.componentTypeId ?? '',
    componentTypeName: type.componentTypeName || undefined,
    description: type.description || undefined,
    isSingleton: (type.isSingleton ?? false) === below.isSingleton ? undefined : type.isSingleton,
    extendsFrom: some(type.extendsFrom),
    propertyDefinitions: someOf(properties),
    functions: someOf(own(type.functions)),
    propertyGroups: someOf(own(type.propertyGroups)),
    compositeComponentTypes: someOf(own(type.compositeComponentTypes)),
    tags: tags && Object.keys(tags).length > 0 ? tags : undefined,
  }) as TypeDraft
}

/** Without `isInherited`; and a function's answer says `isNative: false` beside a lambda, which a request need not. */
function clean<T extends object>(it: T): T {
  const { implementedBy, isInherited: _inherited, ...rest } = it as {
    implementedBy?: { lambda?: unknown; isNative?: boolean }; isInherited?: boolean
  }
  if (!implementedBy) return rest as T
  return { ...rest, implementedBy: implementedBy.lambda ? { lambda: implementedBy.lambda } : implementedBy } as T
}

function some<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list && list.length > 0 ? list : undefined
}

function someOf<T>(entries: readonly (readonly [string, T])[]): Record<string, T> | undefined {
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}
