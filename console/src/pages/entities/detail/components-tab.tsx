// The components of an entity: what each is, how it is, what it says now.

import Box from '@cloudscape-design/components/box'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Button from '@cloudscape-design/components/button'
import Table from '@cloudscape-design/components/table'
import Header from '@cloudscape-design/components/header'
import type { ComponentResponse } from '@aws-sdk/client-iottwinmaker'
import { Fragment, type ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { valueWords } from '../../../component-form/value'
import { Empty } from '../../../kit/empty'
import { Link } from '../../../kit/link'
import { Time } from '../../../kit/time'
import { addresses } from '../addresses'
import { removeComponent } from '../component/remove-component'
import { useConsole } from '../../../kit/context'
import { useLatest } from '../latest'
import type { Entity, Place } from '../operations'
import { StateMark } from './entity-detail'

interface Item {
  readonly name: string
  readonly component: ComponentResponse
}

export function ComponentsTab({ place, entity }: { readonly place: Place; readonly entity: Entity }): ReactNode {
  const navigate = useNavigate()
  const { notify } = useConsole()
  const id = entity.entityId ?? ''
  const items: Item[] = Object.entries(entity.components ?? {}).map(([name, component]) => ({ name, component }))
  const add = () => void navigate(addresses.addComponent(place.workspaceId, id))
  return (
    <Table<Item>
      variant="container" items={items} trackBy="name" enableKeyboardNavigation wrapLines
      header={<Header counter={`(${items.length})`} description={entity.areAllComponentsReturned === false ? 'The service answers with the first 30 components only.' : undefined} actions={<Button onClick={add}>Add component</Button>}>Components</Header>}
      ariaLabels={{ tableLabel: 'Components' }}
      empty={<Empty title="No components yet" hint="A component gives the entity properties: readings, documents, links to other entities." action={<Button onClick={add}>Add component</Button>} />}
      columnDefinitions={[
        {
          id: 'name', header: 'Component', isRowHeader: true, width: 260, minWidth: 200, cell: ({ name, component }) => (
            <div className="g-wrap">
              <StateMark state={component.status?.state} /> <Link to={addresses.component(place.workspaceId, id, name)}>{name}</Link>
              <div className="g-small"><TypeName id={component.componentTypeId ?? ''} /> · <span className="g-nowrap">{propertyCount(component)}</span></div>
            </div>
          ),
        },
        { id: 'now', header: 'Now', minWidth: 200, cell: ({ name, component }) => <Glance place={place} entityId={id} name={name} component={component} /> },
        {
          id: 'actions', header: 'Actions', width: 90, cell: ({ name }) => (
            <ButtonDropdown
              variant="inline-icon" ariaLabel={`Actions on ${name}`} expandToViewport
              items={[{ id: 'test', text: 'Test' }, { id: 'edit', text: 'Edit' }, { id: 'remove', text: 'Remove' }]}
              onItemClick={({ detail }) => {
                if (detail.id === 'edit') void navigate(addresses.editComponent(place.workspaceId, id, name))
                else if (detail.id === 'test') void navigate(addresses.component(place.workspaceId, id, name, 'test'))
                else void removeComponent(place, id, name, notify)
              }}
            />
          ),
        },
      ]}
    />
  )
}

/** An id of a type that breaks at its dots. */
function TypeName({ id }: { readonly id: string }): ReactNode {
  const parts = id.split('.')
  return parts.map((part, n) => <Fragment key={parts.slice(0, n + 1).join('.')}>{n > 0 && <>.<wbr /></>}{part}</Fragment>)
}

function propertyCount({ properties = {} }: ComponentResponse): string {
  const count = Object.keys(properties).length
  return count === 1 ? '1 property' : `${count} properties`
}

const GLANCES = 3

/** A few values: the newest readings, or for components without any the first things that are set. */
function Glance({ place, entityId, name, component }: { readonly place: Place; readonly entityId: string; readonly name: string; readonly component: ComponentResponse }): ReactNode {
  const properties = component.properties ?? {}
  const latest = useLatest(place, entityId, name, properties, GLANCES)
  const series = Object.entries(properties).filter(([, it]) => it.definition?.isTimeSeries).slice(0, GLANCES)
  if (series.length > 0) {
    const times = series.map(([it]) => latest.data?.get(it)?.time ?? '').filter(Boolean).toSorted()
    return (
      <div className="g-glance">
        {series.map(([it, property]) => <span key={it}><span className="g-quiet">{property.definition?.displayName || it}</span> {valueWords(latest.data?.get(it)?.value, property.definition?.dataType)}</span>)}
        {times.length > 0 && <span className="g-quiet"><Time time={times[times.length - 1]} /></span>}
      </div>
    )
  }
  const set = Object.entries(properties).filter(([, it]) => it.value !== undefined).slice(0, 2)
  if (set.length === 0) return <Box color="text-body-secondary">nothing set</Box>
  return <div className="g-glance">{set.map(([it, property]) => <span key={it} title={valueWords(property.value, property.definition?.dataType)}><span className="g-quiet">{it}</span> {clip(valueWords(property.value, property.definition?.dataType))}</span>)}</div>
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
