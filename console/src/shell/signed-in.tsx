// The console of somebody who is signed in: the clients, the routes, and what is watched as long as the session lasts.

import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { createBrowserRouter, Outlet, RouterProvider } from 'react-router'
import { ConsoleContext } from '../kit/context'
import { queryClient } from '../kit/query'
import { onReached } from '../kit/reach'
import type { Page } from '../pages'
import { expiresIn_ms, type Session, watchExpiry } from '../session'
import { Failed } from './failed'
import { Landing } from './landing'
import { NotFound } from './not-found'
import { NoticeBar } from './notice-bar'
import { notify } from './notices'
import { Overlays } from './overlays'
import { Waiting } from './waiting'
import { pages } from './registry'
import { Shell } from './shell'
import { useConsoleState } from './state'
import { Words } from './words'

const routes = pages.map((page) => ({ page, View: lazy(async () => ({ default: (await page.load()).Page })) }))

function routeOf({ page, View }: { readonly page: Page; readonly View: (typeof routes)[number]['View'] }) {
  const element = <Suspense fallback={<Waiting />}><View /></Suspense>
  return { path: page.path, element, errorElement: <Failed />, handle: page }
}

function makeRouter() {
  const framed = routes.filter(({ page }) => !page.isFullscreen).map(routeOf)
  const whole = routes.filter(({ page }) => page.isFullscreen).map(routeOf)
  const shell = {
    element: <Shell />,
    children: [{ index: true, element: <Landing /> }, ...framed, { path: '*', element: <NotFound /> }],
  }
  const root = { element: <><Outlet /><Overlays /></>, errorElement: <Failed />, children: [shell, { element: <Whole />, children: whole }] }
  return createBrowserRouter([root], { basename: '/console' })
}

/** Pages that take the whole window still hear that the server is away or the session ends. */
function Whole(): ReactNode {
  return <><Outlet /><div className="g-float"><NoticeBar /></div></>
}

export function SignedIn({ session }: { readonly session: Session }): ReactNode {
  const state = useConsoleState(session)
  const [router] = useState(makeRouter)
  useEffect(() => () => router.dispose(), [router])
  useEffect(() => {
    onReached(() => void queryClient.refetchQueries({ type: 'active' }))
    // Nothing of one person is left for the next.
    return () => queryClient.clear()
  }, [])
  useEffect(() => watchExpiry(session), [session])
  useEffect(() => warnBeforeEnd(session), [session])
  return (
    <QueryClientProvider client={queryClient}>
      <ConsoleContext value={state}>
        <Words><RouterProvider router={router} /></Words>
      </ConsoleContext>
    </QueryClientProvider>
  )
}

const WARN_MS = 5 * 60_000

function warnBeforeEnd(session: Session): (() => void) | undefined {
  const wait_ms = expiresIn_ms(session) - WARN_MS
  if (!Number.isFinite(wait_ms) || wait_ms < 0 || wait_ms > 2 ** 31 - 1) return undefined
  const text = 'Your session ends in 5 minutes. Save your work; then sign in again with a new link or keys.'
  const timer = setTimeout(() => notify({ id: 'session-ends', type: 'warning', text }), wait_ms)
  return () => clearTimeout(timer)
}
