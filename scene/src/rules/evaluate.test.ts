// The table of rules: what each expression is for some values, and what rules ask for.

import { describe, expect, it } from 'vitest'
import type { RuleStatement } from '../document/types'
import { checkExpression, evaluateExpression, evaluateRule } from './evaluate'
import { namesIn, type Values } from './variables'

const icon = (name: string): string => `iottwinmaker.common.icon:${name}`
const color = (name: string): string => `iottwinmaker.common.color:${name}`

type Row = readonly [expression: string, values: Values, result: unknown]

const EXPRESSIONS: readonly Row[] = [
  // Comparing numbers
  ['temperature > 40', { temperature: 41 }, true],
  ['temperature > 40', { temperature: 40 }, false],
  ['temperature >= 40', { temperature: 40 }, true],
  ['temperature < 20', { temperature: 19.99 }, true],
  ['temperature <= 20', { temperature: 20 }, true],
  ['temperature == 20', { temperature: 20 }, true],
  ['temperature != 20', { temperature: 20 }, false],
  ['temperature == -3.5', { temperature: -3.5 }, true],
  ['temperature > 0.5', { temperature: 0.6 }, true],
  ['temperature == 0', { temperature: 0 }, true],
  ['temperature == 0', { temperature: -0 }, true],
  ['0 < temperature && temperature < 10', { temperature: 5 }, true],
  ['0 < temperature && temperature < 10', { temperature: 10 }, false],
  // Numbers that came as text compare as JavaScript does
  ['temperature > 40', { temperature: '41' }, true],
  ['temperature == 20', { temperature: '20' }, true],
  ['temperature > 40', { temperature: 'hot' }, false],
  // Texts
  ["alarm_status == 'ACTIVE'", { alarm_status: 'ACTIVE' }, true],
  ['alarm_status == "ACTIVE"', { alarm_status: 'ACTIVE' }, true],
  ["alarm_status == 'ACTIVE'", { alarm_status: 'active' }, false],
  ["alarm_status != 'NORMAL'", { alarm_status: 'ACTIVE' }, true],
  ["alarm_status == ''", { alarm_status: '' }, true],
  ["name == 'it\\'s'", { name: "it's" }, true],
  ["name == 'a-b'", { name: 'a-b' }, true],
  ["name == 'ä ö'", { name: 'ä ö' }, true],
  ["'b' > 'a'", {}, true],
  ["first + ' ' + last", { first: 'a', last: 'b' }, 'a b'],
  // Booleans, and texts that say one
  ['isOn', { isOn: true }, true],
  ['isOn', { isOn: false }, false],
  ['!isOn', { isOn: false }, true],
  ['isOn == true', { isOn: true }, true],
  ['isOn == false', { isOn: false }, true],
  ["isOn == 'true'", { isOn: true }, true],
  ["isOn == 'false'", { isOn: false }, true],
  ["isOn == 'true'", { isOn: false }, false],
  ["isOn == 'true'", { isOn: 'true' }, true],
  ['isOn == true', { isOn: 'true' }, true],
  ['isOn == false', { isOn: 'false' }, true],
  ['isOn == true', { isOn: 'false' }, false],
  ["isOn != 'true'", { isOn: true }, false],
  ["isOn != 'true'", { isOn: false }, true],
  ["isOn == 'yes'", { isOn: true }, false],
  ['isOn == 1', { isOn: true }, true],
  // And, or, not, brackets, order
  ['a && b', { a: true, b: 0 }, 0],
  ['a || b', { a: 0, b: 'x' }, 'x'],
  ['a && b || c', { a: false, b: true, c: true }, true],
  ['a && (b || c)', { a: false, b: true, c: true }, false],
  ['!a && b', { a: false, b: true }, true],
  ['!(a && b)', { a: true, b: false }, true],
  // && and || have the same rank, from left to right: so says jexl
  ['a || b && c', { a: true, b: false, c: false }, false],
  ['a || (b && c)', { a: true, b: false, c: false }, true],
  // A bracket that is not closed is closed by the end
  ['(a', { a: 7 }, 7],
  // Arithmetic
  ['RPM / 10', { RPM: 55 }, 5.5],
  ['(RPM-55)/10', { RPM: 60 }, 0.5],
  ['RPM * 2 + 1', { RPM: 3 }, 7],
  ['1 + RPM * 2', { RPM: 3 }, 7],
  ['RPM % 4', { RPM: 10 }, 2],
  ['RPM ^ 2', { RPM: 3 }, 9],
  ['RPM // 4', { RPM: 10 }, 2],
  ['RPM - 1', { RPM: 3 }, 2],
  ['RPM -1', { RPM: 3 }, 2],
  ['RPM > -1', { RPM: 0 }, true],
  ['-1 + RPM', { RPM: 3 }, 2],
  ['10 - 2 - 3', {}, 5],
  // Choice, membership, parts
  ["temperature > 30 ? 'hot' : 'fine'", { temperature: 31 }, 'hot'],
  ["temperature > 30 ? 'hot' : 'fine'", { temperature: 30 }, 'fine'],
  ["state in ['A', 'B']", { state: 'B' }, true],
  ["state in ['A', 'B']", { state: 'C' }, false],
  ["'lar' in state", { state: 'alarm' }, true],
  ['point.x > 1', { point: { x: 2 } }, true],
  ['point["x"] > 1', { point: { x: 2 } }, true],
  ['point.y.z', { point: { x: 2 } }, undefined],
  ['list[1]', { list: [4, 5] }, 5],
  ['list[.x > 1].x', { list: [{ x: 1 }, { x: 3 }] }, 3],
  ['temperature_raw[0]', { temperature: 3, temperature_raw: [1, 2, 3] }, 1],
  // Names with dashes
  ["alarm-status == 'ACTIVE'", { 'alarm-status': 'ACTIVE' }, true],
  ["alarm__status == 'ACTIVE'", { 'alarm-status': 'ACTIVE' }, true],
  ["alarm-status == 'X' || alarm-status == 'Y'", { 'alarm-status': 'Y' }, true],
  ["a-b-c == 'x'", { 'a-b-c': 'x' }, true],
  ["a__b__c == 'x'", { 'a-b-c': 'x' }, true],
  ["alarm-status == 'alarm-status'", { 'alarm-status': 'alarm-status' }, true],
  ['a-b > 1', { 'a-b': 2, a: 0, b: 0 }, true],
  ['a-b', { a: 5, b: 3 }, 2],
  ['a-b-1', { 'a-b': 5 }, 4],
  ['a-bc', { 'a-b': 5, a: 9, bc: 1 }, 8],
  ['a-b-c + a-b', { 'a-b-c': 1, 'a-b': 2 }, 3],
  ['(speed-set-speed) > 2', { 'speed-set': 1, speed: 5 }, false],
  // What is not there
  ['temperature > 40', {}, false],
  ["missing == 'x'", { temperature: 1 }, false],
  ['missing.part', { temperature: 1 }, undefined],
  ['1 == 1', {}, true],
  ['true', {}, true],
  ['false', {}, false],
  // Spaces and lines
  ['  temperature\n  >\t40 ', { temperature: 41 }, true],
  ['temperature>40&&temperature<50', { temperature: 45 }, true],
]

