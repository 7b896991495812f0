// The component types that name a function, over all workspaces.

import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { ReactNode } from 'react'
import { CopyButton } from '../../../kit/copy'
import { Link } from '../../../kit/link'
import { paths } from '../../../kit/paths'
import { ResourceTable } from '../../../kit/resource-table'
import { type Use, useUses } from '../data'

export function UsedByTab({ it }: { readonly it: FunctionConfiguration }): ReactNode {
  const uses = useUses()
  const arn = it.FunctionArn ?? ''
  return (
    <ResourceTable<Use>
      id="function-users" title="Component types" variant="container"
      description="Types that name this function themselves; those that extend them use it too."
      items={uses.data ? uses.data[arn] ?? [] : undefined} isLoading={uses.isPending} error={uses.error}
      onRetry={() => void uses.refetch()}
      rowId={(use) => `${use.workspaceId} ${use.componentTypeId}`}
      searchText={(use) => `${use.workspaceId} ${use.componentTypeId} ${use.kinds.join(' ')}`}
      columns={[
        {
          id: 'id', header: 'Component type', isRowHeader: true, sortingField: 'componentTypeId',
          minWidth: 240,
          cell: (use) => (
            <Link to={paths.componentType(use.workspaceId, use.componentTypeId)}>{use.componentTypeId}</Link>
          ),
        },
        {
          id: 'name', header: 'Name', sortingField: 'componentTypeName', minWidth: 150,
          cell: (use) => use.componentTypeName || '–',
        },
        {
          id: 'workspace', header: 'Workspace', sortingField: 'workspaceId', minWidth: 140,
          cell: (use) => <Link to={paths.workspace(use.workspaceId)}>{use.workspaceId}</Link>,
        },
        {
          id: 'kinds', header: 'As', minWidth: 300,
          cell: (use) => use.kinds.map((kind) => <div key={kind}>{kind}</div>),
        },
      ]}
      empty={{
        title: 'No component type uses this function',
        hint: 'Open or create a component type, and choose this function under Functions.',
        action: <CopyButton text={arn} label="Copy the ARN" />,
      }}
    />
  )
}
