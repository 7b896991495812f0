// An address that is no page.

import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { Empty } from '../kit/empty'
import { PageFrame } from '../kit/page-frame'
import { shellStore } from './state'

export function NotFound(): ReactNode {
  const { pathname } = useLocation()
  const navigate = useNavigate()
  return (
    <PageFrame title="No such page" crumbs={[]}>
      <Empty
        title="There is no page here" hint={`“${pathname}” is not an address of this console. The link may be old, or a letter is missing.`}
        action={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="primary" onClick={() => void navigate('/workspaces')}>Workspaces</Button>
            <Button onClick={() => shellStore.setState({ open: 'palette' })}>Search</Button>
          </SpaceBetween>
        }
      />
    </PageFrame>
  )
}
