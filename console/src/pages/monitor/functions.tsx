// The functions the server runs, and in which state each is.

import Header from '@cloudscape-design/components/header'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { type FunctionConfiguration, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import type { ReactNode } from 'react'
import { useAllPages } from '../../kit/all-pages'
import { useConsole } from '../../kit/context'
import { Empty } from '../../kit/empty'
import { ErrorAlert } from '../../kit/error-alert'
import { Link } from '../../kit/link'
import { paths } from '../../kit/paths'
import { keys } from '../../kit/query'
import { Time } from '../../kit/time'

const STATES: Readonly<Record<string, StatusIndicatorProps.Type>> = { Active: 'success', Pending: 'in-progress', Inactive: 'stopped', Failed: 'error' }

export function Functions(): ReactNode {
  const { lambda } = useConsole().clients
  const list = useAllPages<FunctionConfiguration>({
    queryKey: [...keys.functions(), 'monitor'],
    fetchPage: async (Marker, abortSignal) => {
      const page = await lambda.send(new ListFunctionsCommand({ Marker, MaxItems: 50 }), { abortSignal })
      return { items: page.Functions ?? [], nextToken: page.NextMarker || undefined }
    },
  })
  if (list.error && list.items.length === 0) return <ErrorAlert error={list.error} header="The functions could not be listed" onRetry={list.refetch} />
  return (
    <Table
      variant="container" items={list.items} loading={list.isPending} loadingText="Loading functions"
      header={<Header variant="h2" counter={list.isPending ? '' : `(${list.items.length}${list.isStreaming ? '+' : ''})`} description="What connectors run, and whether it can.">Functions</Header>}
      ariaLabels={{ tableLabel: 'Functions' }}
      empty={<Empty title="No functions" hint="Connectors of your own are functions; none was uploaded." />}
      columnDefinitions={[
        { id: 'name', header: 'Function', isRowHeader: true, cell: (it) => <Link to={`${paths.functions()}/${encodeURIComponent(it.FunctionName ?? '')}`}>{it.FunctionName}</Link> },
        { id: 'state', header: 'State', cell: (it) => <State it={it} /> },
        { id: 'runtime', header: 'Runtime', cell: (it) => it.Runtime ?? '–' },
        { id: 'changed', header: 'Changed', cell: (it) => <Time time={it.LastModified} /> },
      ]}
    />
  )
}

function State({ it }: { readonly it: FunctionConfiguration }): ReactNode {
  if (it.LastUpdateStatus === 'Failed') return <StatusIndicator type="error">{it.LastUpdateStatusReason ?? 'the last update failed'}</StatusIndicator>
  // Lists leave the state out for functions that run.
  const state = it.State ?? 'Active'
  return <StatusIndicator type={STATES[state] ?? 'info'}>{it.StateReason ?? state.toLowerCase()}</StatusIndicator>
}
