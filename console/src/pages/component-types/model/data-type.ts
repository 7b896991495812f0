// Data types and values in words: how a type is printed, and how text becomes a value of it and back.

import type { DataType, DataValue } from '@aws-sdk/client-iottwinmaker'

export const KINDS = ['STRING', 'DOUBLE', 'INTEGER', 'LONG', 'BOOLEAN', 'LIST', 'MAP', 'RELATIONSHIP'] as const
export type Kind = (typeof KINDS)[number]

const WORDS: Readonly<Record<Kind, string>> = {
  STRING: 'String', DOUBLE: 'Double', INTEGER: 'Integer', LONG: 'Long', BOOLEAN: 'Boolean', LIST: 'List',
  MAP: 'Map',
  RELATIONSHIP: 'Relationship',
}

export const KIND_HINTS: Readonly<Record<Kind, string>> = {
  STRING: 'Text, up to 2,048 characters',
  DOUBLE: 'A number with a fraction',
  INTEGER: 'A whole number of 32 bits',
  LONG: 'A whole number of 64 bits',
  BOOLEAN: 'True or false',
  LIST: 'Up to 50 values of one type, in order',
  MAP: 'Up to 50 values of one type, each under a name',
  RELATIONSHIP: 'Points to another entity; an edge of the knowledge graph',
}

/** `List of Double`, `Relationship “feeds” to com.example.space`. */
export function printDataType(it: DataType | undefined): string {
  if (!it?.type) return 'as inherited'
  const word = WORDS[it.type as Kind] ?? it.type
  if (it.type === 'LIST' || it.type === 'MAP') return it.nestedType ? `${word} of ${printDataType(it.nestedType)}` : word
  if (it.type !== 'RELATIONSHIP' || !it.relationship) return word
  const { relationshipType, targetComponentTypeId } = it.relationship
  return `${word}${relationshipType ? ` “${relationshipType}”` : ''}${targetComponentTypeId ? ` to ${targetComponentTypeId}` : ''}`
}

/** The unit of a type or of what it holds. */
export function unitOf(it: DataType | undefined): string | undefined {
  return it?.unitOfMeasure ?? (it?.nestedType ? unitOf(it.nestedType) : undefined)
}

export function printValue(value: DataValue | undefined): string {
  if (!value) return ''
  if (value.stringValue !== undefined) return value.stringValue
  const plain = plainOf(value)
  return typeof plain === 'object' ? JSON.stringify(plain) : String(plain)
}

/** A value as plain JSON: `{listValue: [{doubleValue: 1}]}` is `[1]`. */
export function plainOf(value: DataValue): unknown {
  if (value.listValue) return value.listValue.map(plainOf)
  if (value.mapValue) return Object.fromEntries(Object.entries(value.mapValue).map(([key, it]) => [key, plainOf(it)]))
  if (value.relationshipValue) return { ...value.relationshipValue }
  return value.stringValue ?? value.doubleValue ?? value.integerValue ?? value.longValue ?? value.booleanValue
    ?? value.expression ?? null
}

export type Parsed = { readonly value: DataValue } | { readonly problem: string }

/** What text means as a value of a type; lists, maps and relationships are JSON. */
export function parseValue(text: string, type: DataType): Parsed {
  if (/^\$\{Parameters\.[a-zA-Z][\w]*\}$/.test(text)) return { value: { expression: text } }
  if (type.type === 'STRING') return valueOf(text, type)
  const trimmed = text.trim()
  if (type.type === 'BOOLEAN') {
    if (trimmed !== 'true' && trimmed !== 'false') return { problem: 'Write true or false.' }
    return { value: { booleanValue: trimmed === 'true' } }
  }
  if (type.type === 'LIST' || type.type === 'MAP' || type.type === 'RELATIONSHIP') {
    try {
      return valueOf(JSON.parse(trimmed), type)
    } catch {
      return { problem: `Write ${EXAMPLES[type.type]}; this is not JSON.` }
    }
  }
  if (trimmed === '' || !Number.isFinite(Number(trimmed))) return { problem: 'Write a number, such as 21.5.' }
  return valueOf(Number(trimmed), type)
}

const EXAMPLES = {
  LIST: 'a list such as [1, 2]',
  MAP: 'an object such as {"name": 1}',
  RELATIONSHIP: 'an object such as {"targetEntityId": "oven-1"}',
}

const INTEGER_MAX = 2 ** 31

