// Every property of a type, own and inherited: what it holds, how it is kept, and where it comes from.

import type { PropertyDefinitionResponse } from '@aws-sdk/client-iottwinmaker'
import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { TableProps } from '@cloudscape-design/components/table'
import { type ReactNode, useMemo } from 'react'
import { ResourceTable } from '../../../kit/resource-table'
import type { Lineage } from '../data'
import { printDataType, printValue, unitOf } from '../model/data-type'
import { type Origin, originOfProperty } from '../model/origin'
import { TypeLink } from '../words'

export interface PropertyRow {
  readonly name: string
  readonly definition: PropertyDefinitionResponse
  readonly typeId: string
  readonly dataType: string
  readonly origin: Origin | undefined
}

export function PropertiesTable({ id, properties, lineage }: {
  readonly id: string
  readonly properties: Readonly<Record<string, PropertyDefinitionResponse>>
  readonly lineage: Lineage
}): ReactNode {
  const rows = useMemo(() => Object.entries(properties).map(([name, definition]): PropertyRow => ({
    name,
    definition,
    typeId: id,
    dataType: printDataType(definition.dataType),
    origin: lineage.isReady || !definition.isInherited ? originOfProperty(id, name, lineage.typeOf) : undefined,
  })), [id, properties, lineage])
  return (
    <ResourceTable<PropertyRow>
      id="component-type-properties" title="Properties" variant="container" items={rows} isLoading={false}
      columns={COLUMNS}
      defaultColumns={['name', 'type', 'unit', 'flags', 'default', 'allowed', 'origin']}
      rowId={(it) => it.name}
      searchText={(it) => `${it.name} ${it.definition.displayName ?? ''} ${it.dataType} ${it.origin?.definedIn ?? ''}`}
      empty={{ title: 'No properties', hint: 'This type says nothing of its own, and inherits nothing.' }}
    />
  )
}

const COLUMNS: readonly TableProps.ColumnDefinition<PropertyRow>[] = [
  {
    id: 'name', header: 'Property', isRowHeader: true, sortingField: 'name', minWidth: 120, width: 160,
    cell: (it) => <Name row={it} />,
  },
  {
    id: 'type', header: 'Data type', sortingField: 'dataType', minWidth: 110, width: 140,
    cell: (it) => it.dataType,
  },
  {
    id: 'unit', header: 'Unit', minWidth: 80, width: 90,
    sortingComparator: (one, other) => (unitOf(one.definition.dataType) ?? '').localeCompare(unitOf(other.definition.dataType) ?? ''),
    cell: (it) => unitOf(it.definition.dataType) ?? '–',
  },
  { id: 'flags', header: 'Kept', minWidth: 130, width: 190, cell: (it) => <Flags it={it.definition} /> },
  {
    id: 'default', header: 'Default', minWidth: 80, width: 100,
    cell: (it) => printValue(it.definition.defaultValue) || '–',
  },
  {
    id: 'allowed', header: 'Allowed values', minWidth: 120, width: 160,
    cell: (it) => <Allowed it={it.definition} />,
  },
  {
    id: 'origin', header: 'Origin', minWidth: 140, width: 220,
    sortingComparator: (one, other) => originWords(one).localeCompare(originWords(other)),
    cell: (it) => <OriginCell row={it} />,
  },
  {
    id: 'configuration', header: 'Configuration', minWidth: 180,
    cell: ({ definition: { configuration } }) => Object.entries(configuration ?? {})
      .map(([key, value]) => <div key={key}>{key} = {value}</div>),
  },
]

function Name({ row }: { readonly row: PropertyRow }): ReactNode {
  const { displayName } = row.definition
  return (
    <>
      {row.name}
      {displayName && displayName !== row.name && (
        <Box variant="small" display="block" color="text-body-secondary">{displayName}</Box>
      )}
    </>
  )
}

/** The flags in words; a property without any is a plain value kept with the entity. */
export function Flags({ it }: { readonly it: PropertyDefinitionResponse }): ReactNode {
  const flags: readonly (readonly [boolean | undefined, string, 'blue' | 'green' | 'grey' | 'red'])[] = [
    [it.isTimeSeries, 'Time series', 'blue'],
    [it.isStoredExternally, 'Stored externally', 'blue'],
    [it.isRequiredInEntity, 'Required', 'red'],
    [it.isExternalId, 'External id', 'green'],
    [it.isImported, 'Imported', 'grey'],
    [it.isFinal, 'Final', 'grey'],
  ]
  const set = flags.filter(([isSet]) => isSet)
  if (set.length === 0) return <Box variant="span" color="text-status-inactive">With the entity</Box>
  return (
    <SpaceBetween direction="horizontal" size="xxs">
      {set.map(([, word, color]) => <Badge key={word} color={color}>{word}</Badge>)}
    </SpaceBetween>
  )
}

function Allowed({ it }: { readonly it: PropertyDefinitionResponse }): ReactNode {
  const values = it.dataType?.allowedValues ?? it.dataType?.nestedType?.allowedValues ?? []
  return values.length === 0 ? '–' : values.map(printValue).join(', ')
}

function originWords({ origin, definition }: PropertyRow): string {
  if (!definition.isInherited) return 'Own'
  return origin ? origin.definedIn : '…'
}

function OriginCell({ row }: { readonly row: PropertyRow }): ReactNode {
  if (!row.definition.isInherited) return 'Own'
  if (!row.origin) return '…'
  const others = row.origin.overriddenIn.filter((it) => it !== row.typeId)
  return (
    <>
      <TypeLink id={row.origin.definedIn} />
      {row.origin.overriddenIn.includes(row.typeId) && (
        <Box variant="small" display="block" color="text-body-secondary">overridden here</Box>
      )}
      {others.map((it) => <Box key={it} variant="small" display="block" color="text-body-secondary">overridden in <TypeLink id={it} /></Box>)}
    </>
  )
}
