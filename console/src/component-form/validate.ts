// Whether values fit their types, before the service is asked; each fault with its place and words. Pure.

import type { DataType, DataValue } from '@aws-sdk/client-iottwinmaker'
import type { DraftPart } from './draft'
import { type Definition, isSameValue, MEMBER, plainOf, typeNameOf } from './value'

export type Step = string | number

export interface ValueProblem {
  /** Where inside the value: list positions and map keys. */
  readonly path: readonly Step[]
  readonly message: string
}

const INT = 2 ** 31
/** What a LONG can be without losing digits in a browser. */
const SAFE = Number.MAX_SAFE_INTEGER
const MOST_ITEMS = 50
const MOST_TEXT = 2048
const ENTITY_ID = /^[a-zA-Z0-9][a-zA-Z_\-0-9.:]*[a-zA-Z0-9]$/
const EXPRESSION = /^\$\{Parameters\.[a-zA-Z]+[a-zA-Z_0-9]*\}$/

/** All that is wrong with a value of a type. Half-written numbers are texts here and are told as such. */
export function problemsOfValue(value: DataValue, type: DataType | undefined, path: readonly Step[] = []): readonly ValueProblem[] {
  const one = (message: string): readonly ValueProblem[] => [{ path, message }]
  if (type?.type === undefined) return []
  if (value.expression !== undefined) return EXPRESSION.test(value.expression) ? [] : one('An expression is written ${Parameters.name}.')
  const member = memberOf(value)
  if (member === null) return one('A value is needed.')
  if (member === 'many') return one('A value has one member only.')
  const fits = member === MEMBER[typeNameOf(type)] || (type.type === 'LONG' && member === 'integerValue') || (type.type === 'DOUBLE' && (member === 'integerValue' || member === 'longValue'))
  if (!fits) return one(`This property takes ${MEMBER[typeNameOf(type)]}, not ${member}.`)
  const own = problemsOfType(value, type, path)
  if (own.length > 0) return own
  const allowed = type.allowedValues ?? []
  if (allowed.length > 0 && !allowed.some((it) => isSameValue(plainOf(it), plainOf(value)))) {
    return one(`One of these is allowed: ${allowed.map((it) => String(plainOf(it))).join(', ')}.`)
  }
  return []
}

function memberOf(value: DataValue): string | 'many' | null {
  const set = Object.entries(value).filter(([, it]) => it !== undefined).map(([key]) => key)
  return set.length === 0 ? null : set.length === 1 ? (set[0] ?? null) : 'many'
}

function problemsOfType(value: DataValue, type: DataType, path: readonly Step[]): readonly ValueProblem[] {
  switch (type.type) {
    case 'STRING': return textProblem(value.stringValue, path)
    case 'BOOLEAN': return typeof value.booleanValue === 'boolean' ? [] : [{ path, message: 'Choose true or false.' }]
    case 'INTEGER': return numberProblem(value.integerValue, path, true, -INT, INT - 1)
    case 'LONG': return numberProblem(value.longValue ?? value.integerValue, path, true, -SAFE, SAFE)
    case 'DOUBLE': return numberProblem(value.doubleValue ?? value.longValue ?? value.integerValue, path, false, -Infinity, Infinity)
    case 'RELATIONSHIP': return relationshipProblem(value, path)
    case 'LIST': return listProblems(value.listValue, type, path)
    case 'MAP': return mapProblems(value.mapValue, type, path)
    default: return []
  }
}

function textProblem(text: unknown, path: readonly Step[]): readonly ValueProblem[] {
  if (typeof text !== 'string') return [{ path, message: 'A text is needed.' }]
  if (text === '') return [{ path, message: 'A text has at least one character; leave the property unset instead.' }]
  return text.length > MOST_TEXT ? [{ path, message: `A text has at most ${MOST_TEXT} characters; this one has ${text.length}.` }] : []
}

