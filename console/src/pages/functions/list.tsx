// The functions of the account: what they are, whether they start, and who uses them.

import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { TableProps } from '@cloudscape-design/components/table'
import { type ReactNode, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { usePaletteActions } from '../../kit/context'
import { Link } from '../../kit/link'
import { PageFrame } from '../../kit/page-frame'
import { paths } from '../../kit/paths'
import { ResourceTable } from '../../kit/resource-table'
import { Time } from '../../kit/time'
import { modifiedAt, useFunctions, type Uses, useUses } from './data'
import { DeleteFunctions } from './delete-functions'
import { sizeWords } from './model/bytes'
import { languageOf } from './model/runtime'
import { AboutFunctions, FunctionState } from './words'

export function Page(): ReactNode {
  const functions = useFunctions()
  const uses = useUses()
  const navigate = useNavigate()
  const [selected, select] = useState<readonly FunctionConfiguration[]>([])
  const [isDeleting, setDeleting] = useState(false)
  usePaletteActions(useMemo(() => [{
    id: 'functions.create', label: 'Create function', group: 'Functions', keys: 'c',
    run: () => navigate('/functions/-/create'),
  }], [navigate]))
  const chosen = (functions.data ?? []).filter((it) => selected.some((other) => other.FunctionName === it.FunctionName))
  const columns = useMemo(() => columnsOf(uses.data, uses.error !== null), [uses.data, uses.error])
  const create = <Button variant="primary" onClick={() => navigate('/functions/-/create')}>Create function</Button>
  return (
    <PageFrame title="Functions" crumbs={[]} hasOwnHeader>
      <SpaceBetween size="s">
        <ResourceTable<FunctionConfiguration>
          id="functions" title="Functions"
          description="Code of yours that joins twins to data kept elsewhere. Component types name them as readers, writers and initializers."
          items={functions.data} isLoading={functions.isPending} error={functions.error}
          onRetry={() => void functions.refetch()}
          columns={columns}
          defaultColumns={['name', 'runtime', 'state', 'usedBy', 'timeout', 'memory', 'size', 'modified']}
          rowId={(it) => it.FunctionName ?? ''}
          searchText={(it) => `${it.FunctionName} ${it.Description} ${it.Runtime} ${it.Handler}`}
          sortBy={{ column: 'name' }}
          selectionType="multi" selected={chosen} onSelect={select}
          actions={(
            <SpaceBetween direction="horizontal" size="xs">
              <Button disabled={chosen.length === 0} onClick={() => setDeleting(true)}>Delete</Button>
              {create}
            </SpaceBetween>
          )}
          empty={{
            title: 'No functions yet',
            hint: 'Write one from a template here, or upload a zip made for AWS Lambda: it runs unmodified.',
            action: create,
          }}
        />
        <AboutFunctions />
      </SpaceBetween>
      {isDeleting && <DeleteFunctions functions={chosen} onClose={() => setDeleting(false)} />}
    </PageFrame>
  )
}

function columnsOf(uses: Uses | undefined, isUnknown: boolean): TableProps.ColumnDefinition<FunctionConfiguration>[] {
  return [
    {
      id: 'name', header: 'Name', isRowHeader: true, sortingField: 'FunctionName', minWidth: 140, width: 185,
      cell: (it) => (
        <Link to={`/functions/${encodeURIComponent(it.FunctionName ?? '')}`}>{it.FunctionName}</Link>
      ),
    },
    {
      id: 'description', header: 'Description', sortingField: 'Description', minWidth: 200,
      cell: (it) => it.Description || '–',
    },
    {
      id: 'runtime', header: 'Runtime', sortingField: 'Runtime', minWidth: 110, width: 150,
      cell: (it) => <Runtime it={it} />,
    },
    {
      id: 'handler', header: 'Handler', sortingField: 'Handler', minWidth: 90, width: 112,
      cell: (it) => (languageOf(it.Runtime ?? '') === 'provided' ? 'bootstrap' : it.Handler),
    },
    {
      id: 'state', header: 'State', sortingField: 'State', minWidth: 90, width: 112,
      cell: (it) => <FunctionState it={it} />,
    },
    {
      id: 'usedBy', header: 'Used by', minWidth: 160, width: 200,
      cell: (it) => <UsedBy arn={it.FunctionArn ?? ''} uses={uses} isUnknown={isUnknown} />,
    },
    {
      id: 'timeout', header: 'Timeout', sortingField: 'Timeout', minWidth: 80, width: 120,
      cell: (it) => `${it.Timeout} s`,
    },
    {
      id: 'memory', header: 'Memory', sortingField: 'MemorySize', minWidth: 80, width: 115,
      cell: (it) => `${it.MemorySize} MB`,
    },
    {
      id: 'size', header: 'Size', sortingField: 'CodeSize', minWidth: 80, width: 108,
      cell: (it) => sizeWords(it.CodeSize),
    },
    {
      id: 'modified', header: 'Modified', minWidth: 110, width: 130, sortingField: 'LastModified',
      cell: (it) => <Time time={modifiedAt(it)} />,
    },
  ]
}

/** With the handler below, for the two are read together. */
function Runtime({ it }: { readonly it: FunctionConfiguration }): ReactNode {
  const isOwn = languageOf(it.Runtime ?? '') === 'provided'
  return (
    <>
      {it.Runtime}
      <Box
        variant="small" display="block" color="text-body-secondary"
      >
        {isOwn ? 'bootstrap' : it.Handler}
      </Box>
    </>
  )
}

function UsedBy({ arn, uses, isUnknown }: {
  readonly arn: string; readonly uses: Uses | undefined; readonly isUnknown: boolean
}): ReactNode {
  if (!uses) return <Box variant="span" color="text-status-inactive">{isUnknown ? 'Not known' : '…'}</Box>
  const found = uses[arn] ?? []
  if (found.length === 0) return <Box variant="span" color="text-status-inactive">Not used</Box>
  const shown = found.slice(0, 2)
  return (
    <>
      {shown.map((it) => (
        <div key={`${it.workspaceId} ${it.componentTypeId}`}>
          <Link to={paths.componentType(it.workspaceId, it.componentTypeId)}>{it.componentTypeId}</Link> in {it.workspaceId}
        </div>
      ))}
      {found.length > 2 && `and ${found.length - 2} more`}
    </>
  )
}
