// Composite components: the components that each component of the type has inside.

import Header from '@cloudscape-design/components/header'
import Table from '@cloudscape-design/components/table'
import type { ReactNode } from 'react'
import { Empty } from '../../../kit/empty'
import { originOf } from '../model/origin'
import { TypeLink } from '../words'
import type { TabProps } from './overview'

export function CompositesTab({ type, lineage }: TabProps): ReactNode {
  const id = type.componentTypeId ?? ''
  const rows = Object.entries(type.compositeComponentTypes ?? {}).map(([name, it]) => ({ name, it }))
  return (
    <Table
      variant="container" items={rows} trackBy="name" enableKeyboardNavigation wrapLines
      ariaLabels={{ tableLabel: 'Composite components' }}
      header={<Header variant="h2" counter={`(${rows.length})`} description="Every component of this type has these inside; they are made with it.">Composite components</Header>}
      empty={<Empty title="No composite components" hint="A component of this type has no others inside." />}
      columnDefinitions={[
        { id: 'name', header: 'Name inside', isRowHeader: true, cell: ({ name }) => name },
        {
          id: 'type', header: 'Component type', cell: ({ it }) => <TypeLink id={it.componentTypeId ?? ''} />,
        },
        {
          id: 'origin', header: 'Origin',
          cell: ({ name, it }) => (it.isInherited
            ? <TypeLink id={originOf(id, 'compositeComponentTypes', name, lineage.typeOf)} /> : 'Own'),
        },
      ]}
    />
  )
}
