// A test of a component: choose properties and a range, read them, see how it went and what came.

import Button from '@cloudscape-design/components/button'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import Multiselect from '@cloudscape-design/components/multiselect'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import type { PropertyResponse } from '@aws-sdk/client-iottwinmaker'
import { type ReactNode, useMemo, useState } from 'react'
import { typeWords, unitWords } from '../../../component-form/value'
import { Empty } from '../../../kit/empty'
import { TimeRangePicker } from '../../../kit/time-range'
import { boundsOf, LAST_HOUR, type TimeRange } from '../../../kit/time-range-model'
import { FilterRows, type FilterRow, filtersOf } from './test-filters'
import { MOST_SELECTED, questionProblem, type TestQuestion } from './test-request'
import { TestResult } from './test-result'
import type { PropertiesTabProps } from './properties-tab'
import { useTest } from './use-test'

interface Option { readonly value: string; readonly label: string; readonly description: string }

const SINGLE = { value: '', label: 'Single values' }
const ORDERS = [{ value: 'DESCENDING', label: 'Newest first' }, { value: 'ASCENDING', label: 'Oldest first' }] as const

export function TestTab({ place, entityId, path, component }: PropertiesTabProps): ReactNode {
  const properties = useMemo(() => component.properties ?? {}, [component])
  const options = useMemo(() => optionsOf(properties), [properties])
  const [series, setSeries] = useState<readonly string[]>([])
  const [others, setOthers] = useState<readonly string[]>([])
  const [range, setRange] = useState<TimeRange>(LAST_HOUR)
  const [order, setOrder] = useState<'ASCENDING' | 'DESCENDING'>('DESCENDING')
  const [pageSize, setPageSize] = useState('200')
  const [interval, setInterval] = useState('')
  const [filters, setFilters] = useState<readonly FilterRow[]>([])
  const [group, setGroup] = useState<string | null>(null)
  const [orderBy, setOrderBy] = useState('')
  const test = useTest(place)
  const groups = Object.entries(component.propertyGroups ?? {})
  const makeQuestion = (): TestQuestion => ({
    workspaceId: place.workspaceId, entityId, path, series, others, ...boundsOf(range), order, pageSize: Math.max(1, Math.min(200, Number(pageSize) || 200)),
    filters: filtersOf(filters, properties), intervalInSeconds: Number(interval) > 0 ? Number(interval) : null, group, orderBy: group && orderBy ? { propertyName: orderBy, order } : null,
  })
  const problem = questionProblem(makeQuestion()) ?? (filters.length !== filtersOf(filters, properties).length ? 'A filter needs a property and a value of its type.' : null)
  const inGroup = groups.find(([name]) => name === group)?.[1].propertyNames ?? null
  if (Object.keys(properties).length === 0) return <Container><Empty title="Nothing to test" hint="This component has no properties." /></Container>
  const pick = (all: readonly Option[], chosen: readonly string[], set: (names: string[]) => void, label: string) => (
    <FormField label={label} description={`At most ${MOST_SELECTED}`} errorText={chosen.length > MOST_SELECTED ? `${chosen.length} are chosen; at most ${MOST_SELECTED} can be asked for at once.` : null}>
      <Multiselect
        options={all} selectedOptions={all.filter((it) => chosen.includes(it.value))} filteringType="auto" placeholder={all.length === 0 ? 'This component has none' : 'Choose'} disabled={all.length === 0}
        onChange={({ detail }) => set(detail.selectedOptions.map((it) => it.value ?? ''))} deselectAriaLabel={(it) => `Take out ${it.label}`} ariaLabel={label} expandToViewport
      />
    </FormField>
  )
  return (
    <SpaceBetween size="l">
      <Container header={<Header description="Reads through the connector of the type, exactly as other programs do.">Test</Header>}>
        <SpaceBetween size="m">
          <ColumnLayout columns={2}>
            {pick(options.series, series, setSeries, 'Time-series properties')}
            {pick(inGroup ? options.others.filter((it) => inGroup.includes(it.value)) : options.others, others, setOthers, 'Other properties')}
          </ColumnLayout>
          <SpaceBetween direction="horizontal" size="m">
            {options.series.length > 0 && <FormField label="Range"><TimeRangePicker range={range} onChange={setRange} /></FormField>}
            <FormField label="Order"><Select options={[...ORDERS]} selectedOption={ORDERS.find((it) => it.value === order) ?? ORDERS[0]} onChange={({ detail }) => setOrder(detail.selectedOption.value === 'ASCENDING' ? 'ASCENDING' : 'DESCENDING')} ariaLabel="Order" /></FormField>
            {groups.length > 0 && (
              <FormField label="Read as">
                <Select
                  options={[SINGLE, ...groups.map(([name, it]) => ({ value: name, label: `Table “${name}”`, description: `${it.propertyNames?.length ?? 0} columns` }))]} ariaLabel="Read as" expandToViewport
                  selectedOption={group === null ? SINGLE : { value: group, label: `Table “${group}”` }}
                  onChange={({ detail }) => {
                    const chosen = detail.selectedOption.value || null
                    setGroup(chosen)
                    setOthers(chosen ? (groups.find(([name]) => name === chosen)?.[1].propertyNames ?? []).slice(0, MOST_SELECTED) : [])
                  }}
                />
              </FormField>
            )}
            {group && <FormField label="Ordered by"><Select options={[{ value: '', label: 'As it comes' }, ...others.map((value) => ({ value, label: value }))]} selectedOption={{ value: orderBy, label: orderBy || 'As it comes' }} onChange={({ detail }) => setOrderBy(detail.selectedOption.value ?? '')} ariaLabel="Ordered by" expandToViewport /></FormField>}
          </SpaceBetween>
          <ExpandableSection headerText="Filters and more">
            <SpaceBetween size="m">
              <FilterRows rows={filters} onChange={setFilters} names={[...series, ...(group ? others : [])]} />
              <SpaceBetween direction="horizontal" size="m">
                <FormField label="Values a page" constraintText="1 to 200, for each property"><Input type="number" value={pageSize} onChange={({ detail }) => setPageSize(detail.value)} /></FormField>
                {series.length > 0 && <FormField label={<>Interpolate every <i>– optional</i></>} constraintText="Seconds; only where the connector can"><Input type="number" value={interval} onChange={({ detail }) => setInterval(detail.value)} /></FormField>}
              </SpaceBetween>
            </SpaceBetween>
          </ExpandableSection>
          <Button variant="primary" iconName="caret-right-filled" loading={test.isRunning} disabled={problem !== null} {...(problem ? { disabledReason: problem } : {})} onClick={() => void test.run(makeQuestion())}>Run test</Button>
        </SpaceBetween>
      </Container>
      {test.result && <TestResult place={place} result={test.result} definitions={properties} isMore={test.isMore} onMore={() => void test.more()} isRunning={test.isRunning} />}
    </SpaceBetween>
  )
}

function optionsOf(properties: Readonly<Record<string, PropertyResponse>>): { readonly series: Option[]; readonly others: Option[] } {
  const option = ([name, { definition }]: readonly [string, PropertyResponse]): Option => ({
    value: name, label: definition?.displayName || name,
    description: [typeWords(definition?.dataType), unitWords(definition?.dataType?.unitOfMeasure), definition?.isStoredExternally ? 'read from outside' : ''].filter(Boolean).join(' · '),
  })
  const all = Object.entries(properties)
  return { series: all.filter(([, it]) => it.definition?.isTimeSeries).map(option), others: all.filter(([, it]) => !it.definition?.isTimeSeries).map(option) }
}
