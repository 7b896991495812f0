// One component: its properties with their values now, its JSON, and a test of reading them.

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Alert from '@cloudscape-design/components/alert'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import Tabs from '@cloudscape-design/components/tabs'
import type { ComponentResponse } from '@aws-sdk/client-iottwinmaker'
import { type ReactNode, useEffect } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useConsole } from '../../../kit/context'
import { Empty } from '../../../kit/empty'
import { ErrorAlert } from '../../../kit/error-alert'
import { JsonEditor } from '../../../kit/json-editor'
import { formatJson } from '../../../kit/json-editor-check'
import { Link } from '../../../kit/link'
import { paths } from '../../../kit/paths'
import { addresses } from '../addresses'
import { StateWords } from '../detail/entity-detail'
import type { Place } from '../operations'
import { PropertiesTab } from './properties-tab'
import { removeComponent } from './remove-component'
import { TestTab } from './test-tab'
import { useComponent } from './use-component'
import '../detail/detail.css'

export interface ComponentDetailProps {
  readonly place: Place
  readonly entityId: string
  readonly path: string
}

export function ComponentDetail({ place, entityId, path }: ComponentDetailProps): ReactNode {
  const { component, entityName, isPending, error, refetch } = useComponent(place, entityId, path)
  const [params, setParams] = useSearchParams()
  useEffect(() => {
    document.title = `${path} · ${entityName} · Gemel`
  }, [path, entityName])
  if (error) return <ErrorAlert error={error} header={`Component “${path}” could not be read`} onRetry={refetch} />
  if (isPending) return <Box padding="xxl" textAlign="center"><Spinner size="large" /> Loading…</Box>
  if (!component) {
    return <Empty title={`No component “${path}”`} hint={`“${entityName}” has no component of this name; it may have been removed or renamed.`} action={<Link to={addresses.entity(place.workspaceId, entityId)}>{`To ${entityName}`}</Link>} />
  }
  return (
    <SpaceBetween size="l">
      <ComponentHeader place={place} entityId={entityId} entityName={entityName} path={path} component={component} />
      {component.status?.state === 'ERROR' && <Alert type="error" header="This component has an error">{component.status.error?.message ?? 'No reason is given.'} <Box variant="small" display="inline">{component.status.error?.code}</Box></Alert>}
      <Tabs
        activeTabId={params.get('tab') ?? 'properties'} ariaLabel="About this component"
        onChange={({ detail }) => setParams(detail.activeTabId === 'properties' ? {} : { tab: detail.activeTabId }, { replace: true })}
        tabs={[
          { id: 'properties', label: 'Properties', content: <PropertiesTab place={place} entityId={entityId} path={path} component={component} /> },
          { id: 'json', label: 'JSON', content: <JsonEditor value={formatJson(component)} isReadOnly label={`Component ${path} as JSON`} height="60vh" /> },
          { id: 'test', label: 'Test', content: <TestTab place={place} entityId={entityId} path={path} component={component} /> },
        ]}
      />
    </SpaceBetween>
  )
}

interface HeaderProps extends ComponentDetailProps {
  readonly entityName: string
  readonly component: ComponentResponse
}

function ComponentHeader({ place, entityId, entityName, path, component }: HeaderProps): ReactNode {
  const navigate = useNavigate()
  const { notify } = useConsole()
  const parts = path.split('/')
  const name = parts[parts.length - 1] ?? path
  const isTop = parts.length === 1
  const back = addresses.entity(place.workspaceId, entityId)
  const remove = async () => {
    if (await removeComponent(place, entityId, path, notify)) void navigate(back)
  }
  const nested = Object.keys(component.compositeComponents ?? {})
  return (
    <SpaceBetween size="s">
      <nav aria-label="Where this component stands" className="g-path">
        <Link to={back}>{entityName}</Link>
        {parts.slice(0, -1).map((part, n) => <span key={part}> › <Link to={addresses.component(place.workspaceId, entityId, parts.slice(0, n + 1).join('/'))}>{part}</Link></span>)} › {name}
      </nav>
      <Header
        variant="h1" {...(component.description ? { description: component.description } : {})}
        actions={isTop && (
          <SpaceBetween direction="horizontal" size="xs">
            <Button onClick={() => void remove()}>Remove</Button>
            <Button variant="primary" onClick={() => void navigate(addresses.editComponent(place.workspaceId, entityId, path))}>Edit</Button>
          </SpaceBetween>
        )}
      >{name}</Header>
      <div className="g-facts">
        <StateWords state={component.status?.state} />
        <span>type <Link to={paths.componentType(place.workspaceId, component.componentTypeId ?? '')}>{component.componentTypeId}</Link></span>
        {component.definedIn && <span>comes with {component.definedIn}</span>}
        {component.syncSource && <span>synced from {component.syncSource}</span>}
        {nested.length > 0 && <span>parts {nested.map((it, n) => <span key={it}>{n > 0 && ', '}<Link to={addresses.component(place.workspaceId, entityId, `${path}/${it}`)}>{it}</Link></span>)}</span>}
      </div>
    </SpaceBetween>
  )
}
