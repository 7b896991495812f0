// What may be typed into a number field.

import { describe, expect, it } from 'vitest'
import { calculate, DEGREES, METRES, shortNumber } from './expression'

describe('calculate', () => {
  it.each<[string, number | null]>([
    ['1', 1],
    ['-1.5', -1.5],
    ['.5', 0.5],
    ['1+2', 3],
    ['2*3+4', 10],
    ['2+3*4', 14],
    ['(2+3)*4', 20],
    ['1/4', 0.25],
    ['--2', 2],
    ['1,5', 1.5],
    ['1e3', 1000],
    ['', null],
    ['a', null],
    ['1+', null],
    ['1 2', null],
    ['(1', null],
    ['1/0', null],
    ['2;3', null],
  ])('%s', (text, value) => expect(calculate(text)).toBe(value))

  it('knows units', () => {
    expect(calculate('250mm', METRES)).toBeCloseTo(0.25)
    expect(calculate('6ft + 2 in', METRES)).toBeCloseTo(1.8796)
    expect(calculate('90°', DEGREES)).toBe(90)
    expect(calculate('3 parsec', METRES)).toBeNull()
  })
})

describe('shortNumber', () => {
  it.each<[number, string]>([
    [1, '1'],
    [1.23456, '1.235'],
    [-0.00001, '0'],
    [100, '100'],
  ])('%s', (value, text) => expect(shortNumber(value)).toBe(text))
})
