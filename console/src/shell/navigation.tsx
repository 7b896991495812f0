// The side navigation: the workspace one is in with its pages, then the pages of the account.

import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation'
import type { ReactNode } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { addressOf, litAddress, navPages } from './registry'
import { WorkspaceSwitcher } from './workspace-switcher'

export function Navigation({ workspaceId }: { readonly workspaceId: string | undefined }): ReactNode {
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const ofWorkspace = links('workspace', workspaceId)
  const ofAccount = links('account', workspaceId)
  const hrefs = [...ofWorkspace, ...ofAccount].map((it) => it.href.replace(/^\/console/, ''))
  const lit = litAddress(pathname, hrefs)
  return (
    <SideNavigation
      {...(lit === undefined ? {} : { activeHref: `/console${lit}` })}
      itemsControl={<div className="g-switcher"><WorkspaceSwitcher workspaceId={workspaceId} /></div>}
      items={[...ofWorkspace, ...(ofWorkspace.length > 0 ? [{ type: 'divider' } as const] : []), ...ofAccount]}
      onFollow={(event) => {
        if (event.detail.external) return
        event.preventDefault()
        void navigate(event.detail.href.replace(/^\/console/, '') || '/')
      }}
    />
  )
}

function links(section: 'workspace' | 'account', workspaceId: string | undefined): readonly SideNavigationProps.Link[] {
  return navPages(section).flatMap((page) => {
    const address = addressOf(page, workspaceId)
    return address === null ? [] : [{ type: 'link', text: page.title, href: `/console${address}` }]
  })
}
