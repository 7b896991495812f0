// Every page the console has: each folder in pages/ brings its own; nothing else lists them.

import { matchPath } from 'react-router'
import type { Page } from '../pages'

const found = import.meta.glob<{ readonly page?: Page; readonly pages?: readonly Page[] }>('../pages/*/page.tsx', { eager: true })

export const pages: readonly Page[] = Object.values(found).flatMap((it) => [...(it.pages ?? []), ...(it.page ? [it.page] : [])])

/** Pages of a section of the navigation, in their order. */
export function navPages(section: 'workspace' | 'account', all: readonly Page[] = pages): readonly Page[] {
  const inSection = all.filter((it) => it.nav?.section === section)
  return inSection.toSorted((a, b) => (a.nav?.order ?? 0) - (b.nav?.order ?? 0))
}

/** A page's address: its path with the workspace put in and what is optional left out. Null when it needs more. */
export function addressOf(page: Page, workspaceId: string | undefined): string | null {
  const parts = page.path.split('/').filter((it) => !it.endsWith('?') && it !== '*')
  const filled = parts.map((it) => (it === ':workspaceId' && workspaceId !== undefined ? encodeURIComponent(workspaceId) : it))
  return filled.some((it) => it.startsWith(':')) ? null : filled.join('/')
}

/** The workspace in a path below /console. */
export function workspaceIn(pathname: string): string | undefined {
  return matchPath('/workspaces/:workspaceId/*', pathname)?.params.workspaceId
}

/** The address of the navigation that is lit for a path: the longest that the path is below of. */
export function litAddress(pathname: string, addresses: readonly string[]): string | undefined {
  const above = addresses.filter((it) => pathname === it || pathname.startsWith(`${it}/`))
  return above.toSorted((a, b) => b.length - a.length)[0]
}
