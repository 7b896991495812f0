// The wire's typed values in words, and the typed value of a plain one. Pure.

import type { DataType, DataValue, PropertyDefinitionResponse } from '@aws-sdk/client-iottwinmaker'
import { currentFormat } from '../kit/format'

/** What the property definitions of types, components and requests have in common. */
export type Definition = Partial<PropertyDefinitionResponse>

/** A data type as people say it: “list of relationship”, “number (double)”. */
export function typeWords(type: DataType | undefined): string {
  if (type?.type === undefined) return 'unknown'
  switch (type.type) {
    case 'LIST': return `list of ${typeWords(type.nestedType)}`
    case 'MAP': return `map of ${typeWords(type.nestedType)}`
    default: return type.type.toLowerCase()
  }
}

/** The member of a DataValue that holds a value of a type. */
export const MEMBER = {
  STRING: 'stringValue', BOOLEAN: 'booleanValue', INTEGER: 'integerValue', LONG: 'longValue', DOUBLE: 'doubleValue',
  LIST: 'listValue', MAP: 'mapValue', RELATIONSHIP: 'relationshipValue',
} as const satisfies Record<string, keyof DataValue>
export type TypeName = keyof typeof MEMBER

export function typeNameOf(type: DataType | undefined): TypeName {
  return type?.type !== undefined && type.type in MEMBER ? (type.type as TypeName) : 'STRING'
}

/** The plain value inside: a string, a number, a list… */
export function plainOf(value: DataValue | undefined): unknown {
  if (value === undefined) return undefined
  if (value.listValue) return value.listValue.map(plainOf)
  if (value.mapValue) return Object.fromEntries(Object.entries(value.mapValue).map(([key, it]) => [key, plainOf(it)]))
  if (value.relationshipValue) {
    const { targetEntityId, targetComponentName } = value.relationshipValue
    return targetComponentName ? `${targetEntityId}/${targetComponentName}` : targetEntityId
  }
  return value.stringValue ?? value.booleanValue ?? value.doubleValue ?? value.integerValue ?? value.longValue ?? value.expression
}

const UNITS: Readonly<Record<string, string>> = { Celsius: '°C', Fahrenheit: '°F', Percent: '%', percent: '%', m2: 'm²', m3: 'm³' }

/** A unit as it is written on instruments. */
export function unitWords(unit: string | undefined): string {
  return unit === undefined ? '' : (UNITS[unit] ?? unit)
}

/** A value in one line, with its unit: “24.5 °C”, “true”, “3 items: a, b, c”. */
export function valueWords(value: DataValue | undefined, type?: DataType): string {
  if (value === undefined) return '–'
  const unit = unitWords(type?.unitOfMeasure)
  if (value.listValue) return listWords(value.listValue.map((it) => valueWords(it, type?.nestedType)), 'item')
  if (value.mapValue) return listWords(Object.entries(value.mapValue).map(([key, it]) => `${key}: ${valueWords(it, type?.nestedType)}`), 'entry')
  const plain = plainOf(value)
  const text = typeof plain === 'number' ? numberWords(plain) : plain === undefined ? '–' : String(plain)
  return unit ? `${text} ${unit}` : text
}

function listWords(parts: readonly string[], one: 'item' | 'entry'): string {
  if (parts.length === 0) return 'empty'
  const more = parts.length > 5 ? `, … (${parts.length} ${one === 'item' ? 'items' : 'entries'})` : ''
  return parts.slice(0, 5).join(', ') + more
}

/** Numbers as this person has chosen to read them, without the noise of binary fractions. */
export function numberWords(value: number): string {
  // Years and numbers of things are read without marks between thousands.
  if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) < 10_000)) return String(value)
  return currentFormat().number(value)
}

/** Whether two values are the same, whatever the order of their keys. */
export function isSameValue(a: unknown, b: unknown): boolean {
  return stable(a) === stable(b)
}

function stable(value: unknown): string {
  return JSON.stringify(value, (_, it: unknown) => (typeof it === 'object' && it !== null && !Array.isArray(it)
    ? Object.fromEntries(Object.entries(it).filter(([, member]) => member !== undefined).toSorted(([x], [y]) => (x < y ? -1 : 1)))
    : it)) ?? 'undefined'
}

/** A short mark of what kind of property it is. */
export function kindWords(definition: Definition | undefined): string {
  if (definition?.isTimeSeries) return 'Time series'
  if (definition?.isStoredExternally) return 'Read from outside'
  if (definition?.isExternalId) return 'External id'
  return 'Static'
}
