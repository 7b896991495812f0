// Who relies on a type: the entities with a component of it, and the types that extend it.

import type { ComponentTypeSummary, EntitySummary } from '@aws-sdk/client-iottwinmaker'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useConsole, useWorkspaceId } from '../../../kit/context'
import { Link } from '../../../kit/link'
import { paths } from '../../../kit/paths'
import { keys } from '../../../kit/query'
import { ResourceTable } from '../../../kit/resource-table'
import { Time } from '../../../kit/time'
import { listUsers, useHeirs } from '../data'
import type { WholeType } from '../model/draft'
import { TypeLink, TypeStatus } from '../words'

export function UsedByTab({ type }: { readonly type: WholeType }): ReactNode {
  const id = type.componentTypeId ?? ''
  return (
    <SpaceBetween size="l">
      <Entities id={id} />
      <Heirs id={id} />
    </SpaceBetween>
  )
}

function Entities({ id }: { readonly id: string }): ReactNode {
  const workspaceId = useWorkspaceId()
  const { clients } = useConsole()
  const users = useInfiniteQuery({
    queryKey: [...keys.entities(workspaceId), 'of-type-pages', id],
    queryFn: ({ pageParam }) => listUsers(clients, workspaceId, id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextToken,
  })
  const items = users.data?.pages.flatMap((it) => it.entities)
  return (
    <ResourceTable<EntitySummary>
      id="component-type-users" title="Entities" variant="container"
      description="Entities with a component of this type, or of a type that extends it."
      items={items} isLoading={users.isPending} error={users.error} onRetry={() => void users.refetch()}
      rowId={(it) => it.entityId ?? ''}
      searchText={(it) => `${it.entityName} ${it.entityId} ${it.description}`}
      actions={users.hasNextPage
        ? <Button loading={users.isFetchingNextPage} onClick={() => void users.fetchNextPage()}>Load more</Button> : null}
      columns={[
        {
          id: 'name', header: 'Entity', isRowHeader: true, sortingField: 'entityName', minWidth: 200,
          cell: (it) => <Link to={paths.entity(workspaceId, it.entityId ?? '')}>{it.entityName}</Link>,
        },
        { id: 'id', header: 'Entity id', sortingField: 'entityId', minWidth: 200, cell: (it) => it.entityId },
        {
          id: 'description', header: 'Description', sortingField: 'description', minWidth: 200,
          cell: (it) => it.description || '–',
        },
        { id: 'status', header: 'Status', minWidth: 110, cell: (it) => <TypeStatus status={it.status} /> },
        {
          id: 'updated', header: 'Updated', sortingField: 'updateDateTime', minWidth: 170,
          cell: (it) => <Time time={it.updateDateTime} />,
        },
      ]}
      empty={{
        title: 'No entity uses this type', hint: 'Open an entity and add a component of it.',
        action: <Link to={paths.entities(workspaceId)}>Open the entities</Link>,
      }}
    />
  )
}

function Heirs({ id }: { readonly id: string }): ReactNode {
  const workspaceId = useWorkspaceId()
  const heirs = useHeirs(workspaceId, id)
  return (
    <ResourceTable<ComponentTypeSummary>
      id="component-type-heirs" title="Component types" variant="container"
      description="Types that extend this one directly."
      items={heirs.data} isLoading={heirs.isPending} error={heirs.error} onRetry={() => void heirs.refetch()}
      rowId={(it) => it.componentTypeId ?? ''}
      searchText={(it) => `${it.componentTypeId} ${it.componentTypeName} ${it.description}`}
      columns={[
        {
          id: 'id', header: 'Component type id', isRowHeader: true, sortingField: 'componentTypeId',
          minWidth: 220,
          cell: (it) => <TypeLink id={it.componentTypeId ?? ''} />,
        },
        {
          id: 'name', header: 'Name', sortingField: 'componentTypeName', minWidth: 160,
          cell: (it) => it.componentTypeName || '–',
        },
        {
          id: 'description', header: 'Description', sortingField: 'description', minWidth: 200,
          cell: (it) => it.description || '–',
        },
        { id: 'status', header: 'Status', minWidth: 110, cell: (it) => <TypeStatus status={it.status} /> },
      ]}
      empty={{
        title: 'No type extends this one', hint: 'Extend it to share its properties and functions.',
        action: <Link to={`${paths.componentTypes(workspaceId)}/-/create?extends=${encodeURIComponent(id)}`}>Create a type that extends it</Link>,
      }}
    />
  )
}
