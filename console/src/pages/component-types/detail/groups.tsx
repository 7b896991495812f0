// Property groups: properties that are read together, as the rows of a table.

import Header from '@cloudscape-design/components/header'
import Table from '@cloudscape-design/components/table'
import type { ReactNode } from 'react'
import { Empty } from '../../../kit/empty'
import { originOf } from '../model/origin'
import { TypeLink } from '../words'
import type { TabProps } from './overview'

export function GroupsTab({ type, lineage }: TabProps): ReactNode {
  const id = type.componentTypeId ?? ''
  const rows = Object.entries(type.propertyGroups ?? {}).map(([name, it]) => ({ name, it }))
  return (
    <Table
      variant="container" items={rows} trackBy="name" enableKeyboardNavigation wrapLines
      ariaLabels={{ tableLabel: 'Property groups' }}
      header={<Header variant="h2" counter={`(${rows.length})`} description="Properties that are read together, as the rows of a table.">Property groups</Header>}
      empty={<Empty title="No property groups" hint="Each property is read by itself." />}
      columnDefinitions={[
        { id: 'name', header: 'Group', isRowHeader: true, cell: ({ name }) => name },
        {
          id: 'type', header: 'Type', cell: ({ it }) => (it.groupType === 'TABULAR' ? 'Table' : it.groupType),
        },
        {
          id: 'names', header: 'Properties',
          cell: ({ it }) => it.propertyNames?.join(', ') || 'None yet: heirs name them',
        },
        {
          id: 'origin', header: 'Origin',
          cell: ({ name, it }) => (it.isInherited ? <TypeLink id={originOf(id, 'propertyGroups', name, lineage.typeOf)} /> : 'Own'),
        },
      ]}
    />
  )
}
