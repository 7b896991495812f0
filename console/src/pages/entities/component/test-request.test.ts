// Tests of reading: the right call, the right refusal, the same for scripts.

import { describe, expect, it } from 'vitest'
import { asCli, asPython, drawable, filterValue, historyInput, type Point, questionProblem, rowsOf, type TestQuestion, valueInput } from './test-request'

const question: TestQuestion = {
  workspaceId: 'w', entityId: 'e', path: 'telemetry', series: ['T'], others: ['a'], start_ms: 0, end_ms: 60_000, order: 'DESCENDING', pageSize: 100,
  filters: [{ propertyName: 'T', operator: '>', value: { doubleValue: 3 } }], intervalInSeconds: null, group: null, orderBy: null,
}

describe('questions', () => {
  it('are refused with a reason', () => {
    expect(questionProblem(question)).toBeNull()
    expect(questionProblem({ ...question, series: [], others: [] })).toMatch('at least one')
    expect(questionProblem({ ...question, series: Array.from({ length: 11 }, (_, n) => `p${n}`) })).toMatch('11 are chosen')
    expect(questionProblem({ ...question, start_ms: 9e5 })).toMatch('before it begins')
  })
  it('become calls', () => {
    expect(historyInput(question)).toEqual({
      workspaceId: 'w', entityId: 'e', componentName: 'telemetry', selectedProperties: ['T'], startTime: '1970-01-01T00:00:00.000Z', endTime: '1970-01-01T00:01:00.000Z',
      orderByTime: 'DESCENDING', maxResults: 100, propertyFilters: [{ propertyName: 'T', operator: '>', value: { doubleValue: 3 } }],
    })
    expect(valueInput(question)).toEqual({ workspaceId: 'w', entityId: 'e', componentName: 'telemetry', selectedProperties: ['a'] })
    expect(valueInput({ ...question, path: 'a/b', group: 'records', orderBy: { propertyName: 'a', order: 'ASCENDING' } }))
      .toMatchObject({ componentPath: 'a/b', propertyGroupName: 'records', tabularConditions: { orderBy: [{ propertyName: 'a', order: 'ASCENDING' }] } })
  })
  it('become scripts', () => {
    expect(asCli(question, 'http://h')).toContain("aws iottwinmaker get-property-value-history --cli-input-json '{")
    expect(asCli({ ...question, entityId: "o'x" }, 'http://h')).toContain("o'\\''x")
    expect(asPython({ ...question, filters: [{ propertyName: 'T', operator: '=', value: { booleanValue: true } }] }, 'http://h')).toContain('"booleanValue": True')
    expect(asPython(question, 'http://h')).toContain('answer = twinmaker.get_property_value(')
  })
  it('take filter values of the property’s type', () => {
    expect(filterValue('3.5', 'DOUBLE')).toEqual({ doubleValue: 3.5 })
    expect(filterValue('3.5', 'INTEGER')).toBeNull()
    expect(filterValue('yes', 'BOOLEAN')).toBeNull()
    expect(filterValue('x', 'STRING')).toEqual({ stringValue: 'x' })
  })
})

describe('answers', () => {
  const a = [{ time: '2026-01-01T00:00:02Z', value: { doubleValue: 2 } }, { time: '2026-01-01T00:00:01Z', value: { doubleValue: 1 } }]
  it('are put side by side', () => {
    const b = [{ time: '2026-01-01T00:00:01Z', value: { booleanValue: true } }]
    const rows = rowsOf(new Map<string, readonly Point[]>([['a', a], ['b', b]]), 'ASCENDING')
    expect(rows.map((it) => Object.keys(it.values))).toEqual([['a', 'b'], ['a']])
  })
  it('are drawn in order of time', () => {
    expect(drawable(a)?.values).toEqual([1, 2])
    expect(drawable([{ time: '2026-01-01T00:00:01Z', value: { booleanValue: true } }])?.values).toEqual([1])
    expect(drawable([{ time: '2026-01-01T00:00:01Z', value: { stringValue: 'x' } }])).toBeNull()
  })
})
