// Values of properties: from the API's tagged form to plain JavaScript and back, checked against the type, and printed.

import type { DataType, DataValue, RelationshipValue } from '@aws-sdk/client-iottwinmaker'
import { type Format, withUnit } from './format'

/** A value without its tag. Relationships are objects with `targetEntityId` and/or `targetComponentName`. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

/** A value that does not fit its type; `path` says where: `limits[2].max`. */
export class ValueError extends Error {
  readonly path: string
  constructor(message: string, path = '') {
    super(path ? `${path}: ${message}` : message)
    this.name = 'ValueError'
    this.path = path
  }
}

/** The plain value; null for none. */
export function toPlain(value: DataValue | undefined): Plain {
  if (value === undefined) return null
  if (value.doubleValue !== undefined) return value.doubleValue
  if (value.stringValue !== undefined) return value.stringValue
  if (value.booleanValue !== undefined) return value.booleanValue
  if (value.integerValue !== undefined) return value.integerValue
  if (value.longValue !== undefined) return value.longValue
  if (value.listValue !== undefined) return value.listValue.map(toPlain)
  if (value.mapValue !== undefined) return Object.fromEntries(Object.entries(value.mapValue).map(([key, it]) => [key, toPlain(it)]))
  if (value.relationshipValue !== undefined) return relationshipPlain(value.relationshipValue)
  return value.expression ?? null
}

function relationshipPlain({ targetEntityId, targetComponentName }: RelationshipValue): Plain {
  return {
    ...(targetEntityId === undefined ? {} : { targetEntityId }),
    ...(targetComponentName === undefined ? {} : { targetComponentName }),
  }
}

/** The tagged value of a type; throws a `ValueError` where the plain one does not fit. */
export function toDataValue(plain: Plain, type: DataType, path = ''): DataValue {
  const value = tagged(plain, type, path)
  const allowed = type.allowedValues ?? []
  if (allowed.length > 0 && !allowed.some((it) => isSamePlain(toPlain(it), plain))) {
    throw new ValueError(`${brief(plain)} is not one of the allowed values: ${allowed.map((it) => brief(toPlain(it))).join(', ')}`, path)
  }
  return value
}

function tagged(plain: Plain, type: DataType, path: string): DataValue {
  switch (type.type) {
    case 'STRING': return { stringValue: expectText(plain, path) }
    case 'BOOLEAN': return { booleanValue: expectBoolean(plain, path) }
    case 'DOUBLE': return { doubleValue: expectNumber(plain, path) }
    case 'INTEGER': return { integerValue: expectWhole(plain, path, -(2 ** 31), 2 ** 31 - 1) }
    case 'LONG': return { longValue: expectWhole(plain, path, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER) }
    case 'LIST': return { listValue: list(plain, type, path) }
    case 'MAP': return { mapValue: map(plain, type, path) }
    case 'RELATIONSHIP': return { relationshipValue: relationship(plain, path) }
    default: throw new ValueError(`the console does not know the type ${String(type.type)}`, path)
  }
}

function list(plain: Plain, type: DataType, path: string): DataValue[] {
  if (!Array.isArray(plain)) throw new ValueError(`expected a list, found ${brief(plain)}`, path)
  return plain.map((it: Plain, index) => toDataValue(it, type.nestedType ?? { type: 'STRING' }, `${path}[${index}]`))
}

function map(plain: Plain, type: DataType, path: string): Record<string, DataValue> {
  if (!isRecord(plain)) throw new ValueError(`expected names with values, found ${brief(plain)}`, path)
  const nested = type.nestedType ?? { type: 'STRING' }
  return Object.fromEntries(Object.entries(plain).map(([key, it]) => [key, toDataValue(it, nested, path ? `${path}.${key}` : key)]))
}

function relationship(plain: Plain, path: string): RelationshipValue {
  if (!isRecord(plain)) throw new ValueError('choose the entity it leads to', path)
  const { targetEntityId, targetComponentName } = plain
  const found = {
    ...(typeof targetEntityId === 'string' && targetEntityId ? { targetEntityId } : {}),
    ...(typeof targetComponentName === 'string' && targetComponentName ? { targetComponentName } : {}),
  }
  if (Object.keys(found).length === 0) throw new ValueError('choose the entity it leads to', path)
  return found
}

export function isRecord(plain: Plain): plain is { readonly [key: string]: Plain } {
  return typeof plain === 'object' && plain !== null && !Array.isArray(plain)
}

