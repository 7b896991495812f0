// Values in overlays, colours and targets as they are written and read.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newOverlay } from '../document/defaults'
import { parseColor, toHex } from './color'
import {
  fillOverlay,
  formatNumber,
  formatValue,
  namesInOverlay,
  unboundNames,
  whyNotBindingName,
} from './overlay'
import { parseTarget, printTarget, type RuleTarget } from './target'

describe('overlays', () => {
  const values = new Map<string, unknown>([
    ['temp', 21.456],
    ['state', '*ON* <b>'],
    ['a b', 3],
    ['none', undefined],
  ])
  const rows: readonly (readonly [string, string])[] = [
    ['# ${temp} °C', '# 21.46 °C'],
    ['${temp}${a b}', '21.463'],
    ['${none} ${missing}', '\\- \\-'],
    ['${state}', '\\*ON\\* \\<b\\>'],
    ['$temp {temp} ${}', '$temp {temp} \\-'],
    ['no value', 'no value'],
    ['state `${state}` **${state}**', 'state `*ON* <b>` **\\*ON\\* \\<b\\>**'],
  ]
  it.each(rows)('%s becomes %s', (content, filled) => expect(fillOverlay(content, values)).toBe(filled))

  it('leaves names that nothing binds when the bound ones are known', () => {
    expect(fillOverlay('${temp} ${x}', values, ['temp'])).toBe('21.46 ${x}')
  })

  it('knows the names it uses', () => {
    expect(namesInOverlay('${a} ${b c} ${a}')).toEqual(['a', 'b c'])
    expect(
      unboundNames({ ...newOverlay('OverlayPanel', '${a} ${b}'), valueDataBindings: [{ bindingName: 'b' }] }),
    ).toEqual(['a'])
  })

  it('says why a name may not be', () => {
    expect(whyNotBindingName('temp')).toBeNull()
    expect(whyNotBindingName(' ')).toContain('needed')
    expect(whyNotBindingName('a.b')).toContain('may not hold')
    expect(whyNotBindingName('a', ['a'])).toContain('already')
  })

  const numbers: readonly (readonly [number, string])[] = [
    [0, '0'],
    [-0, '0'],
    [5, '5'],
    [-5, '-5'],
    [1234, '1234'],
    [1234567, '1,234,567'],
    [0.1 + 0.2, '0.3'],
    [21.456, '21.46'],
    [123.456, '123.5'],
    [1234.56, '1234.6'],
    [12345.67, '12,345.7'],
    [0.0123, '0.012'],
    [0.00012345, '0.00012'],
    [0.00001234, '1.234e-5'],
    [1.5e13, '1.5e13'],
    [99.999, '100'],
    [Number.NaN, '-'],
    [Number.POSITIVE_INFINITY, '-'],
  ]
  it.each(numbers)('%d is shown as %s', (number, text) => expect(formatNumber(number)).toBe(text))

  const kinds: readonly (readonly [unknown, string])[] = [
    [true, 'true'],
    ['text', 'text'],
    ['', '-'],
    [null, '-'],
    [undefined, '-'],
    [[1.234, 'a'], '1.23, a'],
    [{ a: 1 }, '{"a":1}'],
  ]
  it.each(kinds)('%j is shown as %s', (value, text) => expect(formatValue(value)).toBe(text))

  it('shows a unit behind a value, not behind none', () => {
    expect([formatValue(3, '°C'), formatValue(null, '°C')]).toEqual(['3 °C', '-'])
  })
})

describe('colours', () => {
  const rows: readonly (readonly [string | number, string | null, number])[] = [
    ['#f00', '#ff0000', 1],
    ['#F008', '#ff0000', 136 / 255],
    ['#FF8000', '#ff8000', 1],
    ['#ff800080', '#ff8000', 128 / 255],
    ['red', '#ff0000', 1],
    [' RebeccaPurple ', '#663399', 1],
    ['transparent', '#000000', 0],
    ['rgb(255, 128, 0)', '#ff8000', 1],
    ['rgb(100% 50% 0%)', '#ff8000', 1],
    ['rgba(255,0,0,.5)', '#ff0000', 0.5],
    ['rgb(255 0 0 / 25%)', '#ff0000', 0.25],
    ['rgb(300,-5,0)', '#ff0000', 1],
    ['hsl(120, 100%, 50%)', '#00ff00', 1],
    ['hsla(240deg,100%,50%,0.3)', '#0000ff', 0.3],
    ['hsl(-120 100% 50%)', '#0000ff', 1],
    ['hsl(0,0%,50%)', '#808080', 1],
    [0xff0000, '#ff0000', 1],
    [255, '#0000ff', 1],
    ['#12345', null, 0],
    ['#ggg', null, 0],
    ['nice', null, 0],
    ['rgb(1,2)', null, 0],
    ['', null, 0],
    [-1, null, 0],
    ['toString', null, 0],
  ]
  it.each(rows)('%s is %s', (text, hex, alpha) => {
    const color = parseColor(text)
    expect(color?.hex ?? null).toBe(hex)
    if (color !== null) expect(color.alpha).toBeCloseTo(alpha, 6)
  })

  it('has another for what is none', () => expect(toHex('nice', '#cccccc')).toBe('#cccccc'))
})

describe('targets', () => {
  const target: fc.Arbitrary<RuleTarget> = fc.oneof(
    fc.constant({ kind: 'number' } as const),
    fc.record({
      kind: fc.constant('icon' as const),
      icon: fc.constantFrom('Info', 'Warning', 'Error', 'Video', 'Custom'),
    }),
    fc.record({
      kind: fc.constant('icon' as const),
      icon: fc.constant('Custom' as const),
      color: fc.constant('#123456'),
      iconName: fc.string(),
    }),
    fc.record({ kind: fc.constant('opacity' as const), opacity: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({
      kind: fc.constant('color' as const),
      color: fc.constantFrom('#000000', '#a1b2c3'),
      alpha: fc.constantFrom(1, 0.5, 0.125),
    }),
  )
  it('are the same once written and read', () => {
    fc.assert(
      fc.property(target, (made) => {
        const { target: text, targetMetadata } = printTarget(made)
        expect(parseTarget(text, targetMetadata)).toEqual(made)
      }),
    )
  })

  it.each([
    'iottwinmaker.common.opacity:',
    'iottwinmaker.common.opacity:x',
    'iottwinmaker.common.color:',
    'other',
  ])('%s is none', (text) => {
    expect(parseTarget(text)).toBeNull()
  })
})
