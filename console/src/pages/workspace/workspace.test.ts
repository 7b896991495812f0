// The dashboard without a screen: alarms, functions, what changed.

import type { GetComponentTypeCommandOutput, IoTTwinMakerClient } from '@aws-sdk/client-iottwinmaker'
import { describe, expect, it } from 'vitest'
import { countStates, isAlarmType, readAlarms } from './alarms'
import { functionsOf, nameOfArn } from './data'
import { recentChanges } from './recent'

const history = (key: string, state: string) => ({ entityPropertyReference: { externalIdProperty: { alarm_key: key } }, values: [{ value: { stringValue: state }, time: '2026-01-01T00:00:00Z' }] })

describe('alarms', () => {
  it('are of types that record a status', () => {
    expect(isAlarmType({ isAbstract: false, propertyDefinitions: { alarm_status: { isTimeSeries: true } as never } })).toBe(true)
    expect(isAlarmType({ isAbstract: true, propertyDefinitions: { alarm_status: { isTimeSeries: true } as never } })).toBe(false)
    expect(isAlarmType({ isAbstract: false, propertyDefinitions: {} })).toBe(false)
  })
  it('count once, by their latest state, however many pages there are', async () => {
    const pages = [
      { propertyValues: [history('a', 'ACTIVE'), history('b', 'NORMAL')], nextToken: '1' },
      { propertyValues: [history('a', 'NORMAL'), history('c', 'ACKNOWLEDGED')], nextToken: '2' },
      { propertyValues: [history('a', 'NORMAL')], nextToken: '3' },
    ]
    let asked = 0
    const client = { send: async () => pages[asked++] } as unknown as IoTTwinMakerClient
    const { alarms } = await readAlarms(client, 'w', ['t'], 0, new AbortController().signal)
    expect(alarms.map((it) => `${it.key} ${it.state}`)).toEqual(['a ACTIVE', 'b NORMAL', 'c ACKNOWLEDGED'])
    expect(asked).toBe(3)
    expect(countStates(alarms)).toEqual([{ state: 'ACTIVE', count: 1 }, { state: 'ACKNOWLEDGED', count: 1 }, { state: 'SNOOZE_DISABLED', count: 0 }, { state: 'NORMAL', count: 1 }])
  })
})

describe('functions', () => {
  it('are known by the names in ARNs', () => {
    expect(nameOfArn('arn:aws:lambda:us-east-1:0:function:f-1:live')).toBe('f-1')
    expect(nameOfArn(undefined)).toBeNull()
    expect(nameOfArn('arn:aws:s3:::x')).toBeNull()
  })
  it('list who calls them', () => {
    const type = (componentTypeId: string, arn: string) => ({ componentTypeId, functions: { dataReader: { implementedBy: { lambda: { arn } } } } }) as unknown as GetComponentTypeCommandOutput
    expect(functionsOf([type('b', 'arn:aws:lambda:r:0:function:f'), type('a', 'arn:aws:lambda:r:0:function:f'), { componentTypeId: 'c' } as GetComponentTypeCommandOutput])).toEqual([{ name: 'f', types: ['a', 'b'] }])
  })
})

it('lists what changed last, without what the service brings', () => {
  const at = (seconds: number) => new Date(seconds * 1_000)
  const changes = recentChanges('w', {
    entities: [{ entityId: 'e', entityName: 'E', creationDateTime: at(1), updateDateTime: at(9) }],
    scenes: [{ sceneId: 's', creationDateTime: at(5), updateDateTime: at(5) }],
    types: [{ componentTypeId: 'com.amazon.x', updateDateTime: at(99) }],
  })
  expect(changes.map((it) => [it.label, it.isNew])).toEqual([['E', false], ['s', true]])
})
