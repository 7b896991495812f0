// Who is signed in: the keys of this browser tab, kept in its session storage and nowhere else.

import { createStore } from 'zustand/vanilla'

/** What every call is signed with. */
export interface Session {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  /** ISO time after which the keys are void; absent for lasting keys. */
  readonly expiration?: string
  readonly region: string
  /** Where the API is; the console's own origin unless somebody says otherwise. */
  readonly endpoint: string
  /** Who this is, as STS says. */
  readonly arn: string
  readonly accountId: string
}

const STORED = 'gemel.session'

function read(): Session | null {
  try {
    const session = JSON.parse(sessionStorage.getItem(STORED) ?? 'null') as Session | null
    return session && !isExpired(session) ? session : null
  } catch {
    return null
  }
}

export function isExpired(session: Session, now_ms: number = Date.now()): boolean {
  return session.expiration !== undefined && Date.parse(session.expiration) <= now_ms
}

/** `ended` says why the last session ended, for the sign-in page. */
export const sessionStore = createStore<{ session: Session | null; ended: string | null }>(() => ({
  session: read(),
  ended: null,
}))

export function startSession(session: Session): void {
  sessionStorage.setItem(STORED, JSON.stringify(session))
  sessionStore.setState({ session, ended: null })
}

/** Signs out; `why` is shown on the sign-in page. */
export function endSession(why: string | null = null): void {
  sessionStorage.removeItem(STORED)
  sessionStore.setState({ session: null, ended: why })
}
