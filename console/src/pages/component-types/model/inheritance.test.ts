// Inheritance: origins, own declarations, merging, abstractness.

import { expect, test } from 'vitest'
import { effectiveOf, inherited } from './effective'
import { MACHINE, OVEN, typeOf } from './fixtures'
import { ancestorsOf, declarationOf, originOf, originOfProperty } from './origin'

test('ancestors come nearest first, each once', () => {
  expect(ancestorsOf('t.oven', typeOf)).toEqual(['t.machine', 't.telemetry', 'com.gemel.timeseries'])
  expect(ancestorsOf('t.unknown', typeOf)).toEqual([])
})

test('a property comes from where it was first defined, and knows who changed it', () => {
  expect(originOfProperty('t.oven', 'temperature', typeOf)).toEqual({ definedIn: 't.oven', overriddenIn: [] })
  expect(originOfProperty('t.oven', 'state', typeOf)).toEqual({ definedIn: 't.machine', overriddenIn: ['t.oven'] })
  expect(originOfProperty('t.oven', 'assetId', typeOf)).toEqual({ definedIn: 't.telemetry', overriddenIn: ['t.machine'] })
})

test('a function comes from the ancestor that implements it', () => {
  expect(originOf('t.oven', 'functions', 'dataReader', typeOf)).toBe('com.gemel.timeseries')
  expect(originOf('t.oven', 'functions', 'dataWriter', typeOf)).toBe('t.oven')
})

test('a declaration has own members only, and of overridden ones only what they say', () => {
  expect(declarationOf(OVEN, typeOf)).toEqual({
    componentTypeId: 't.oven', componentTypeName: 'Oven', extendsFrom: ['t.machine'],
    propertyDefinitions: {
      state: { defaultValue: { stringValue: 'IDLE' } },
      temperature: { dataType: { type: 'DOUBLE', unitOfMeasure: 'Celsius' }, isTimeSeries: true },
    },
    functions: { dataWriter: { implementedBy: { lambda: { arn: 'arn:aws:lambda:us-east-1:000000000000:function:w' } } } },
  })
  expect(declarationOf(MACHINE, typeOf).propertyDefinitions?.['assetId']).toEqual({ displayName: 'Asset' })
})

test('a declaration on its parents is the type again', () => {
  const again = effectiveOf(declarationOf(OVEN, typeOf), typeOf)
  expect(again.propertyDefinitions).toEqual(OVEN.propertyDefinitions)
  expect(again.abstractBecause).toEqual([])
})

test('parents with different data types clash, equal ones merge, the first wins', () => {
  const clash = inherited(['t.machine', 't.other'], typeOf)
  expect(clash.conflicts).toHaveLength(1)
  expect(clash.conflicts[0]).toContain('“state” is String in t.machine and Double in t.other')
  expect(inherited(['t.machine', 't.oven'], typeOf).conflicts).toEqual([])
  expect(inherited(['t.machine', 't.oven'], typeOf).propertyDefinitions['state']?.defaultValue).toEqual({ stringValue: 'IDLE' })
})

test('what nobody reads makes a type abstract', () => {
  const draft = { componentTypeId: 'x.y', propertyDefinitions: { a: { dataType: { type: 'DOUBLE' as const }, isTimeSeries: true } } }
  expect(effectiveOf(draft, typeOf).abstractBecause).toEqual(['no function reads the time series a'])
  expect(effectiveOf({ ...draft, extendsFrom: ['com.gemel.timeseries'] }, typeOf).abstractBecause).toEqual([])
  const external = { componentTypeId: 'x.y', propertyDefinitions: { a: { dataType: { type: 'STRING' as const }, isStoredExternally: true } } }
  expect(effectiveOf(external, typeOf).abstractBecause).toEqual(['no function reads the externally stored a'])
  expect(effectiveOf({ componentTypeId: 'x.y', functions: { dataWriter: {} } }, typeOf).abstractBecause[0]).toContain('dataWriter')
})

test('a draft overrides field by field', () => {
  const { propertyDefinitions, isSingleton } = effectiveOf({
    componentTypeId: 'x.y', extendsFrom: ['t.oven'], isSingleton: true,
    propertyDefinitions: { temperature: { dataType: { type: 'DOUBLE', unitOfMeasure: 'Kelvin' } }, state: { isRequiredInEntity: true } },
  }, typeOf)
  expect(propertyDefinitions['temperature']).toMatchObject({ dataType: { unitOfMeasure: 'Kelvin' }, isTimeSeries: true, isInherited: true })
  expect(propertyDefinitions['state']).toMatchObject({ isRequiredInEntity: true, defaultValue: { stringValue: 'IDLE' } })
  expect(isSingleton).toBe(true)
})
