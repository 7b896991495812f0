// The server's rules in words: each row a draft and what is said of it.

import { expect, test } from 'vitest'
import type { TypeDraft } from './draft'
import { effectiveOf } from './effective'
import { typeOf } from './fixtures'
import { idProblem, shapeProblem, validate } from './validate'

const IDS = new Set(['com.gemel.timeseries', 't.telemetry', 't.machine', 't.oven', 't.other'])

function problems(draft: Partial<TypeDraft>, isNew = true): string[] {
  const whole = { componentTypeId: 'x.pump', ...draft }
  const known = { typeOf, taken: IDS, ids: IDS, effective: effectiveOf(whole, typeOf), isNew }
  return validate(whole, known).map((it) => `${it.severity} ${it.path}: ${it.message}`)
}

const DOUBLE = { type: 'DOUBLE' as const }
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:reader'

const ROWS: readonly (readonly [string, Partial<TypeDraft>, string | null])[] = [
  ['nothing but an id', {}, null],
  ['no id', { componentTypeId: '' }, 'Give the type an id'],
  ['a prefix alone', { componentTypeId: 'com.acme.' }, 'Finish the id'],
  ['a space in the id', { componentTypeId: 'a b' }, 'no spaces'],
  ['a reserved id', { componentTypeId: 'com.amazon.pump' }, 'prefix of your own'],
  ['a taken id', { componentTypeId: 't.oven' }, 'already'],
  ['a long description', { description: 'x'.repeat(2049) }, '2,048'],
  ['a parent', { extendsFrom: ['t.oven'] }, null],
  ['an unknown parent', { extendsFrom: ['t.nothing'] }, 'no type t.nothing'],
  ['itself as parent', { extendsFrom: ['x.pump'] }, 'cannot extend itself'],
  ['a parent twice', { extendsFrom: ['t.oven', 't.oven'] }, 'named twice'],
  ['eleven parents', { extendsFrom: Array.from({ length: 11 }, () => 't.oven') }, 'can extend 10'],
  ['parents that clash', { extendsFrom: ['t.machine', 't.other'] }, 'cannot extend both'],
  ['a circle', { componentTypeId: 't.telemetry', extendsFrom: ['t.oven'] }, 'circle'],
  ['a property', { propertyDefinitions: { speed: { dataType: DOUBLE } } }, null],
  ['a property with a dot', { propertyDefinitions: { 'a.b': { dataType: DOUBLE } } }, 'no dots'],
  ['a property without type', { propertyDefinitions: { speed: {} } }, 'Choose what “speed” holds'],
  ['an override without type', { extendsFrom: ['t.machine'], propertyDefinitions: { state: { defaultValue: { stringValue: 'A' } } } }, null],
  ['an override of another type', { extendsFrom: ['t.machine'], propertyDefinitions: { state: { dataType: DOUBLE } } }, 'cannot change'],
  ['a list without nested type', { propertyDefinitions: { a: { dataType: { type: 'LIST' } } } }, 'what the list holds'],
  ['a nested type in a double', { propertyDefinitions: { a: { dataType: { type: 'DOUBLE', nestedType: DOUBLE } } } }, 'Only lists and maps'],
  ['a target of a double', { propertyDefinitions: { a: { dataType: { type: 'DOUBLE', relationship: {} } } } }, 'Only relationships'],
  ['a default of another type', { propertyDefinitions: { a: { dataType: DOUBLE, defaultValue: { stringValue: 'x' } } } }, 'is not a number'],
  ['a whole default of a double', { propertyDefinitions: { a: { dataType: DOUBLE, defaultValue: { integerValue: 1 } } } }, null],
  ['a default that is not allowed', { propertyDefinitions: { a: { dataType: { type: 'STRING', allowedValues: [{ stringValue: 'ON' }] }, defaultValue: { stringValue: 'OFF' } } } }, 'not among'],
  ['two members in a value', { propertyDefinitions: { a: { dataType: DOUBLE, defaultValue: { doubleValue: 1, stringValue: 'x' } } } }, 'exactly one member'],
  ['an allowed value of another type', { propertyDefinitions: { a: { dataType: { type: 'DOUBLE', allowedValues: [{ stringValue: 'x' }] } } } }, 'Allowed value'],
  ['an external id that is a number', { propertyDefinitions: { a: { dataType: DOUBLE, isExternalId: true } } }, 'such ids are strings'],
  ['an unknown function', { functions: { reader: { implementedBy: { lambda: { arn: ARN } } } } }, 'no function reader'],
  ['a function', { functions: { dataReader: { implementedBy: { lambda: { arn: ARN } } } } }, null],
  ['an ARN with a version', { functions: { dataReader: { implementedBy: { lambda: { arn: `${ARN}:1` } } } } }, 'no function’s ARN'],
  ['native without a predefined parent', { functions: { dataReader: { implementedBy: { isNative: true } } } }, 'predefined types'],
  ['native with one', { extendsFrom: ['t.oven'], functions: { dataReader: { implementedBy: { isNative: true } } } }, null],
  ['a function without implementation', { functions: { dataReader: {} } }, 'Nothing implements'],
  ['a required property that is not there', { functions: { dataReader: { implementedBy: { lambda: { arn: ARN } }, requiredProperties: ['a'] } } }, 'does not have'],
  ['a group of nothing', { propertyGroups: { rows: { groupType: 'TABULAR', propertyNames: ['a'] } } }, 'does not have'],
  ['a time series in a group', { extendsFrom: ['t.machine'], propertyGroups: { rows: { groupType: 'TABULAR', propertyNames: ['state'] } } }, 'time series'],
  ['a composite of nothing', { compositeComponentTypes: { part: { componentTypeId: '' } } }, 'Choose the type'],
  ['a composite of itself', { compositeComponentTypes: { part: { componentTypeId: 'x.pump' } } }, 'inside itself'],
  ['a composite', { compositeComponentTypes: { part: { componentTypeId: 't.oven' } } }, null],
  ['a tag without key', { tags: { '': 'x' } }, '1 to 128'],
]

test.each(ROWS)('%s', (_, draft, want) => {
  const found = problems(draft)
  if (want === null) expect(found).toEqual([])
  else expect(found.join('\n')).toContain(want)
})

test('the id of an existing type may be its own', () => {
  expect(problems({ componentTypeId: 't.oven' }, false)).toEqual([])
  expect(idProblem('a'.repeat(257), IDS)).toContain('256')
})

test.each([
  ['text', '"a"', 'must be an object'], ['a list', '[]', 'must be an object'], ['a number as id', '{"componentTypeId": 1}', 'must be text'],
  ['properties as a list', '{"propertyDefinitions": []}', 'object of objects'],
  ['a data type as text', '{"propertyDefinitions": {"a": {"dataType": "DOUBLE"}}}', 'must be an object'],
  ['a parent that is none', '{"extendsFrom": [1]}', 'list of ids'], ['good', '{"componentTypeId": "a"}', undefined],
])('shape: %s', (_, text, want) => {
  const found = shapeProblem(JSON.parse(text))
  if (want === undefined) expect(found).toBeUndefined()
  else expect(found).toContain(want)
})
