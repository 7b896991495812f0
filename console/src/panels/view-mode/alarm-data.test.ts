// Which alarms there are, and which come first.

import type { GetEntityCommandOutput } from '@aws-sdk/client-iottwinmaker'
import { describe, expect, it } from 'vitest'
import { type Alarm, alarmsOf, shownStatus, sortAlarms, statusOf } from './alarm-data'

const alarm = (entityName: string, severity: Alarm['severity']): Alarm => ({
  ref: { entityId: entityName, componentName: 'alarm', propertyName: 'alarm_status' },
  entityName,
  message: '',
  severity,
})

describe('sortAlarms', () => {
  it('puts active, severe and new ones first', () => {
    const shown = sortAlarms([
      { alarm: alarm('normal', 'high'), status: 'NORMAL', since_ms: 9 },
      { alarm: alarm('old', 'high'), status: 'ACTIVE', since_ms: 1 },
      { alarm: alarm('light', 'low'), status: 'ACTIVE', since_ms: 9 },
      { alarm: alarm('new', 'high'), status: 'ACTIVE', since_ms: 5 },
      { alarm: alarm('seen', 'high'), status: 'ACKNOWLEDGED', since_ms: 9 },
    ])
    expect(shown.map((it) => it.alarm.entityName)).toEqual(['new', 'old', 'light', 'seen', 'normal'])
  })
})

describe('alarmsOf', () => {
  it('finds components by their type and reads what they say', () => {
    const entity = {
      entityId: 'm',
      entityName: 'Mixer',
      components: {
        a: {
          componentTypeId: 'x.alarm',
          properties: {
            alarm_status: {},
            message: { value: { stringValue: 'Too warm' } },
            severity: { value: { stringValue: 'HIGH' } },
          },
        },
        b: { componentTypeId: 'x.other', properties: { alarm_status: {} } },
        c: { componentTypeId: 'x.alarm', properties: {} },
      },
    } as unknown as GetEntityCommandOutput
    expect(alarmsOf(entity, new Set(['x.alarm']))).toEqual([
      {
        ref: { entityId: 'm', componentName: 'a', propertyName: 'alarm_status' },
        entityName: 'Mixer',
        message: 'Too warm',
        severity: 'high',
      },
    ])
  })
})

describe('statusOf', () => {
  it('knows the four states and nothing else', () => {
    expect(statusOf({ value: 'ACTIVE', time_ms: 1 })).toBe('ACTIVE')
    expect(statusOf({ value: 'HAHA', time_ms: 1 })).toBe('')
    expect(statusOf(undefined)).toBe('')
  })
})

describe('shownStatus', () => {
  it('shows what was written until another value comes, also when that says the same as before', () => {
    const written = { over_ms: 5, to: 'ACKNOWLEDGED' } as const
    expect(shownStatus('ACTIVE', 5, null)).toBe('ACTIVE')
    expect(shownStatus('ACTIVE', 5, written)).toBe('ACKNOWLEDGED')
    expect(shownStatus('ACTIVE', 9, written)).toBe('ACTIVE')
    expect(shownStatus('NORMAL', 3, written)).toBe('NORMAL')
  })
})
