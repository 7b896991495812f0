// Forms without a screen: schema from type, values checked, drafts to requests.

import type { DataType, DataValue } from '@aws-sdk/client-iottwinmaker'
import { describe, expect, it } from 'vitest'
import { problemsOf } from '../kit/json-editor-check'
import { offersAt } from '../kit/json-editor-complete'
import { type ComponentDraft, draftFromJson, draftOf, requestOf, updateOf, withValue } from './draft'
import { componentSchema } from './schema'
import { problemsOfPart, problemsOfValue, propertyNamed } from './validate'
import { type Definition, isSameValue, plainOf, typeWords, valueWords } from './value'

const STRING: DataType = { type: 'STRING' }
const definitions: Record<string, Definition> = {
  serial: { dataType: STRING, isRequiredInEntity: true },
  year: { dataType: { type: 'INTEGER' } },
  power: { dataType: { type: 'DOUBLE', unitOfMeasure: 'kW' }, defaultValue: { doubleValue: 5 } },
  level: { dataType: { type: 'STRING', allowedValues: [{ stringValue: 'low' }, { stringValue: 'high' }] } },
  feeds: { dataType: { type: 'LIST', nestedType: { type: 'RELATIONSHIP' } } },
  documents: { dataType: { type: 'MAP', nestedType: STRING } },
  grid: { dataType: { type: 'LIST', nestedType: { type: 'MAP', nestedType: { type: 'LIST', nestedType: { type: 'DOUBLE' } } } } },
  Temperature: { dataType: { type: 'DOUBLE' }, isTimeSeries: true, isRequiredInEntity: true },
}
const type = { componentTypeId: 'com.example.pump', propertyDefinitions: definitions }
const words = (value: DataValue, of: DataType) => problemsOfValue(value, of).map((it) => `${it.path.join('/')}: ${it.message}`)

describe('values', () => {
  it('takes what fits', () => {
    expect(words({ stringValue: 'a' }, STRING)).toEqual([])
    expect(words({ integerValue: 3 }, { type: 'DOUBLE' })).toEqual([])
    expect(words({ expression: '${Parameters.x}' }, { type: 'DOUBLE' })).toEqual([])
    expect(words({ listValue: [{ mapValue: { a: { listValue: [{ doubleValue: 1 }] } } }] }, definitions['grid']?.dataType ?? STRING)).toEqual([])
    expect(words({ relationshipValue: { targetEntityId: 'ab' } }, { type: 'RELATIONSHIP' })).toEqual([])
  })
  it('says what does not, and where', () => {
    expect(words({ doubleValue: '1.2.3' as unknown as number }, { type: 'DOUBLE' })).toEqual([': “1.2.3” is not a number.'])
    expect(words({ integerValue: 1.5 }, { type: 'INTEGER' })).toEqual([': A whole number is needed.'])
    expect(words({ integerValue: 2 ** 31 }, { type: 'INTEGER' })[0]).toMatch('A number from')
    expect(words({ stringValue: '' }, STRING)[0]).toMatch('at least one character')
    expect(words({ booleanValue: true }, STRING)[0]).toMatch('takes stringValue, not booleanValue')
    expect(words({ stringValue: 'a', doubleValue: 1 }, STRING)[0]).toMatch('one member only')
    expect(words({}, STRING)[0]).toMatch('A value is needed')
    expect(words({ stringValue: 'mid' }, definitions['level']?.dataType ?? STRING)[0]).toMatch('low, high')
    expect(words({ listValue: [] }, definitions['feeds']?.dataType ?? STRING)[0]).toMatch('empty list')
    expect(words({ listValue: [{ relationshipValue: { targetEntityId: 'ok' } }, { relationshipValue: { targetEntityId: '' } }] }, definitions['feeds']?.dataType ?? STRING)).toEqual(['1: Choose the entity it points to.'])
    expect(words({ mapValue: { '': { stringValue: 'x' } } }, definitions['documents']?.dataType ?? STRING)).toEqual([': An entry needs a name.'])
    expect(words({ listValue: [{ mapValue: { a: { listValue: [{ doubleValue: Number.NaN }] } } }] }, definitions['grid']?.dataType ?? STRING)).toEqual(['0/a/0: A number must be finite.'])
  })
  it('wants what is required, except what comes from elsewhere or has a default', () => {
    expect(problemsOfPart({ properties: {} }, definitions).map((it) => it.property)).toEqual(['serial'])
    expect(problemsOfPart({ properties: { serial: { value: { stringValue: 'x' } }, other: { value: { stringValue: 'x' } }, Temperature: { value: { doubleValue: 1 } } } }, definitions).map((it) => it.message))
      .toEqual(['The type has no property “other”.', 'A time series takes its values over time, not here.'])
  })
  it('finds the property a refusal is about', () => {
    expect(propertyNamed('property `year` of component `a` must be an INTEGER', ['serial', 'year'])).toBe('year')
    expect(propertyNamed('components.a.properties.serial.value: too short', ['serial', 'year'])).toBe('serial')
    expect(propertyNamed('the year is bad', ['year'])).toBeNull()
  })
  it('is written for people', () => {
    expect(valueWords({ doubleValue: 0.1 + 0.2 }, { type: 'DOUBLE', unitOfMeasure: 'Celsius' })).toMatch(/^0\.3\s°C$/)
    expect(valueWords({ listValue: [{ stringValue: 'a' }, { stringValue: 'b' }] })).toBe('a, b')
    expect(typeWords(definitions['grid']?.dataType)).toBe('list of map of list of double')
    expect(plainOf({ mapValue: { a: { listValue: [{ integerValue: 1 }] } } })).toEqual({ a: [1] })
    expect(isSameValue({ a: 1, b: undefined, c: 2 }, { c: 2, a: 1 })).toBe(true)
  })
})

