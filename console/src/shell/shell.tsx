// What stands around every page: top bar, navigation, notices.

import AppLayout from '@cloudscape-design/components/app-layout'
import { type ReactNode, useEffect, useState } from 'react'
import { Outlet, useLocation } from 'react-router'
import { keepLastWorkspace } from './last-workspace'
import { Navigation } from './navigation'
import { NoticeBar } from './notice-bar'
import { workspaceIn } from './registry'
import { TopBar } from './top-bar'
import './shell.css'

const NARROW_PX = 1_000
const OPEN = 'gemel.navigation'

export function Shell(): ReactNode {
  const { pathname } = useLocation()
  const workspaceId = workspaceIn(pathname)
  const [isOpen, setOpen] = useState(() => innerWidth > NARROW_PX && localStorage.getItem(OPEN) !== 'closed')
  useEffect(() => {
    if (workspaceId !== undefined) keepLastWorkspace(workspaceId)
  }, [workspaceId])
  useEffect(() => {
    // On a tablet the navigation covers the page, so it leaves when it has done its work.
    if (innerWidth <= NARROW_PX) setOpen(false)
    scrollTo(0, 0)
  }, [pathname])
  return (
    <>
      <a className="g-skip" href="#content" onClick={focusContent}>Skip to the content</a>
      <div id="top"><TopBar /></div>
      <AppLayout
        headerSelector="#top"
        toolsHide
        navigationOpen={isOpen}
        navigationWidth={250}
        onNavigationChange={({ detail }) => {
          setOpen(detail.open)
          if (innerWidth > NARROW_PX) localStorage.setItem(OPEN, detail.open ? 'open' : 'closed')
        }}
        navigation={<Navigation workspaceId={workspaceId} />}
        notifications={<NoticeBar />}
        stickyNotifications
        ariaLabels={{
          navigation: 'Pages', navigationToggle: 'Open navigation', navigationClose: 'Close navigation', notifications: 'Notices',
        }}
        content={<div id="content" tabIndex={-1} className="g-content"><Outlet /></div>}
      />
    </>
  )
}

function focusContent(event: { preventDefault: () => void }): void {
  event.preventDefault()
  document.querySelector<HTMLElement>('#content')?.focus()
}
