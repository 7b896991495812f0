// What stands around every page: top bar, navigation, notices. First cut; the shell's owner completes it.

import AppLayout from '@cloudscape-design/components/app-layout'
import Flashbar from '@cloudscape-design/components/flashbar'
import { Fragment, type ReactNode } from 'react'
import type { Page } from '../pages'
import { shellStore } from './state'

export function Shell({ page, children }: { readonly page: Page; readonly pages: readonly Page[]; readonly children: ReactNode }): ReactNode {
  const notices = shellStore((it) => it.notices)
  if (page.isFullscreen) return <Fragment>{children}</Fragment>
  return (
    <AppLayout
      toolsHide navigationHide content={children}
      notifications={<Flashbar items={notices.map(({ id, type, text }) => ({ id, type: type === 'in-progress' ? 'info' : type, content: text }))} />}
    />
  )
}