describe('expressions', () => {
  it.each(EXPRESSIONS)('%s for %j is %j', (expression, values, result) => {
    expect(evaluateExpression(expression, values)).toEqual(result)
  })

  it.each([
    'temperature >',
    'a b',
    "'open",
    'temperature > .5',
    'constructor',
    'toString',
    '__proto__',
    'a)',
    'round(a)',
    'a|upper',
    'constructor()',
    '',
    'a = 1',
    'a === 1',
    '@',
  ])('%s cannot be evaluated', (expression) => {
    expect(() => evaluateExpression(expression, { a: 1, temperature: 1 })).toThrow()
  })

  it('refuses very long ones', () => {
    expect(() => evaluateExpression(`1${' + 1'.repeat(2_000)}`, {})).toThrow('longer than 4096')
  })

  it('reads many without keeping them all', () => {
    for (let count = 0; count < 3_000; count += 1)
      expect(evaluateExpression(`x == ${count}`, { x: count })).toBe(true)
  })
})

const ALARM: readonly RuleStatement[] = [
  { expression: "alarm_status == 'ACTIVE'", target: icon('Error') },
  { expression: "alarm_status == 'ACKNOWLEDGED'", target: icon('Warning') },
  { expression: 'alarm_status', target: icon('Info') },
]

