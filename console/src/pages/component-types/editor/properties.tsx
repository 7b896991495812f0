// The properties of a draft: own ones to add, change, order and remove; inherited ones to override.

import type { PropertyDefinitionResponse } from '@aws-sdk/client-iottwinmaker'
import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { type ReactNode, useMemo, useState } from 'react'
import { Empty } from '../../../kit/empty'
import { Flags } from '../detail/properties'
import { printDataType, printValue, unitOf } from '../model/data-type'
import { PropertyForm } from './property-form'
import { type EditorProps, problemAt, withKey, withMoved, withoutKey } from './props'

interface Row {
  readonly name: string
  readonly definition: PropertyDefinitionResponse
  readonly kind: 'own' | 'overridden' | 'inherited'
  readonly problem: string | undefined
}

export function Properties(props: EditorProps): ReactNode {
  const { draft, change, effective, below, problems } = props
  const [edited, edit] = useState<{ readonly name: string; readonly isNew: boolean } | null>(null)
  const own = draft.propertyDefinitions ?? {}
  const names = Object.keys(own)
  const rows = [...names, ...Object.keys(below.propertyDefinitions).filter((it) => !Object.hasOwn(own, it))].flatMap((name): Row[] => {
    const definition = effective.propertyDefinitions[name]
    const isBelow = Object.hasOwn(below.propertyDefinitions, name)
    const kind = !Object.hasOwn(own, name) ? 'inherited' : isBelow ? 'overridden' : 'own'
    return definition ? [{ name, definition, kind, problem: problemAt(problems, `propertyDefinitions.${name}`) }] : []
  })
  const set = (propertyDefinitions: typeof own) => change({ propertyDefinitions })
  const columns = useMemo(() => [
    ...COLUMNS,
    {
      id: 'actions', header: 'Actions', minWidth: 150,
      cell: (row: Row) => (
        <RowActions
          row={row} isFirst={names[0] === row.name} isLast={names.at(-1) === row.name}
          onEdit={() => edit({ name: row.name, isNew: false })}
          onMove={(by) => set(withMoved(own, row.name, by))} onRemove={() => set(withoutKey(own, row.name))}
        />
      ),
    },
    // oxlint-disable-next-line react/exhaustive-deps -- the draft holds all of it
  ], [draft, change])
  const add = <Button iconName="add-plus" onClick={() => edit({ name: '', isNew: true })}>Add property</Button>
  return (
    <>
      <Table<Row>
        variant="container" items={rows} trackBy="name" wrapLines stickyColumns={{ last: 1 }}
        columnDefinitions={columns} ariaLabels={{ tableLabel: 'Properties' }}
        header={<Header variant="h2" counter={`(${names.length} own, ${rows.length - names.length} inherited)`} actions={add} description="What a component of this type knows: readings, settings, documents, relations.">Properties</Header>}
        empty={<Empty title="No properties yet" hint="Add what a component of this type should know, or extend a type that has it." action={add} />}
      />
      {edited && (
        <PropertyForm
          name={edited.isNew ? '' : edited.name} definition={own[edited.name] ?? {}}
          below={below.propertyDefinitions[edited.name]}
          taken={rows.map((it) => it.name)} types={props.types} isNew={edited.isNew}
          onClose={() => edit(null)}
          onSave={(name, definition) => {
            set(withKey(own, edited.isNew ? name : edited.name, name, definition))
            edit(null)
          }}
        />
      )}
    </>
  )
}

const COLUMNS: readonly TableProps.ColumnDefinition<Row>[] = [
  {
    id: 'name', header: 'Property', isRowHeader: true, minWidth: 150,
    cell: (it) => (
      <>
        {it.name}
        {it.definition.displayName && (
          <Box variant="small" display="block" color="text-body-secondary">{it.definition.displayName}</Box>
        )}
        {it.problem && <StatusIndicator type="error">{it.problem}</StatusIndicator>}
      </>
    ),
  },
  { id: 'type', header: 'Data type', minWidth: 140, cell: (it) => printDataType(it.definition.dataType) },
  { id: 'unit', header: 'Unit', minWidth: 80, cell: (it) => unitOf(it.definition.dataType) ?? '–' },
  { id: 'kept', header: 'Kept', minWidth: 170, cell: (it) => <Flags it={it.definition} /> },
  {
    id: 'default', header: 'Default', minWidth: 100,
    cell: (it) => printValue(it.definition.defaultValue) || '–',
  },
  {
    id: 'origin', header: 'Origin', minWidth: 110,
    cell: (it) => (it.kind === 'own' ? 'Own' : <Badge color={it.kind === 'overridden' ? 'blue' : 'grey'}>{it.kind === 'overridden' ? 'Overridden' : 'Inherited'}</Badge>),
  },
]

function RowActions({ row, isFirst, isLast, onEdit, onMove, onRemove }: {
  readonly row: Row; readonly isFirst: boolean; readonly isLast: boolean
  readonly onEdit: () => void; readonly onMove: (by: -1 | 1) => void; readonly onRemove: () => void
}): ReactNode {
  if (row.kind === 'inherited') return <Button variant="inline-link" ariaLabel={`Override ${row.name}`} onClick={onEdit}>Override</Button>
  return (
    <SpaceBetween direction="horizontal" size="xxs">
      <Button variant="inline-icon" iconName="edit" ariaLabel={`Edit ${row.name}`} onClick={onEdit} />
      <Button
        variant="inline-icon" iconName="angle-up" ariaLabel={`Move ${row.name} up`} disabled={isFirst}
        onClick={() => onMove(-1)}
      />
      <Button
        variant="inline-icon" iconName="angle-down" ariaLabel={`Move ${row.name} down`} disabled={isLast}
        onClick={() => onMove(1)}
      />
      <Button
        variant="inline-icon" iconName="remove"
        ariaLabel={row.kind === 'overridden' ? `Take ${row.name} as inherited` : `Remove ${row.name}`}
        onClick={onRemove}
      />
    </SpaceBetween>
  )
}
