// The application: who is signed in decides between the sign-in page and the console; each is loaded when needed.

import { lazy, type ReactNode, Suspense } from 'react'
import { useStore } from 'zustand'
import { sessionStore } from './session'
import { linkStore } from './shell/link'

const loadConsole = () => import('./shell/signed-in')
const SignedIn = lazy(async () => ({ default: (await loadConsole()).SignedIn }))
const SignIn = lazy(async () => ({ default: (await import('./shell/sign-in')).SignIn }))

export function App(): ReactNode {
  const session = useStore(sessionStore, (it) => it.session)
  const token = linkStore((it) => it.token)
  return (
    <Suspense fallback={<Splash />}>
      {session && token === null
        ? <SignedIn key={session.accessKeyId} session={session} />
        : <SignIn onIdle={() => void loadConsole()} />}
    </Suspense>
  )
}

/** The same as in index.html, so that nothing jumps when React takes over. */
function Splash(): ReactNode {
  return (
    <div className="g-splash">
      <svg width="56" height="56" viewBox="0 0 32 32" role="img" aria-label="Gemel is loading">
        <rect width="32" height="32" rx="7" fill="#0b3b5c" />
        <g fill="none" strokeWidth="3"><circle cx="12.5" cy="16" r="6.5" stroke="#7fd4ff" /><circle cx="19.5" cy="16" r="6.5" stroke="#fff" /></g>
      </svg>
    </div>
  )
}