function expectText(plain: Plain, path: string): string {
  if (typeof plain !== 'string') throw new ValueError(`expected text, found ${brief(plain)}`, path)
  return plain
}

function expectBoolean(plain: Plain, path: string): boolean {
  if (typeof plain !== 'boolean') throw new ValueError(`expected true or false, found ${brief(plain)}`, path)
  return plain
}

function expectNumber(plain: Plain, path: string): number {
  if (typeof plain !== 'number' || !Number.isFinite(plain)) throw new ValueError(`expected a number, found ${brief(plain)}`, path)
  return plain
}

function expectWhole(plain: Plain, path: string, least: number, most: number): number {
  const value = expectNumber(plain, path)
  if (!Number.isInteger(value)) throw new ValueError(`expected a whole number, found ${brief(plain)}`, path)
  if (value < least || value > most) throw new ValueError(`${value} is out of range: ${least} to ${most}`, path)
  return value
}

/** What one typed, as a plain value of a type. Lists, maps and relationships are typed as JSON. */
export function parseText(text: string, type: DataType): Plain {
  switch (type.type) {
    case 'STRING': return text
    case 'BOOLEAN': return parseBoolean(text.trim().toLowerCase())
    case 'DOUBLE': case 'INTEGER': case 'LONG': return parseNumber(text.trim())
    default: return parseJson(text)
  }
}

function parseBoolean(text: string): boolean {
  if (text === 'true' || text === 'yes' || text === '1') return true
  if (text === 'false' || text === 'no' || text === '0') return false
  throw new ValueError(`“${text}” is neither true nor false`)
}

function parseNumber(text: string): number {
  // "1,5" is what half of Europe types for one and a half; a comma before three digits could mean either, so it is asked again.
  const isDecimalComma = /^[+-]?\d+,\d{1,2}$|^[+-]?\d+,\d{4,}$/.test(text)
  const value = text === '' ? Number.NaN : Number(isDecimalComma ? text.replace(',', '.') : text)
  if (!Number.isFinite(value)) throw new ValueError(text === '' ? 'enter a number' : `“${text}” is not a number`)
  return value
}

function parseJson(text: string): Plain {
  try {
    return JSON.parse(text) as Plain
  } catch (error) {
    throw new ValueError(`this is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

export function isSamePlain(a: Plain, b: Plain): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((it: Plain, i) => isSamePlain(it, (b as readonly Plain[])[i] ?? null))
  if (!isRecord(a) || !isRecord(b)) return false
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((it) => it in b && isSamePlain(a[it] ?? null, b[it] ?? null))
}

/** A value as one reads it: `21.5 °C`, `yes`, `a, b, c`, the entity it leads to. */
export function printPlain(plain: Plain, format: Format, unit?: string): string {
  if (plain === null) return '–'
  if (typeof plain === 'number') return format.quantity(plain, unit)
  if (typeof plain === 'boolean') return plain ? 'true' : 'false'
  if (typeof plain === 'string') return withUnit(plain, unit)
  if (Array.isArray(plain)) return plain.length === 0 ? 'none' : plain.map((it: Plain) => printPlain(it, format, unit)).join(', ')
  if (!isRecord(plain)) return '–'
  const { targetEntityId, targetComponentName } = plain
  if (targetEntityId !== undefined || targetComponentName !== undefined) return [targetEntityId, targetComponentName].filter(Boolean).join(' · ')
  return Object.entries(plain).map(([key, it]) => `${key}: ${printPlain(it, format, unit)}`).join(', ') || 'none'
}

export function printValue(value: DataValue | undefined, type: DataType | undefined, format: Format): string {
  return printPlain(toPlain(value), format, type?.unitOfMeasure)
}

/** The type in a word: `DOUBLE in °C`, `LIST of STRING`. */
export function typeWords(type: DataType | undefined): string {
  if (!type?.type) return ''
  const nested = type.nestedType ? ` of ${typeWords(type.nestedType)}` : ''
  return `${type.type}${nested}${type.unitOfMeasure ? ` in ${type.unitOfMeasure}` : ''}`
}

function brief(plain: Plain): string {
  if (typeof plain === 'string') return `“${plain.length > 40 ? `${plain.slice(0, 40)}…` : plain}”`
  const text = JSON.stringify(plain) ?? 'nothing'
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
