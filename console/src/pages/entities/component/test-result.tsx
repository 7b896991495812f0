// What a test brought: how each property went, the values as chart, table and raw answer, and the call for a script.

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Pagination from '@cloudscape-design/components/pagination'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import Tabs from '@cloudscape-design/components/tabs'
import type { PropertyResponse } from '@aws-sdk/client-iottwinmaker'
import { type ReactNode, useMemo, useState } from 'react'
import { isSameValue, plainOf, unitWords, valueWords } from '../../../component-form/value'
import { TimeChart } from '../../../kit/chart'
import { useConsole } from '../../../kit/context'
import { CodeBlock } from '../../../kit/copy'
import { Empty } from '../../../kit/empty'
import { describeError } from '../../../kit/errors'
import { useFormat } from '../../../kit/format'
import { JsonEditor } from '../../../kit/json-editor'
import { formatJson } from '../../../kit/json-editor-check'
import type { Place } from '../operations'
import { ValueView } from './properties-tab'
import { asCli, asPython, drawable, rowsOf } from './test-request'
import type { CallResult, TestOutcome } from './use-test'

type Definitions = Readonly<Record<string, PropertyResponse>>

export interface TestResultProps {
  readonly place: Place
  readonly result: TestOutcome
  readonly definitions: Definitions
  readonly isMore: boolean
  readonly isRunning: boolean
  readonly onMore: () => void
}

export function TestResult({ place, result, definitions, isMore, isRunning, onMore }: TestResultProps): ReactNode {
  const { clients } = useConsole()
  const format = useFormat()
  const raw = [...(result.history?.raw ?? []), ...(result.value?.raw ?? [])]
  const has = { series: result.question.series.length > 0, values: result.question.others.length > 0 && result.question.group === null, table: result.question.group !== null }
  const charts = useMemo(() => chartsOf(result, definitions), [result, definitions])
  return (
    <Container header={<Header actions={isMore && <Button loading={isRunning} onClick={onMore}>Load the next page</Button>}>Result</Header>}>
      <SpaceBetween size="m">
        {[result.history, result.value].map((it) => it && <CallLine key={it.operation} call={it} />)}
        <PropertyLines result={result} />
        <Tabs
          ariaLabel="Result"
          tabs={[
            ...(charts.length > 0 ? [{ id: 'chart', label: 'Chart', content: <SpaceBetween size="m">{charts.map((it) => <TimeChart key={it.unit} label={`Result in ${it.unit || 'its unit'}`} series={it.series} {...(isMore ? {} : { range: { start_ms: result.question.start_ms, end_ms: result.question.end_ms } })} />)}</SpaceBetween> }] : []),
            ...(has.series ? [{ id: 'series', label: 'Values over time', content: <SeriesTable result={result} definitions={definitions} /> }] : []),
            ...(has.table ? [{ id: 'table', label: `Table (${result.table.length})`, content: <GroupTable result={result} definitions={definitions} /> }] : []),
            ...(has.values ? [{ id: 'values', label: 'Values', content: <ValueTable place={place} result={result} definitions={definitions} /> }] : []),
            { id: 'raw', label: 'Raw answer', content: <JsonEditor value={formatJson(raw.length === 1 ? raw[0] : raw)} isReadOnly label="Raw answer" /> },
            { id: 'cli', label: 'AWS CLI', content: <CodeBlock text={asCli(result.question, clients.session.endpoint)} label="AWS CLI call" /> },
            { id: 'python', label: 'boto3', content: <CodeBlock text={asPython(result.question, clients.session.endpoint)} label="boto3 call" /> },
          ]}
        />
        {has.series && <Box variant="small" color="text-body-secondary">{`Asked from ${format.time(result.question.start_ms)} to ${format.time(result.question.end_ms)}.${result.history?.nextToken ? ` There are more values than the ${result.history.pages * result.question.pageSize} of each property that are shown: load the next page, or choose a shorter range.` : ''}`}</Box>}
      </SpaceBetween>
    </Container>
  )
}

function CallLine({ call }: { readonly call: CallResult }): ReactNode {
  const format = useFormat()
  const took = `${call.operation} · ${format.duration(call.duration_ms)}${call.pages > 1 ? ` · page ${call.pages}` : ''}`
  if (call.error === null) return <StatusIndicator type="success">Success <Box variant="span" color="text-body-secondary">{took}{call.requestId ? ` · request ${call.requestId}` : ''}</Box></StatusIndicator>
  const { message, code, requestId } = describeError(call.error)
  return (
    <div role="alert">
      <StatusIndicator type="error">{message}</StatusIndicator>
      <Box variant="small" display="block" color="text-body-secondary">{took} · {code}{requestId ? ` · request ${requestId}` : ''}</Box>
    </div>
  )
}