/** Plain JSON as a value of a type, or why not. */
export function valueOf(plain: unknown, type: DataType): Parsed {
  const wrong = (want: string): Parsed => ({ problem: `${JSON.stringify(plain)} is not ${want}.` })
  switch (type.type) {
    case 'STRING':
      if (typeof plain !== 'string') return wrong('text')
      return plain.length > 0 && plain.length <= 2048 ? { value: { stringValue: plain } }
        : { problem: 'Text must have 1 to 2,048 characters.' }
    case 'BOOLEAN': return typeof plain === 'boolean' ? { value: { booleanValue: plain } } : wrong('true or false')
    case 'DOUBLE': return typeof plain === 'number' ? { value: { doubleValue: plain } } : wrong('a number')
    case 'LONG':
      return Number.isSafeInteger(plain) ? { value: { longValue: plain as number } } : wrong('a whole number')
    case 'INTEGER': {
      const isFit = Number.isInteger(plain) && (plain as number) >= -INTEGER_MAX && (plain as number) < INTEGER_MAX
      return isFit ? { value: { integerValue: plain as number } } : wrong('a whole number of 32 bits')
    }
    case 'LIST': return listOf(plain, type)
    case 'MAP': return mapOf(plain, type)
    case 'RELATIONSHIP': return relationshipOf(plain)
    default: return { problem: 'Choose a data type first.' }
  }
}

function listOf(plain: unknown, type: DataType): Parsed {
  if (!Array.isArray(plain)) return { problem: `Write ${EXAMPLES.LIST}.` }
  if (plain.length === 0 || plain.length > 50) return { problem: 'A list must have 1 to 50 items.' }
  if (!type.nestedType) return { problem: 'Choose what the list holds first.' }
  const items: DataValue[] = []
  for (const item of plain) {
    const parsed = valueOf(item, type.nestedType)
    if ('problem' in parsed) return parsed
    items.push(parsed.value)
  }
  return { value: { listValue: items } }
}

function mapOf(plain: unknown, type: DataType): Parsed {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return { problem: `Write ${EXAMPLES.MAP}.` }
  if (Object.keys(plain).length > 50) return { problem: 'A map can have 50 entries.' }
  if (!type.nestedType) return { problem: 'Choose what the map holds first.' }
  const entries: Record<string, DataValue> = {}
  for (const [key, item] of Object.entries(plain)) {
    const parsed = valueOf(item, type.nestedType)
    if ('problem' in parsed) return parsed
    entries[key] = parsed.value
  }
  return { value: { mapValue: entries } }
}

function relationshipOf(plain: unknown): Parsed {
  const it = plain as { targetEntityId?: unknown; targetComponentName?: unknown } | null
  const isGood = typeof it === 'object' && it !== null && typeof it.targetEntityId === 'string'
  if (!isGood) return { problem: `Write ${EXAMPLES.RELATIONSHIP}.` }
  const name = it.targetComponentName
  const component = typeof name === 'string' ? { targetComponentName: name } : {}
  return { value: { relationshipValue: { targetEntityId: it.targetEntityId as string, ...component } } }
}

/** Whether two types hold the same kinds of data, units and allowed values aside. */
export function hasSameShape(one: DataType | undefined, other: DataType | undefined): boolean {
  if (!one || !other) return one === other
  return one.type === other.type && hasSameShape(one.nestedType, other.nestedType)
}

/** How an allowed value or a default of a type is kept, checked: empty when it fits. */
export function problemOfValue(value: DataValue, type: DataType): string | undefined {
  const members = Object.values(value).filter((it) => it !== undefined)
  if (members.length !== 1) return 'A value must have exactly one member, such as stringValue.'
  if (value.expression !== undefined) return undefined
  const fitted = valueOf(plainOf(value), type)
  if ('problem' in fitted) return fitted.problem
  if (!isMemberOf(value, type.type as Kind)) return `A ${type.type} has ${memberOf(type.type as Kind)}.`
  const allowed = type.allowedValues ?? []
  const isAllowed = allowed.length === 0 || type.type === 'LIST' || type.type === 'MAP'
    || allowed.some((it) => printValue(it) === printValue(value))
  return isAllowed ? undefined : `${printValue(value)} is not among the allowed values.`
}

export function memberOf(kind: Kind): keyof DataValue {
  const members: Readonly<Record<Kind, keyof DataValue>> = {
    STRING: 'stringValue', DOUBLE: 'doubleValue', INTEGER: 'integerValue', LONG: 'longValue',
    BOOLEAN: 'booleanValue', LIST: 'listValue', MAP: 'mapValue', RELATIONSHIP: 'relationshipValue',
  }
  return members[kind]
}

/** The service takes whole numbers for wider types too. */
function isMemberOf(value: DataValue, kind: Kind): boolean {
  if (value[memberOf(kind)] !== undefined) return true
  if (kind === 'LONG') return value.integerValue !== undefined
  return kind === 'DOUBLE' && (value.integerValue !== undefined || value.longValue !== undefined)
}
