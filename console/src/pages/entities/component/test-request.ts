// A test of reading values: what is asked, whether it may be asked, and the same call for a script. Pure.

import type { DataValue, GetPropertyValueCommandInput, GetPropertyValueHistoryCommandInput } from '@aws-sdk/client-iottwinmaker'
import { plainOf } from '../../../component-form/value'
import { componentRef } from '../latest'

export const MOST_SELECTED = 10
export const OPERATORS = ['=', '!=', '<', '<=', '>', '>='] as const

export interface Filter {
  readonly propertyName: string
  readonly operator: string
  readonly value: DataValue
}

export interface TestQuestion {
  readonly workspaceId: string
  readonly entityId: string
  readonly path: string
  readonly series: readonly string[]
  readonly others: readonly string[]
  readonly start_ms: number
  readonly end_ms: number
  readonly order: 'ASCENDING' | 'DESCENDING'
  readonly pageSize: number
  readonly filters: readonly Filter[]
  readonly intervalInSeconds: number | null
  /** A tabular group that is read instead of single values. */
  readonly group: string | null
  readonly orderBy: { readonly propertyName: string; readonly order: 'ASCENDING' | 'DESCENDING' } | null
}

/** Why it cannot be asked; `null` when it can. */
export function questionProblem(it: TestQuestion): string | null {
  if (it.series.length + it.others.length === 0) return 'Choose at least one property.'
  if (it.series.length > MOST_SELECTED) return `At most ${MOST_SELECTED} time-series properties can be asked for at once; ${it.series.length} are chosen.`
  if (it.others.length > MOST_SELECTED) return `At most ${MOST_SELECTED} other properties can be asked for at once; ${it.others.length} are chosen.`
  if (it.series.length > 0 && it.start_ms > it.end_ms) return 'The range ends before it begins.'
  if (it.filters.some((filter) => filter.propertyName === '')) return 'A filter needs a property.'
  return null
}

export function historyInput(it: TestQuestion): GetPropertyValueHistoryCommandInput {
  const filters = it.filters.filter((filter) => it.series.includes(filter.propertyName))
  return {
    workspaceId: it.workspaceId, entityId: it.entityId, ...componentRef(it.path), selectedProperties: [...it.series],
    startTime: new Date(it.start_ms).toISOString(), endTime: new Date(it.end_ms).toISOString(), orderByTime: it.order, maxResults: it.pageSize,
    ...(filters.length > 0 ? { propertyFilters: filters.map((filter) => ({ ...filter })) } : {}),
    ...(it.intervalInSeconds === null ? {} : { interpolation: { interpolationType: 'LINEAR', intervalInSeconds: it.intervalInSeconds } }),
  }
}

export function valueInput(it: TestQuestion): GetPropertyValueCommandInput {
  const filters = it.filters.filter((filter) => it.others.includes(filter.propertyName))
  const conditions = {
    ...(it.orderBy ? { orderBy: [{ ...it.orderBy }] } : {}),
    ...(filters.length > 0 ? { propertyFilters: filters.map((filter) => ({ ...filter })) } : {}),
  }
  return {
    workspaceId: it.workspaceId, entityId: it.entityId, ...componentRef(it.path), selectedProperties: [...it.others],
    ...(it.group === null ? {} : {
      propertyGroupName: it.group, maxResults: it.pageSize, ...(Object.keys(conditions).length > 0 ? { tabularConditions: conditions } : {}),
    }),
  }
}

/** Whether a filter's value fits the words that were typed. */
export function filterValue(text: string, type: string | undefined): DataValue | null {
  const number = Number(text)
  switch (type) {
    case 'DOUBLE': return text.trim() !== '' && Number.isFinite(number) ? { doubleValue: number } : null
    case 'INTEGER': return text.trim() !== '' && Number.isInteger(number) ? { integerValue: number } : null
    case 'LONG': return text.trim() !== '' && Number.isInteger(number) ? { longValue: number } : null
    case 'BOOLEAN': return text === 'true' || text === 'false' ? { booleanValue: text === 'true' } : null
    default: return text === '' ? null : { stringValue: text }
  }
}

type Call = { readonly operation: 'get-property-value-history' | 'get-property-value'; readonly input: object }

function callsOf(it: TestQuestion): Call[] {
  return [
    ...(it.series.length > 0 ? [{ operation: 'get-property-value-history' as const, input: historyInput(it) }] : []),
    ...(it.others.length > 0 ? [{ operation: 'get-property-value' as const, input: valueInput(it) }] : []),
  ]
}

/** The call as the AWS command line takes it. */
export function asCli(it: TestQuestion, endpoint: string): string {
  return callsOf(it).map(({ operation, input }) => {
    const text = JSON.stringify(input, null, 2).replaceAll("'", "'\\''")
    return `AWS_ENDPOINT_URL=${endpoint} AWS_DISABLE_HOST_PREFIX_INJECTION=true \\\naws iottwinmaker ${operation} --cli-input-json '${text}'`
  }).join('\n\n')
}

/** The call in Python. */
export function asPython(it: TestQuestion, endpoint: string): string {
  const lines = ['import boto3', 'from botocore.config import Config', '', `twinmaker = boto3.client("iottwinmaker", endpoint_url=${JSON.stringify(endpoint)}, config=Config(inject_host_prefix=False))`]
  for (const { operation, input } of callsOf(it)) {
    const args = Object.entries(input).map(([key, value]) => `    ${key}=${pythonOf(value)},`)
    lines.push('', `answer = twinmaker.${operation.replaceAll('-', '_')}(`, ...args, ')', 'print(answer)')
  }
  return lines.join('\n')
}

function pythonOf(value: unknown): string {
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (value === null || value === undefined) return 'None'
  if (Array.isArray(value)) return `[${value.map(pythonOf).join(', ')}]`
  if (typeof value === 'object') return `{${Object.entries(value).map(([key, it]) => `${JSON.stringify(key)}: ${pythonOf(it)}`).join(', ')}}`
  return JSON.stringify(value)
}

export interface Point {
  readonly time: string
  readonly value: DataValue
}

/** Rows of a table: one a moment, one column a property. */
export function rowsOf(series: ReadonlyMap<string, readonly Point[]>, order: 'ASCENDING' | 'DESCENDING'): readonly { readonly time: string; readonly values: Readonly<Record<string, DataValue>> }[] {
  const rows = new Map<string, Record<string, DataValue>>()
  for (const [name, points] of series) for (const { time, value } of points) rows.set(time, { ...rows.get(time), [name]: value })
  const sign = order === 'ASCENDING' ? 1 : -1
  return [...rows].map(([time, values]) => ({ time, values })).toSorted((a, b) => sign * (Date.parse(a.time) - Date.parse(b.time)))
}

/** What a chart can draw of points: numbers, and booleans as 0 and 1; in order of time. */
export function drawable(points: readonly Point[]): { readonly times_ms: number[]; readonly values: number[] } | null {
  const found = points.flatMap(({ time, value }) => {
    const plain = plainOf(value)
    const number = typeof plain === 'boolean' ? Number(plain) : plain
    return typeof number === 'number' ? [{ time_ms: Date.parse(time), number }] : []
  }).toSorted((a, b) => a.time_ms - b.time_ms)
  return found.length === 0 ? null : { times_ms: found.map((it) => it.time_ms), values: found.map((it) => it.number) }
}
