// The properties of a component, with what each says now.

import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import { useCollection } from '@cloudscape-design/collection-hooks'
import type { ComponentResponse, DataValue, PropertyResponse } from '@aws-sdk/client-iottwinmaker'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { isSet } from '../../../component-form/draft'
import { kindWords, typeWords, unitWords, valueWords } from '../../../component-form/value'
import { Empty } from '../../../kit/empty'
import { useFormat } from '../../../kit/format'
import { Link } from '../../../kit/link'
import { addresses } from '../addresses'
import { type Latest, useLatest } from '../latest'
import type { Place } from '../operations'
import { useType } from '../use-types'
import { WriteValue } from './write-value'

export interface PropertiesTabProps {
  readonly place: Place
  readonly entityId: string
  readonly path: string
  readonly component: ComponentResponse
}

interface Item extends PropertyResponse {
  readonly name: string
}

export function PropertiesTab({ place, entityId, path, component }: PropertiesTabProps): ReactNode {
  const [writing, write] = useState<Item | null>(null)
  const latest = useLatest(place, entityId, path, component.properties)
  const type = useType(place, component.componentTypeId)
  // Without a writer the service takes no values.
  const isWritable = Boolean(type.data?.functions?.['dataWriter']?.implementedBy)
  const items = useMemo<Item[]>(() => Object.entries(component.properties ?? {}).map(([name, it]) => ({ name, ...it })), [component])
  const now_ms = useNow()
  const collection = useCollection(items, {
    filtering: { filteringFunction: (it, text) => `${it.name} ${it.definition?.displayName ?? ''} ${typeWords(it.definition?.dataType)}`.toLowerCase().includes(text.toLowerCase()) },
    sorting: {},
  })
  const groups = Object.keys(component.propertyGroups ?? {})
  return (
    <>
      <Table<Item>
        {...collection.collectionProps} variant="container" items={collection.items} trackBy="name" enableKeyboardNavigation wrapLines
        header={
          <Header
            counter={`(${items.length})`}
            description={<LiveWords isOn={latest.isEnabled} isError={latest.isError} updated_ms={latest.dataUpdatedAt} groups={groups} />}
          >Properties</Header>
        }
        filter={items.length > 8 ? <TextFilter {...collection.filterProps} filteringPlaceholder="Find properties" filteringAriaLabel="Filter properties" /> : undefined}
        ariaLabels={{ tableLabel: 'Properties' }}
        empty={<Empty title="No properties" hint="The type of this component defines none." />}
        columnDefinitions={[
          { id: 'name', header: 'Property', isRowHeader: true, minWidth: 150, sortingField: 'name', cell: (it) => <NameCell item={it} /> },
          { id: 'value', header: 'Value', minWidth: 180, cell: (it) => <ValueCell place={place} item={it} latest={latest.data?.get(it.name)} isLoading={latest.isPending && latest.isEnabled} /> },
          { id: 'time', header: 'Measured', minWidth: 110, cell: (it) => <TimeCell time={latest.data?.get(it.name)?.time} now_ms={now_ms} /> },
          { id: 'type', header: 'Type', minWidth: 120, cell: (it) => <div>{typeWords(it.definition?.dataType)}{it.definition?.dataType?.unitOfMeasure ? ` · ${unitWords(it.definition.dataType.unitOfMeasure)}` : ''}<div className="g-small">{kindWords(it.definition)}</div></div> },
          {
            id: 'do', header: 'Actions', width: 100, cell: (it) => (it.definition?.isTimeSeries
              ? <Button variant="inline-link" wrapText={false} disabled={!isWritable} ariaLabel={`Write a value of ${it.name}`} {...(isWritable ? {} : { disabledReason: 'The type has no data writer: values come from its source only.' })} onClick={() => write(it)}>Write</Button>
              : null),
          },
        ]}
      />
      {writing && <WriteValue place={place} entityId={entityId} path={path} name={writing.name} definition={writing.definition ?? {}} onClose={() => write(null)} onWritten={() => void latest.refetch()} />}
    </>
  )
}

