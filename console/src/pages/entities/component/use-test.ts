// Runs a test: the two calls side by side, page by page, timed, each with its own outcome.

import { type DataValue, GetPropertyValueCommand, GetPropertyValueHistoryCommand } from '@aws-sdk/client-iottwinmaker'
import { useRef, useState } from 'react'
import type { Place } from '../operations'
import { historyInput, type Point, type TestQuestion, valueInput } from './test-request'

export interface CallResult {
  readonly operation: string
  readonly duration_ms: number
  readonly pages: number
  readonly requestId: string | undefined
  readonly error: unknown
  readonly raw: readonly object[]
  readonly nextToken: string | undefined
}

export interface TestOutcome {
  readonly question: TestQuestion
  readonly history: CallResult | null
  readonly value: CallResult | null
  readonly series: ReadonlyMap<string, readonly Point[]>
  readonly values: Readonly<Record<string, DataValue | undefined>>
  readonly table: readonly Readonly<Record<string, DataValue>>[]
}

export function useTest(place: Place) {
  const [result, setResult] = useState<TestOutcome | null>(null)
  const [isRunning, setRunning] = useState(false)
  const stop = useRef<AbortController | null>(null)
  const run = async (question: TestQuestion, before: TestOutcome | null = null) => {
    stop.current?.abort()
    const controller = new AbortController()
    stop.current = controller
    setRunning(true)
    const [history, value] = await Promise.all([
      question.series.length > 0 && (!before || before.history?.nextToken) ? readHistory(place, question, before, controller.signal) : before?.history ?? null,
      question.others.length > 0 && (!before || before.value?.nextToken) ? readValue(place, question, before, controller.signal) : before?.value ?? null,
    ])
    if (controller.signal.aborted) return
    setResult(outcomeOf(question, history, value))
    setRunning(false)
  }
  return {
    result, isRunning, run,
    isMore: Boolean(result?.history?.nextToken ?? result?.value?.nextToken),
    more: async () => { if (result) await run(result.question, result) },
  }
}

interface Answer { readonly nextToken?: string | undefined; readonly $metadata: { readonly requestId?: string | undefined } }

async function timed(operation: string, before: CallResult | null | undefined, ask: (nextToken: string | undefined) => Promise<Answer>): Promise<CallResult> {
  const start = performance.now()
  const base = { operation, pages: (before?.pages ?? 0) + 1 }
  try {
    const { $metadata, ...answer } = await ask(before?.nextToken)
    return { ...base, duration_ms: performance.now() - start, requestId: $metadata.requestId, error: null, raw: [...(before?.raw ?? []), answer], nextToken: answer.nextToken }
  } catch (error) {
    return { ...base, duration_ms: performance.now() - start, requestId: undefined, error, raw: before?.raw ?? [], nextToken: undefined }
  }
}

function readHistory({ clients }: Place, question: TestQuestion, before: TestOutcome | null, abortSignal: AbortSignal): Promise<CallResult> {
  return timed('GetPropertyValueHistory', before?.history, (nextToken) => clients.twinmaker.send(new GetPropertyValueHistoryCommand({ ...historyInput(question), ...(nextToken ? { nextToken } : {}) }), { abortSignal }))
}

function readValue({ clients }: Place, question: TestQuestion, before: TestOutcome | null, abortSignal: AbortSignal): Promise<CallResult> {
  return timed('GetPropertyValue', before?.value, (nextToken) => clients.twinmaker.send(new GetPropertyValueCommand({ ...valueInput(question), ...(nextToken ? { nextToken } : {}) }), { abortSignal }))
}

interface HistoryRaw { readonly propertyValues?: readonly { readonly entityPropertyReference?: { readonly propertyName?: string }; readonly values?: readonly { readonly time?: string; readonly timestamp?: Date; readonly value?: DataValue }[] }[] }
interface ValueRaw { readonly propertyValues?: Readonly<Record<string, { readonly propertyValue?: DataValue }>>; readonly tabularPropertyValues?: readonly (readonly Readonly<Record<string, DataValue>>[])[] }

function outcomeOf(question: TestQuestion, history: CallResult | null, value: CallResult | null): TestOutcome {
  const series = new Map<string, Point[]>()
  for (const page of (history?.raw ?? []) as readonly HistoryRaw[]) {
    for (const { entityPropertyReference, values = [] } of page.propertyValues ?? []) {
      const name = entityPropertyReference?.propertyName ?? ''
      const points = values.flatMap((it) => (it.value ? [{ time: it.time ?? it.timestamp?.toISOString() ?? '', value: it.value }] : []))
      series.set(name, [...(series.get(name) ?? []), ...points])
    }
  }
  const pages = (value?.raw ?? []) as readonly ValueRaw[]
  const values: Record<string, DataValue | undefined> = {}
  for (const page of pages) for (const [name, it] of Object.entries(page.propertyValues ?? {})) values[name] = joined(values[name], it.propertyValue)
  return { question, history, value, series, values, table: pages.flatMap((page) => (page.tabularPropertyValues ?? []).flat()) }
}

/** Long lists come in pages: their parts are one value. */
function joined(a: DataValue | undefined, b: DataValue | undefined): DataValue | undefined {
  return a?.listValue && b?.listValue ? { listValue: [...a.listValue, ...b.listValue] } : b ?? a
}
