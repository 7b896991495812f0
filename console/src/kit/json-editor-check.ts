// What is wrong with JSON text: broken grammar first, then what its schema does not allow; each with its place and words. Pure.

import { type Schema, Validator } from '@cfworker/json-schema'
import type { JsonPath, JsonSchema } from './json-editor-schema'
import { parseTree, type Range, rangeOf } from './json-editor-tree'

export interface Problem extends Range {
  readonly message: string
  readonly path: JsonPath
  readonly severity: 'error' | 'warning'
}

export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: Problem }

/** Reads JSON; a mistake comes with its place. */
export function parseJson(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) as unknown }
  } catch {
    return { ok: false, problem: { ...brokenAt(text), path: [], severity: 'error' } }
  }
}

function brokenAt(text: string): Range & { readonly message: string } {
  if (text.trim() === '') return { from: 0, to: 0, message: 'Nothing is here yet; JSON is expected.' }
  const cursor = parseTree(text).cursor()
  do {
    if (!cursor.type.isError) continue
    const from = Math.min(cursor.from, Math.max(0, text.length - 1))
    const found = text.slice(from).trimStart()
    const after = text.slice(0, from).trimEnd().slice(-1)
    return { from, to: Math.min(text.length, Math.max(cursor.to, from + 1)), message: guess(after, found) }
  } while (cursor.next())
  return { from: 0, to: Math.min(1, text.length), message: 'This is not JSON.' }
}

function guess(after: string, found: string): string {
  if (after === ',' && /^[}\]]/.test(found)) return 'The comma before this bracket is one too many.'
  if (found === '') return 'The text ends too early: a bracket or quote is not closed.'
  if (found.startsWith('"') && /["\d}\]el]/.test(after)) return 'A comma is missing before this.'
  if (found.startsWith("'")) return 'Texts stand in double quotes.'
  if (/^[a-z_]/i.test(found)) return 'A name or text stands in double quotes.'
  return 'This is not JSON: a value, comma or bracket is missing or out of place.'
}

interface Failure {
  readonly keyword: string
  readonly instanceLocation: string
  readonly error: string
}

const WRAPPERS = new Set(['properties', 'items', 'additionalProperties', 'patternProperties', 'prefixItems', '$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'then', 'else', 'propertyNames'])

/** All that a schema has against the text. */
export function problemsOf(text: string, schema: JsonSchema | undefined): readonly Problem[] {
  const parsed = parseJson(text)
  if (!parsed.ok) return [parsed.problem]
  if (!schema) return []
  const { errors } = new Validator(schema as Schema, '2020-12', false).validate(parsed.value)
  return plain(errors).map((it) => {
    const path = pathOfPointer(it.instanceLocation, parsed.value)
    return { ...rangeOf(text, path, it.keyword === 'false' ? 'name' : 'value'), message: wordsOf(it, path, parsed.value), path, severity: 'error' }
  })
}

/** The failures that say something: not those that only repeat that something inside is wrong. */
function plain(errors: readonly Failure[]): readonly Failure[] {
  const own = errors.filter((it) => !WRAPPERS.has(it.keyword))
  // A choice of which no alternative fits: its alternatives' reasons mislead, unless they are about deeper places.
  const choices = errors.filter((it) => (it.keyword === 'oneOf' || it.keyword === 'anyOf') && !own.some((other) => other.instanceLocation.startsWith(it.instanceLocation)))
  const seen = new Set<string>()
  return [...own, ...choices].filter((it) => {
    const key = `${it.instanceLocation} ${it.keyword} ${it.error}`
    return !seen.has(key) && seen.add(key)
  })
}

function pathOfPointer(pointer: string, value: unknown): JsonPath {
  let at = value
  return pointer.split('/').slice(1).map((part) => {
    const name = decodeURIComponent(part.replaceAll('~1', '/').replaceAll('~0', '~'))
    const step = Array.isArray(at) ? Number(name) : name
    at = (at as Record<string | number, unknown> | undefined)?.[step]
    return step
  })
}

function wordsOf({ keyword, error }: Failure, path: JsonPath, value: unknown): string {
  const quoted = /"(.*)"/.exec(error)?.[1] ?? ''
  const last = String(path[path.length - 1] ?? '')
  switch (keyword) {
    case 'false': return `“${last}” is not known here.`
    case 'required': return `“${quoted}” is missing.`
    case 'type': {
      const [found = '', expected = ''] = [...error.matchAll(/"([^".]+)"(?:\.|\s|,|$)/g)].map((it) => it[1] ?? '')
      return `Expected ${article(expected)}; this is ${article(found)}.`
    }
    case 'enum': case 'const': return `One of these is expected: ${error.replace(/^[^[{"]*/, '').replace(/[[\]."]/g, '').replaceAll(',', ', ') || 'another value'}.`
    case 'pattern': return 'This has characters that are not allowed here.'
    case 'minLength': return 'This is too short.'
    case 'maxLength': return 'This is too long.'
    case 'minProperties': return 'Something must be in here.'
    case 'maxProperties': return 'Only one member is allowed here.'
    case 'minItems': return 'The list must not be empty.'
    case 'maxItems': return 'The list is too long.'
    case 'minimum': case 'maximum': return 'This number is out of range.'
    default: return typeof value === 'object' ? error.replace(/^Instance /, 'This ') : error
  }
}

function article(type: string): string {
  return /^[aio]/.test(type) ? `an ${type}` : `a ${type}`
}

/** JSON as people lay it out. */
export function formatJson(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? ''
}