/** The time that passes: ages on the screen grow by themselves. */
function useNow(): number {
  const [now_ms, set] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return now_ms
}

function LiveWords({ isOn, isError, updated_ms, groups }: { readonly isOn: boolean; readonly isError: boolean; readonly updated_ms: number; readonly groups: readonly string[] }): ReactNode {
  return (
    <SpaceBetween direction="horizontal" size="s">
      {isOn && (isError ? <StatusIndicator type="warning">Values are not being read</StatusIndicator> : updated_ms > 0 ? <StatusIndicator type="success">Values are read every 5 s</StatusIndicator> : <StatusIndicator type="loading">Reading values</StatusIndicator>)}
      {groups.length > 0 && <span>Property groups: {groups.join(', ')} (see Test)</span>}
    </SpaceBetween>
  )
}

function NameCell({ item: { name, definition } }: { readonly item: Item }): ReactNode {
  return (
    <SpaceBetween direction="horizontal" size="xxs">
      <span><b>{definition?.displayName || name}</b>{definition?.displayName && definition.displayName !== name && <Box variant="small" display="block" color="text-body-secondary">{name}</Box>}</span>
      {definition?.isRequiredInEntity && <Badge>required</Badge>}
      {definition?.isExternalId && <Badge color="blue">external id</Badge>}
      {definition?.isFinal && <Badge>fixed</Badge>}
    </SpaceBetween>
  )
}

function ValueCell({ place, item, latest, isLoading }: { readonly place: Place; readonly item: Item; readonly latest: Latest | undefined; readonly isLoading: boolean }): ReactNode {
  const { definition } = item
  const isRead = definition?.isTimeSeries || definition?.isStoredExternally
  if (latest?.problem) return <StatusIndicator type="error">{latest.problem}</StatusIndicator>
  const value = isRead ? latest?.value : item.value
  if (value === undefined) return <Box color="text-body-secondary">{isRead && isLoading ? <StatusIndicator type="loading">Reading</StatusIndicator> : isRead ? 'no value yet' : 'not set'}</Box>
  return <><ValueView place={place} value={value} definition={definition} />{!isRead && !isSet(item) && <Box variant="small" display="inline" color="text-body-secondary"> default</Box>}</>
}

/** A value as it is best read: links for relationships and addresses, lists under each other. */
export function ValueView({ place, value, definition }: { readonly place: Place; readonly value: DataValue; readonly definition: PropertyResponse['definition'] }): ReactNode {
  const type = definition?.dataType
  if (value.relationshipValue?.targetEntityId) {
    const { targetEntityId: id, targetComponentName: part } = value.relationshipValue
    return <Link to={part ? addresses.component(place.workspaceId, id, part) : addresses.entity(place.workspaceId, id)}>{part ? `${id} / ${part}` : id}</Link>
  }
  if (value.listValue?.some((it) => it.relationshipValue)) {
    return <SpaceBetween size="xxs">{value.listValue.map((it) => <div key={JSON.stringify(it)}><ValueView place={place} value={it} definition={definition} /></div>)}</SpaceBetween>
  }
  if (value.mapValue) {
    return <div>{Object.entries(value.mapValue).map(([key, it]) => <div key={key} style={{ overflowWrap: 'anywhere' }}><Box variant="span" color="text-body-secondary">{key}</Box> {valueWords(it, type?.nestedType)}</div>)}</div>
  }
  return <span style={{ overflowWrap: 'anywhere' }}>{valueWords(value, type)}</span>
}

/** Seconds count here: a reading of now differs from one of a minute ago. */
function TimeCell({ time, now_ms }: { readonly time: string | undefined; readonly now_ms: number }): ReactNode {
  const format = useFormat()
  return time === undefined ? null : <span className="g-nowrap" title={format.time(time)}>{format.relative(time, Math.max(now_ms, Date.parse(time)))}</span>
}