/** What came for each property; a property that brought nothing is told. */
function PropertyLines({ result }: { readonly result: TestOutcome }): ReactNode {
  const empty = [
    ...(result.history?.error === null ? result.question.series.filter((it) => (result.series.get(it)?.length ?? 0) === 0) : []),
    ...(result.value?.error === null && result.question.group === null ? result.question.others.filter((it) => result.values[it] === undefined) : []),
  ]
  if (empty.length === 0) return null
  return <StatusIndicator type="info">{`No value came for ${empty.join(', ')}.${result.question.series.length > 0 ? ' Try a longer range, or write a value.' : ''}`}</StatusIndicator>
}

/** One chart a unit: values of one axis belong together. */
function chartsOf(result: TestOutcome, definitions: Definitions) {
  const byUnit = new Map<string, { id: string; label: string; unit: string; times_ms: number[]; values: number[]; isStepped: boolean }[]>()
  for (const [name, points] of result.series) {
    const line = drawable(points)
    if (!line) continue
    const { definition } = definitions[name] ?? {}
    const unit = unitWords(definition?.dataType?.unitOfMeasure)
    byUnit.set(unit, [...(byUnit.get(unit) ?? []), { id: name, label: definition?.displayName || name, unit, ...line, isStepped: definition?.dataType?.type === 'BOOLEAN' }])
  }
  return [...byUnit].map(([unit, series]) => ({ unit, series }))
}

const PAGE = 50

function usePage<T>(items: readonly T[]) {
  const [page, setPage] = useState(1)
  const count = Math.max(1, Math.ceil(items.length / PAGE))
  const at = Math.min(page, count)
  return {
    items: items.slice((at - 1) * PAGE, at * PAGE),
    pagination: count > 1 ? <Pagination currentPageIndex={at} pagesCount={count} onChange={({ detail }) => setPage(detail.currentPageIndex)} ariaLabels={{ nextPageLabel: 'Next page', previousPageLabel: 'Previous page', pageLabel: (n) => `Page ${n}` }} /> : undefined,
  }
}

function SeriesTable({ result, definitions }: { readonly result: TestOutcome; readonly definitions: Definitions }): ReactNode {
  const format = useFormat()
  const rows = useMemo(() => rowsOf(result.series, result.question.order), [result])
  const { items, pagination } = usePage(rows)
  return (
    <Table
      variant="embedded" items={items} enableKeyboardNavigation ariaLabels={{ tableLabel: 'Values over time' }} pagination={pagination} header={<Header variant="h3" counter={`(${rows.length})`}>Values over time</Header>}
      empty={<Empty title="No values" hint="Nothing was measured in this range." />}
      columnDefinitions={[
        { id: 'time', header: 'Time', isRowHeader: true, cell: ({ time }) => <span title={time}>{format.time(time, 'millisecond')}</span> },
        ...result.question.series.map((name) => ({ id: name, header: name, cell: ({ values }: (typeof rows)[number]) => (values[name] === undefined ? '' : valueWords(values[name], definitions[name]?.definition?.dataType)) })),
      ]}
    />
  )
}

function GroupTable({ result, definitions }: { readonly result: TestOutcome; readonly definitions: Definitions }): ReactNode {
  const { items, pagination } = usePage(result.table)
  const columns = Object.keys(result.table[0] ?? {})
  return (
    <Table
      variant="embedded" items={items} enableKeyboardNavigation ariaLabels={{ tableLabel: 'Rows of the group' }} pagination={pagination} empty={<Empty title="No rows" hint="The reader answered with an empty table." />}
      columnDefinitions={(columns.length > 0 ? columns : result.question.others).map((name, n) => ({ id: name, header: name, isRowHeader: n === 0, cell: (row: Readonly<Record<string, (typeof result.table)[number][string]>>) => valueWords(row[name], definitions[name]?.definition?.dataType) }))}
    />
  )
}

function ValueTable({ place, result, definitions }: { readonly place: Place; readonly result: TestOutcome; readonly definitions: Definitions }): ReactNode {
  const items = result.question.others.map((name) => ({ name, value: result.values[name] }))
  return (
    <Table
      variant="embedded" items={items} enableKeyboardNavigation ariaLabels={{ tableLabel: 'Values' }}
      columnDefinitions={[
        { id: 'name', header: 'Property', isRowHeader: true, cell: ({ name }) => definitions[name]?.definition?.displayName || name },
        { id: 'value', header: 'Value', cell: ({ name, value }) => (value === undefined ? <Box color="text-body-secondary">no value</Box> : <ValueView place={place} value={value} definition={definitions[name]?.definition} />) },
        { id: 'default', header: 'Note', cell: ({ name, value }) => (value !== undefined && isSameValue(plainOf(value), plainOf(definitions[name]?.definition?.defaultValue)) ? 'default' : '') },
      ]}
    />
  )
}