function numberProblem(it: unknown, path: readonly Step[], isWhole: boolean, least: number, most: number): readonly ValueProblem[] {
  const one = (message: string) => [{ path, message }]
  if (typeof it !== 'number') return one(it === undefined || it === '' ? 'A number is needed.' : `“${String(it)}” is not a number.`)
  if (!Number.isFinite(it)) return one('A number must be finite.')
  if (isWhole && !Number.isInteger(it)) return one('A whole number is needed.')
  return it < least || it > most ? one(`A number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')} is needed.`) : []
}

function relationshipProblem({ relationshipValue: it }: DataValue, path: readonly Step[]): readonly ValueProblem[] {
  if (!it?.targetEntityId) return [{ path, message: 'Choose the entity it points to.' }]
  return ENTITY_ID.test(it.targetEntityId) ? [] : [{ path, message: `“${it.targetEntityId}” is not an entity id: choose one from the list.` }]
}

function listProblems(items: readonly DataValue[] | undefined, type: DataType, path: readonly Step[]): readonly ValueProblem[] {
  if (!Array.isArray(items)) return [{ path, message: 'A list is needed.' }]
  const list: readonly DataValue[] = items
  if (list.length === 0) return [{ path, message: 'An empty list cannot be saved; add an item or leave the property unset.' }]
  if (list.length > MOST_ITEMS) return [{ path, message: `A list has at most ${MOST_ITEMS} items; this one has ${list.length}.` }]
  return list.flatMap((it, n) => problemsOfValue(it, type.nestedType, [...path, n]))
}

function mapProblems(map: Readonly<Record<string, DataValue>> | undefined, type: DataType, path: readonly Step[]): readonly ValueProblem[] {
  if (typeof map !== 'object' || map === null) return [{ path, message: 'A map is needed.' }]
  const entries = Object.entries(map)
  if (entries.length === 0) return [{ path, message: 'An empty map cannot be saved; add an entry or leave the property unset.' }]
  if (entries.length > MOST_ITEMS) return [{ path, message: `A map has at most ${MOST_ITEMS} entries; this one has ${entries.length}.` }]
  return entries.flatMap(([key, it]) => [
    ...(key === '' ? [{ path: [...path, key], message: 'An entry needs a name.' }] : key.length > 256 ? [{ path: [...path, key], message: 'A name has at most 256 characters.' }] : []),
    ...problemsOfValue(it, type.nestedType, [...path, key]),
  ])
}

export interface PartProblem extends ValueProblem {
  readonly property: string
}

/** Properties that hold a static value: the others get theirs from elsewhere. */
export function isStatic(definition: Definition): boolean {
  return !definition.isTimeSeries && !definition.isStoredExternally
}

/** All that is wrong with a part of a component against the definitions of its type. */
export function problemsOfPart(part: DraftPart, definitions: Readonly<Record<string, Definition>>): readonly PartProblem[] {
  const problems: PartProblem[] = []
  for (const [property, { value }] of Object.entries(part.properties)) {
    const definition = definitions[property]
    if (!definition) problems.push({ property, path: [], message: `The type has no property “${property}”.` })
    else if (definition.isTimeSeries) problems.push({ property, path: [], message: 'A time series takes its values over time, not here.' })
    else problems.push(...problemsOfValue(value, definition.dataType).map((it) => ({ property, ...it })))
  }
  for (const [property, definition] of Object.entries(definitions)) {
    if (definition.isRequiredInEntity && isStatic(definition) && !definition.isImported && definition.defaultValue === undefined && !(property in part.properties)) {
      problems.push({ property, path: [], message: 'This is required.' })
    }
  }
  if ((part.description ?? '').length > 2048) problems.push({ property: '', path: [], message: 'A description has at most 2048 characters.' })
  return problems
}

/** Which property a refusal of the service is about, when its words name one. */
export function propertyNamed(message: string, names: Iterable<string>): string | null {
  const quoted = [...message.matchAll(/[`'"“]([^`'"”]+)[`'"”]/g)].map((it) => it[1] ?? '')
  const byPath = /properties\.([\w-]+)|propertyUpdates\.([\w-]+)/.exec(message)
  const mentioned = new Set([byPath?.[1] ?? byPath?.[2] ?? '', ...quoted])
  for (const name of names) if (mentioned.has(name)) return name
  return null
}
