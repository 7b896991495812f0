// One function: its settings and code, a try with a sample event, its log, and who uses it.

import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { type ReactNode, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { PageFrame } from '../../kit/page-frame'
import { paths } from '../../kit/paths'
import { useFunction, useUses } from './data'
import { DeleteFunctions } from './delete-functions'
import { CodeTab } from './detail/code'
import { ConfigurationTab } from './detail/configuration'
import { LogsTab } from './detail/logs'
import { OverviewTab } from './detail/overview'
import { TestTab } from './detail/test'
import { UsedByTab } from './detail/used-by'

export function Page(): ReactNode {
  const { functionName = '' } = useParams()
  const found = useFunction(functionName)
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const [isDeleting, setDeleting] = useState(false)
  const it = found.data?.Configuration
  const open = (tab: string) => setParams(tab === 'overview' ? {} : { tab }, { replace: true })
  return (
    <PageFrame
      title={functionName} crumbs={[{ text: 'Functions', href: paths.functions() }]}
      description={it?.Description}
      isLoading={found.isPending} error={it ? null : found.error} onRetry={() => void found.refetch()}
      actions={it && <Button onClick={() => setDeleting(true)}>Delete</Button>}
    >
      {it && (
        <SpaceBetween size="l">
          {it.State === 'Failed' && (
            <Alert
              type="error" header="The function does not start"
              action={<Button onClick={() => open('code')}>Mend the code</Button>}
            >
              {it.StateReason} {it.StateReasonCode ? `(${it.StateReasonCode})` : ''}
            </Alert>
          )}
          <DetailTabs it={it} tags={found.data?.Tags} tab={params.get('tab') ?? 'overview'} onTab={open} />
        </SpaceBetween>
      )}
      {isDeleting && it && (
        <DeleteFunctions
          functions={[it]} onClose={() => setDeleting(false)} onDeleted={() => navigate(paths.functions())}
        />
      )}
    </PageFrame>
  )
}

function DetailTabs({ it, tags, tab, onTab }: {
  readonly it: FunctionConfiguration; readonly tags: Record<string, string> | undefined
  readonly tab: string; readonly onTab: (tab: string) => void
}): ReactNode {
  const uses = useUses().data?.[it.FunctionArn ?? '']
  return (
    <Tabs
      ariaLabel="Parts of the function" activeTabId={tab} onChange={({ detail }) => onTab(detail.activeTabId)}
      tabs={[
        { id: 'overview', label: 'Overview', content: <OverviewTab it={it} tags={tags} /> },
        { id: 'code', label: 'Code', content: <CodeTab key={it.CodeSha256} it={it} /> },
        { id: 'test', label: 'Test', content: <TestTab it={it} /> },
        {
          id: 'configuration', label: 'Configuration',
          content: <ConfigurationTab key={it.RevisionId} it={it} />,
        },
        { id: 'logs', label: 'Logs', content: <LogsTab it={it} onTest={() => onTab('test')} /> },
        {
          id: 'used-by', label: uses ? `Used by (${uses.length})` : 'Used by', content: <UsedByTab it={it} />,
        },
      ]}
    />
  )
}
