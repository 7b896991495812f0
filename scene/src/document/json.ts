// JSON read and written without loss: order of members, minus zero, and numbers a double cannot hold.

import { readExactly, type ExactForm } from './json-exact'
import type { Json, JsonObject } from './types'

export { JsonSyntaxError } from './json-exact'

const exactForms = new WeakMap<object, ExactForm>()

/** What may need more than `JSON.parse`: long whole numbers, huge exponents, members named like an index. */
const NEEDS_EXACT = /(?<![\d.])\d{16,}(?![\d.])|[eE]\+?\d{3}|"\d{1,10}"\s*:/

/** Reads JSON; throws `JsonSyntaxError`. */
export function readJson(text: string): Json {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (!NEEDS_EXACT.test(clean)) {
    try {
      return JSON.parse(clean) as Json
    } catch {
      // Read again below, for words that say where.
    }
  }
  return readExactly(clean, (object, form) => exactForms.set(object, form))
}

/** Writes JSON with two spaces; members that are `undefined` are left out. */
export function printJson(value: Json): string {
  return print(value, '\n', undefined)
}

function print(value: Json | undefined, newline: string, digits: string | undefined): string {
  if (typeof value === 'number') return digits ?? printNumber(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const form = exactForms.get(value)
  const inner = `${newline}  `
  if (isArray(value)) {
    if (value.length === 0) return '[]'
    const items = value.map((item, index) => print(item, inner, form?.digits?.get(index)))
    return `[${inner}${items.join(`,${inner}`)}${newline}]`
  }
  const members: string[] = []
  for (const name of form?.order ?? Object.keys(value)) {
    const member = value[name]
    if (member === undefined) continue
    members.push(`${JSON.stringify(name)}: ${print(member, inner, form?.digits?.get(name))}`)
  }
  return members.length === 0 ? '{}' : `{${inner}${members.join(`,${inner}`)}${newline}}`
}

function printNumber(value: number): string {
  if (Object.is(value, -0)) return '-0'
  return Number.isFinite(value) ? String(value) : 'null'
}

/** The members' names in the order they were read. */
export function namesOf(object: JsonObject): readonly string[] {
  return exactForms.get(object)?.order ?? Object.keys(object)
}

/** Makes `copy` print with the order of members that `original` was read with, and with its digits where
 *  the numbers are the same. */
export function keepOrder<T extends object>(original: JsonObject, copy: T): T {
  const form = exactForms.get(original)
  if (form === undefined) return copy
  const members = copy as JsonObject
  const digits = [...(form.digits ?? [])].filter(([name]) => Object.is(members[name], original[name]))
  const order = form.order && [...new Set([...form.order, ...Object.keys(copy)])]
  exactForms.set(copy, {
    ...(order === undefined ? {} : { order }),
    ...(digits.length === 0 ? {} : { digits: new Map(digits) }),
  })
  return copy
}

export function isArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value)
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether two values print the same, the order of members aside. */
export function isEqualJson(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (isArray(one) || isArray(other)) {
    if (!isArray(one) || !isArray(other) || one.length !== other.length) return false
    return one.every((item, index) => isEqualJson(item, other[index]))
  }
  const names = definedNames(one)
  if (names.length !== definedNames(other).length) return false
  return names.every((name) => Object.hasOwn(other, name) && isEqualJson(one[name], other[name]))
}

function definedNames(object: JsonObject): string[] {
  return Object.keys(object).filter((name) => object[name] !== undefined)
}

/** A JSON pointer one step down. */
export function pointerTo(pointer: string, step: string | number): string {
  return `${pointer}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`
}
