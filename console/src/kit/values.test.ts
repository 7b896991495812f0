// Values there and back, refusals in words, and what one types.

import type { DataType, DataValue } from '@aws-sdk/client-iottwinmaker'
import { describe, expect, it } from 'vitest'
import { makeFormat } from './format'
import { isSamePlain, parseText, type Plain, printPlain, toDataValue, toPlain, typeWords } from './values'

const format = makeFormat({ timeZone: 'utc', numbers: 'en-US' })
const listOf = (nestedType: DataType): DataType => ({ type: 'LIST', nestedType })
const mapOf = (nestedType: DataType): DataType => ({ type: 'MAP', nestedType })

describe('there and back', () => {
  it.each<[DataType, Plain, DataValue]>([
    [{ type: 'STRING' }, '', { stringValue: '' }],
    [{ type: 'BOOLEAN' }, false, { booleanValue: false }],
    [{ type: 'DOUBLE' }, 0, { doubleValue: 0 }],
    [{ type: 'INTEGER' }, -7, { integerValue: -7 }],
    [{ type: 'LONG' }, 2 ** 40, { longValue: 2 ** 40 }],
    [listOf({ type: 'DOUBLE' }), [1.5, 2], { listValue: [{ doubleValue: 1.5 }, { doubleValue: 2 }] }],
    [mapOf(listOf({ type: 'STRING' })), { a: ['x'] }, { mapValue: { a: { listValue: [{ stringValue: 'x' }] } } }],
    [{ type: 'RELATIONSHIP' }, { targetEntityId: 'e' }, { relationshipValue: { targetEntityId: 'e' } }],
  ])('%j', (type, plain, value) => {
    expect(toDataValue(plain, type)).toEqual(value)
    expect(toPlain(value)).toEqual(plain)
  })
  it('shows an expression as its text', () => expect(toPlain({ expression: '${a}' })).toBe('${a}'))
  it('has none for none', () => expect(toPlain(undefined)).toBeNull())
})

describe('refusals', () => {
  it.each<[DataType, Plain, RegExp]>([
    [{ type: 'STRING' }, 1, /expected text, found 1/],
    [{ type: 'BOOLEAN' }, 'true', /expected true or false/],
    [{ type: 'DOUBLE' }, Number.NaN, /expected a number/],
    [{ type: 'INTEGER' }, 1.5, /whole number/],
    [{ type: 'INTEGER' }, 2 ** 31, /out of range/],
    [{ type: 'LONG' }, 2 ** 60, /out of range/],
    [listOf({ type: 'DOUBLE' }), [1, 'x'], /^\[1\]: expected a number, found “x”/],
    [mapOf(listOf({ type: 'DOUBLE' })), { limits: [true] }, /^limits\[0\]: /],
    [{ type: 'RELATIONSHIP' }, {}, /choose the entity/],
    [{ type: 'STRING', allowedValues: [{ stringValue: 'ON' }, { stringValue: 'OFF' }] }, 'on', /allowed values: “ON”, “OFF”/],
  ])('%j of %j', (type, plain, words) => expect(() => toDataValue(plain, type)).toThrow(words))
})

describe('what one types', () => {
  it.each<[string, string, Plain]>([
    ['DOUBLE', ' 1.5 ', 1.5], ['DOUBLE', '1,5', 1.5], ['DOUBLE', '-2e3', -2_000], ['INTEGER', '7', 7], ['BOOLEAN', 'Yes', true], ['STRING', ' a ', ' a '], ['LIST', '[1]', [1]],
  ])('%s “%s”', (type, text, plain) => expect(parseText(text, { type: type as 'DOUBLE' })).toEqual(plain))
  it.each([['DOUBLE', ''], ['DOUBLE', '1,234'], ['DOUBLE', 'x'], ['DOUBLE', 'Infinity'], ['BOOLEAN', 'maybe'], ['MAP', '{']])('%s “%s” is asked again', (type, text) => {
    expect(() => parseText(text, { type: type as 'DOUBLE' })).toThrow()
  })
})

describe('printing', () => {
  it.each<[Plain, string | undefined, string]>([
    [21.5, '°C', '21.5 °C'], [null, undefined, '–'], [[1, 2], 'bar', '1 bar, 2 bar'], [[], undefined, 'none'], [{ a: 1 }, undefined, 'a: 1'],
    [{ targetEntityId: 'e', targetComponentName: 'c' }, undefined, 'e · c'], [true, undefined, 'true'],
  ])('%j', (plain, unit, text) => expect(printPlain(plain, format, unit)).toBe(text))
  it('says types in words', () => expect(typeWords(listOf({ type: 'DOUBLE', unitOfMeasure: 'bar' }))).toBe('LIST of DOUBLE in bar'))
  it('compares by value', () => {
    expect(isSamePlain({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true)
    expect(isSamePlain({ a: 1 }, { b: 1 })).toBe(false)
    expect(isSamePlain([1], { 0: 1 })).toBe(false)
  })
})
