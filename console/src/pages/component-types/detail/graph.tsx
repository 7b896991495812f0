// The inheritance graph: what a type stands on, and what stands on it; a click goes there.

import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { type ReactNode, useMemo } from 'react'
import { useNavigate } from 'react-router'
import { useWorkspaceId } from '../../../kit/context'
import { ErrorAlert } from '../../../kit/error-alert'
import { paths } from '../../../kit/paths'
import { useDescent } from '../data'
import { edgesUp, layOut } from '../model/graph-layout'
import { GraphCanvas } from './graph-canvas'
import type { TabProps } from './overview'

export function GraphTab({ type, lineage }: TabProps): ReactNode {
  const workspaceId = useWorkspaceId()
  const navigate = useNavigate()
  const id = type.componentTypeId ?? ''
  const descent = useDescent(workspaceId, id)
  const layout = useMemo(() => {
    const up = edgesUp(id, (it) => lineage.typeOf(it)?.extendsFrom ?? [])
    return layOut(id, [...up, ...(descent.data?.edges ?? [])])
  }, [id, lineage, descent.data])
  const isReady = lineage.isReady && descent.data !== undefined
  return (
    <Container
      header={(
        <Header
          variant="h2"
          description="What this type extends stands above it, what extends it below. Arrow keys move, Enter opens."
          actions={<Button href={`/console${paths.componentTypes(workspaceId)}/-/create?extends=${encodeURIComponent(id)}`} onFollow={(event) => { event.preventDefault(); navigate(`${paths.componentTypes(workspaceId)}/-/create?extends=${encodeURIComponent(id)}`) }}>Extend this type</Button>}
        >
          Inheritance
        </Header>
      )}
    >
      <SpaceBetween size="s">
        <ErrorAlert error={descent.error ?? lineage.error} onRetry={() => void descent.refetch()} />
        {descent.data && !descent.data.isWhole && (
          <Alert type="info">This type has more heirs than fit here; the first 200 are shown.</Alert>
        )}
        {!isReady && !descent.error && <><Spinner /> Looking for ancestors and heirs…</>}
        {isReady && (
          <GraphCanvas
            layout={layout} focus={id}
            hrefOf={(it) => paths.componentType(workspaceId, it)}
            onOpen={(it) => navigate(`${paths.componentType(workspaceId, it)}?tab=inheritance`)}
          />
        )}
      </SpaceBetween>
    </Container>
  )
}