type RuleRow = readonly [
  name: string,
  statements: readonly RuleStatement[],
  values: Values,
  index: number | null,
  target: unknown,
]

const RULES: readonly RuleRow[] = [
  ['the first that holds wins', ALARM, { alarm_status: 'ACTIVE' }, 0, { kind: 'icon', icon: 'Error' }],
  ['the second', ALARM, { alarm_status: 'ACKNOWLEDGED' }, 1, { kind: 'icon', icon: 'Warning' }],
  ['any text holds', ALARM, { alarm_status: 'x' }, 2, { kind: 'icon', icon: 'Info' }],
  ['none holds', ALARM, { alarm_status: '' }, null, null],
  ['no value looks as usual', ALARM, {}, null, null],
  ['no value, though "not" would hold', [{ expression: "s != 'x'", target: icon('Error') }], {}, null, null],
  [
    'an undefined value is none',
    [{ expression: "s != 'x'", target: icon('Error') }],
    { s: undefined },
    null,
    null,
  ],
  ['null is none', [{ expression: '!s', target: icon('Error') }], { s: null }, null, null],
  [
    'a condition without values holds without',
    [{ expression: '1==1', target: color('#d13212') }],
    {},
    0,
    { kind: 'color', color: '#d13212', alpha: 1 },
  ],
  [
    'one that throws is passed over',
    [
      { expression: 'a ==', target: icon('Error') },
      { expression: 'a', target: icon('Info') },
    ],
    { a: 1 },
    1,
    { kind: 'icon', icon: 'Info' },
  ],
  ['no statements', [], { a: 1 }, null, null],
  [
    'colours by name',
    [{ expression: 'a', target: color('Tomato') }],
    { a: 1 },
    0,
    { kind: 'color', color: '#ff6347', alpha: 1 },
  ],
  [
    'colours with alpha',
    [{ expression: 'a', target: color('rgba(255, 0, 0, 0.5)') }],
    { a: 1 },
    0,
    { kind: 'color', color: '#ff0000', alpha: 0.5 },
  ],
  ['a colour that is none', [{ expression: 'a', target: color('nice') }], { a: 1 }, null, null],
  [
    'opacity',
    [{ expression: 'a', target: 'iottwinmaker.common.opacity:0.25' }],
    { a: 1 },
    0,
    { kind: 'opacity', opacity: 0.25 },
  ],
  [
    'opacity beyond its bounds',
    [{ expression: 'a', target: 'iottwinmaker.common.opacity:7' }],
    { a: 1 },
    0,
    { kind: 'opacity', opacity: 1 },
  ],
  [
    'a number is the value',
    [{ expression: '(RPM-55)/10', target: 'iottwinmaker.common.number' }],
    { RPM: 60 },
    0,
    { kind: 'number', value: 0.5 },
  ],
  [
    'nought is a number too',
    [{ expression: 'RPM', target: 'iottwinmaker.common.number' }],
    { RPM: 0 },
    0,
    { kind: 'number', value: 0 },
  ],
  [
    'a number as text',
    [{ expression: 'RPM', target: 'iottwinmaker.common.number' }],
    { RPM: '3' },
    0,
    { kind: 'number', value: 3 },
  ],
  [
    'what is no number is passed over',
    [
      { expression: 'x', target: 'iottwinmaker.common.number' },
      { expression: '7', target: 'iottwinmaker.common.number' },
    ],
    { x: 'fast' },
    1,
    { kind: 'number', value: 7 },
  ],
  [
    'an icon of our own',
    [
      {
        expression: 'a',
        target: icon('Custom'),
        targetMetadata: { color: '#123456', iconPrefix: 'fas', iconName: 'fire' },
      },
    ],
    { a: 1 },
    0,
    { kind: 'icon', icon: 'Custom', color: '#123456', iconPrefix: 'fas', iconName: 'fire' },
  ],
  [
    'an icon nobody knows is Info',
    [{ expression: 'a', target: icon('Smile') }],
    { a: 1 },
    0,
    { kind: 'icon', icon: 'Info' },
  ],
  ['a target nobody knows', [{ expression: 'a', target: 'Error' }], { a: 1 }, null, null],
]

