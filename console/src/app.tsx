// The application: who is signed in, which pages there are, and what stands around them.

import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import { BrowserRouter, Navigate, Route, Routes } from 'react-router'
import { useStore } from 'zustand'
import { clientsOf } from './aws'
import { ConsoleContext } from './kit/context'
import { queryClient } from './kit/query'
import type { Page } from './pages'
import { sessionStore } from './session'
import { Shell } from './shell/shell'
import { SignIn } from './shell/sign-in'
import { useConsoleState } from './shell/state'

const found = import.meta.glob<{ readonly page?: Page; readonly pages?: readonly Page[] }>('./pages/*/page.tsx', { eager: true })
export const pages: readonly Page[] = Object.values(found).flatMap((it) => [...(it.pages ?? []), ...(it.page ? [it.page] : [])])
const routes = pages.map((page) => ({ page, View: lazy(async () => ({ default: (await page.load()).Page })) }))

export function App(): ReactNode {
  const session = useStore(sessionStore, (it) => it.session)
  return (
    <QueryClientProvider client={queryClient}>
      <BrowserRouter basename="/console">{session ? <SignedIn key={session.accessKeyId} /> : <SignIn />}</BrowserRouter>
    </QueryClientProvider>
  )
}

function SignedIn(): ReactNode {
  const session = useStore(sessionStore, (it) => it.session)
  const clients = useMemo(() => (session ? clientsOf(session) : null), [session])
  const state = useConsoleState(clients)
  if (!state) return null
  return (
    <ConsoleContext value={state}>
      <Routes>
        {routes.map(({ page, View }) => (
          <Route key={page.path} path={page.path} element={<Shell page={page} pages={pages}><Suspense fallback={null}><View /></Suspense></Shell>} />
        ))}
        <Route path="*" element={<Navigate to="/workspaces" replace />} />
      </Routes>
    </ConsoleContext>
  )
}