describe('schema', () => {
  const schema = componentSchema(type)
  const problems = (value: unknown) => problemsOf(JSON.stringify(value), schema).map((it) => `${it.path.join('/')}: ${it.message}`)
  const good = { componentTypeId: 'com.example.pump', properties: { serial: { value: { stringValue: 'x' } } } }
  it('agrees with the form on what is right', () => {
    expect(problems(good)).toEqual([])
    expect(problems({ ...good, properties: { ...good.properties, grid: { value: { listValue: [{ mapValue: { a: { listValue: [{ doubleValue: 1 }] } } }] } } } })).toEqual([])
    expect(problems({ ...good, properties: { ...good.properties, power: { value: { integerValue: 3 } } } })).toEqual([])
  })
  it('and on what is wrong', () => {
    expect(problems({ componentTypeId: 'com.example.pump', properties: {} })).toEqual(['properties: “serial” is missing.'])
    expect(problems({ ...good, properties: { ...good.properties, year: { value: { integerValue: 'x' } } } })).toEqual(['properties/year/value/integerValue: Expected an integer; this is a string.'])
    expect(problems({ ...good, properties: { ...good.properties, level: { value: { stringValue: 'mid' } } } })[0]).toMatch('low, high')
    expect(problems({ ...good, properties: { ...good.properties, Temperature: { value: { doubleValue: 1 } } } })).toEqual(['properties/Temperature: “Temperature” is not known here.'])
  })
  it('offers the properties that are left', () => {
    const text = '{"componentTypeId":"com.example.pump","properties":{"serial":{"value":{"stringValue":"x"}},""}}'
    expect(offersAt(text, text.indexOf('""') + 1, schema)?.options.map((it) => it.label)).toEqual(['"year"', '"power"', '"level"', '"feeds"', '"documents"', '"grid"'])
  })
  it('knows the parts of a composite type', () => {
    const whole = componentSchema(type, { motor: { componentTypeId: 'm', propertyDefinitions: { rpm: { dataType: { type: 'DOUBLE' } } } } })
    expect(problemsOf(JSON.stringify({ ...good, compositeComponents: { motor: { properties: { rpm: { value: { doubleValue: 3 } } } } } }), whole)).toEqual([])
    expect(problemsOf(JSON.stringify({ ...good, compositeComponents: { engine: {} } }), whole)).toHaveLength(1)
  })
})

describe('drafts', () => {
  const before: ComponentDraft = { componentTypeId: 't', properties: { a: { value: { stringValue: '1' } }, b: { value: { stringValue: '2' } } } }
  it('takes what was set, not what the type gives', () => {
    const draft = draftOf({ componentTypeId: 't', properties: { a: { value: { stringValue: 'x' }, definition: undefined }, p: { value: { doubleValue: 5 }, definition: { dataType: { type: 'DOUBLE' }, defaultValue: { doubleValue: 5 }, isTimeSeries: false, isRequiredInEntity: false, isExternalId: false, isStoredExternally: false, isImported: false, isFinal: false, isInherited: false } } } })
    expect(Object.keys(draft.properties)).toEqual(['a'])
  })
  it('sets and unsets, keeping the order', () => {
    expect(Object.keys(withValue(withValue(before, 'a', { stringValue: '9' }), 'c', { stringValue: '3' }).properties)).toEqual(['a', 'b', 'c'])
    expect(withValue(before, 'a', undefined).properties).toEqual({ b: { value: { stringValue: '2' } } })
  })
  it('sends only what changed; what is taken out is reset', () => {
    const { component, changes } = updateOf(before, { ...withValue(before, 'a', undefined), description: 'new' })
    expect(component).toEqual({ updateType: 'UPDATE', description: 'new', propertyUpdates: { a: { updateType: 'RESET_VALUE' } } })
    expect(changes.map((it) => it.name)).toEqual(['a', 'description'])
    expect(updateOf(before, before).component).toBeNull()
  })
  it('sends the parts of composite components by their path', () => {
    const after = { ...before, compositeComponents: { motor: { properties: { rpm: { value: { doubleValue: 1 } } } }, gear: { properties: {} } } }
    expect(updateOf(before, after).composite).toEqual({ motor: { updateType: 'UPDATE', propertyUpdates: { rpm: { updateType: 'UPDATE', value: { doubleValue: 1 } } } } })
    expect(Object.keys(requestOf(after).composite)).toEqual(['motor'])
  })
  it('reads JSON of the right shape only', () => {
    expect(draftFromJson([])).toBe('A component is a JSON object.')
    expect(draftFromJson({ componentTypeId: 't' })).toEqual({ componentTypeId: 't', properties: {} })
    expect(draftFromJson({ componentTypeId: 't', properties: { a: { value: 'x' } } })).toMatch('needs a “value” object')
  })
})