describe('rules', () => {
  it.each(RULES)('%s', (_, statements, values, index, target) => {
    expect(evaluateRule({ statements }, values)).toEqual(
      index === null ? null : { statementIndex: index, target },
    )
  })

  it('no rule asks for nothing', () => expect(evaluateRule(undefined, { a: 1 })).toBeNull())
})

describe('what is wrong, in words', () => {
  const rows: readonly (readonly [string, string, number | undefined])[] = [
    ['', 'The expression is empty. Write a condition, such as temperature > 40.', undefined],
    ['a = 1', 'Write == to compare two values; a single = is not known here.', 2],
    ['a === 1', 'Write == to compare; === is not known here.', 2],
    ['a !== 1', 'Write != to compare; !== is not known here.', 2],
    ['a > 1 and b', 'Write && for "and".', 6],
    ['a > 1 OR b', 'Write || for "or".', 6],
    ['not a', 'Write ! for "not".', 0],
    ['a & b', 'Write && for "and"; a single & is not known here.', 2],
    ['a | b', 'Write || for "or"; a single | is not known here.', 2],
    ['a <> b', 'Write != for "is not".', 2],
    ['a == null', 'There is no null here: a rule is not asked while there is no value.', 5],
    ['round(a) > 1', 'There are no functions here; only values, numbers, texts and operators.', 0],
    ["a == 'x", "The text that begins here is not closed; a ' is missing.", 5],
    ['a > .5', 'Write the 0 before the point: 0.5.', 4],
    [
      'a || b && c',
      'Put brackets where && and || stand side by side: here they are taken from left to right.',
      2,
    ],
    ['(a > 1', 'The ( that begins here is not closed.', 0],
    ['a > ', 'The expression ends too early; something is missing after its end.', 3],
    ['  a b', '"b" does not belong here. Is an operator (==, &&, +) missing before it?', 4],
    ['a > 1)', '")" does not belong here. Is an operator (==, &&, +) missing before it?', 5],
    ['a # b', '"#" means nothing here.', 2],
    ['a == “x”', 'Use straight quotes, \' or ".', 5],
  ]

  it.each(rows)('%s', (text, message, at) => {
    expect(checkExpression(text)).toMatchObject({ message, ...(at === undefined ? {} : { at }) })
  })

  it.each([
    'a > 1',
    "a == 'x and y = z'",
    'a-b > 1',
    'a in [1, 2]',
    '1 == 1',
    'a ? 1 : 2',
    'and_so == 1',
    '(a || b) && c',
    'a && b && c',
    'list[.x > 1]',
  ])('%s is right', (text) => {
    expect(checkExpression(text, ['a-b', 'a', 'b', 'c', 'list', 'and_so'])).toBeNull()
  })

  it('warns of a name that nothing binds', () => {
    expect(checkExpression("temprature > 40 && state == 'x'", ['temperature', 'state'])).toEqual({
      message: 'There is no value "temprature" here; what is bound is temperature, state.',
      at: 0,
      isWarning: true,
    })
    expect(checkExpression('temperature_raw[0] > 40', ['temperature'])).toBeNull()
    expect(checkExpression('whatever > 40', [])).toBeNull()
    expect(checkExpression('(a > 1')?.isWarning).toBe(true)
    expect(checkExpression('a >')?.isWarning).toBeUndefined()
  })

  it('knows which names an expression uses', () => {
    expect(namesIn("temperature > 1 && name == 'other' || point.x in list")).toEqual([
      'temperature',
      'name',
      'point',
      'list',
    ])
  })
})
