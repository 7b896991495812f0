// The JSON editor's own thinking: places, problems, offers.

import { describe, expect, it } from 'vitest'
import { parseJson, problemsOf } from './json-editor-check'
import { helpAt, offersAt } from './json-editor-complete'
import { type JsonSchema, schemasAt, stubOf } from './json-editor-schema'
import { placeAt, rangeOf } from './json-editor-tree'

const schema: JsonSchema = {
  type: 'object', additionalProperties: false, required: ['name'],
  properties: {
    name: { type: 'string', title: 'Name', description: 'What it is called.' },
    kind: { enum: ['a', 'b'] },
    on: { type: 'boolean' },
    value: { oneOf: [{ type: 'object', properties: { stringValue: { type: 'string' } }, required: ['stringValue'], additionalProperties: false }, { type: 'object', properties: { expression: { type: 'string' } }, required: ['expression'], additionalProperties: false }] },
    list: { type: 'array', items: { type: 'object', properties: { x: { type: 'number' } }, additionalProperties: false } },
  },
}
/** Text with `|` where the cursor is. */
const offers = (marked: string) => {
  const at = marked.indexOf('|')
  return offersAt(marked.replace('|', ''), at, schema)
}
const labels = (marked: string) => offers(marked)?.options.map((it) => it.label)

describe('places', () => {
  const text = '{ "name": "x", "list": [{ "x": 1 }, { "x": "no" }] }'
  it('finds the range of a path', () => {
    const of = (path: (string | number)[], what?: 'name') => { const { from, to } = rangeOf(text, path, what); return text.slice(from, to) }
    expect(of(['list', 1, 'x'])).toBe('"no"')
    expect(of(['list', 1, 'x'], 'name')).toBe('"x"')
    expect(of(['list'])).toBe('[')
    expect(of(['list', 1, 'missing'])).toBe('{')
    expect(of([])).toBe('{')
  })
  it('knows where it stands', () => {
    expect(placeAt('{ "list": [ {  } ] }', 14)).toMatchObject({ kind: 'name', path: ['list', 0] })
    expect(placeAt('{ "kind":  }', 10)).toMatchObject({ kind: 'value', path: ['kind'] })
    expect(placeAt('{ "name": "a", "" }', 16)).toMatchObject({ kind: 'name', path: [], taken: ['name'] })
  })
})

describe('problems', () => {
  const words = (text: string) => problemsOf(text, schema).map((it) => `${text.slice(it.from, it.to)}: ${it.message}`)
  it('marks what the schema does not allow, at its place, in words', () => {
    expect(words('{ "name": 3 }')).toEqual(['3: Expected a string; this is a number.'])
    expect(words('{ }')).toEqual(['{: “name” is missing.'])
    expect(words('{ "name": "a", "other": 1 }')).toEqual(['"other": “other” is not known here.'])
    expect(words('{ "name": "a", "kind": "c" }')).toEqual(['"c": One of these is expected: a, b.'])
    expect(words('{ "name": "a", "list": [{ "x": "1" }] }')).toEqual(['"1": Expected a number; this is a string.'])
  })
  it('is content with what is right', () => {
    expect(words('{ "name": "a", "on": true, "value": { "expression": "x" } }')).toEqual([])
  })
  it('says what is wrong with broken text', () => {
    const broken = (text: string) => { const it = parseJson(text); return it.ok ? '' : it.problem.message }
    expect(broken('{ "a": 1, }')).toMatch(/comma/)
    expect(broken('{ "a": 1 "b": 2 }')).toMatch(/comma is missing/)
    expect(broken('{ "a": ')).toMatch(/ends too early/)
    expect(broken('{ a: 1 }')).toMatch(/double quotes/)
    expect(broken('')).toMatch(/expected/)
  })
})

describe('offers', () => {
  it('offers names that are not there yet, required ones in words', () => {
    expect(labels('{ | }')).toEqual(['"name"', '"kind"', '"on"', '"value"', '"list"'])
    expect(labels('{ "name": "a", "|" }')).toEqual(['"kind"', '"on"', '"value"', '"list"'])
    expect(offers('{ | }')?.options[0]).toMatchObject({ detail: 'Name · required', apply: '"name": ""' })
  })
  it('offers what is inside lists and choices', () => {
    expect(labels('{ "list": [{ | }] }')).toEqual(['"x"'])
    expect(labels('{ "value": { "|" } }')).toEqual(['"stringValue"', '"expression"'])
  })
  it('offers values', () => {
    expect(labels('{ "kind": | }')).toEqual(['"a"', '"b"'])
    expect(labels('{ "kind": "|" }')).toEqual(['"a"', '"b"'])
    expect(labels('{ "on": | }')).toEqual(['true', 'false'])
  })
  it('keeps a colon that is there', () => {
    expect(offers('{ "na|": "x" }')?.options[0]).toMatchObject({ apply: '"name"' })
  })
  it('helps where one points', () => {
    expect(helpAt('{ "name": "x" }', 4, schema)).toEqual({ title: 'Name', text: 'What it is called.' })
    expect(helpAt('{ "kind": "a" }', 4, schema)).toBeNull()
  })
})

describe('schemas', () => {
  it('makes the smallest value', () => {
    expect(stubOf(schema)).toEqual({ name: '' })
    expect(stubOf(schema.properties?.['value'])).toEqual({ stringValue: '' })
    expect(stubOf({ enum: [3] })).toBe(3)
  })
  it('follows paths through alternatives', () => {
    expect(schemasAt(schema, ['value', 'expression']).map((it) => it.type)).toEqual(['string'])
  })
})
