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
  /** What must be added to this computer's clock to have the server's; absent when they agree. */
  readonly clockOffset_ms?: number
}

const STORED = 'gemel.session'
export const EXPIRED = 'Your session has expired. Sign in again to go on where you were.'
export const REFUSED = 'The server no longer accepts your keys. Sign in again to go on where you were.'
const NEEDED = ['accessKeyId', 'secretAccessKey', 'region', 'endpoint', 'arn', 'accountId'] as const

/** Reads a kept session; answers null for one that is void, cut off or not ours. */
export function parseSession(text: string | null, now_ms: number = Date.now()): Session | null {
  try {
    const session = JSON.parse(text ?? 'null') as Session | null
    if (typeof session !== 'object' || session === null) return null
    if (NEEDED.some((key) => typeof session[key] !== 'string')) return null
    return isExpired(session, now_ms) ? null : session
  } catch {
    return null
  }
}

/** By the server's clock: a computer that goes wrong by an hour is not signed out at once. */
export function isExpired(session: Session, now_ms: number = Date.now()): boolean {
  return session.expiration !== undefined && expiresIn_ms(session, now_ms) <= 0
}

/** How long the keys are good yet; infinite for lasting keys. */
export function expiresIn_ms(session: Session, now_ms: number = Date.now()): number {
  if (session.expiration === undefined) return Number.POSITIVE_INFINITY
  const ends_ms = Date.parse(session.expiration)
  return Number.isNaN(ends_ms) ? Number.POSITIVE_INFINITY : ends_ms - (now_ms + (session.clockOffset_ms ?? 0))
}

function stored(): string | null {
  try {
    return sessionStorage.getItem(STORED)
  } catch {
    return null
  }
}

/** `ended` says why the last session ended, for the sign-in page. */
export const sessionStore = createStore<{ session: Session | null; ended: string | null }>(() => {
  const kept = stored()
  const session = parseSession(kept)
  return { session, ended: kept !== null && session === null ? EXPIRED : null }
})

export function startSession(session: Session): void {
  sessionStorage.setItem(STORED, JSON.stringify(session))
  sessionStore.setState({ session, ended: null })
}

/** Signs out; `why` is shown on the sign-in page. */
export function endSession(why: string | null = null): void {
  sessionStorage.removeItem(STORED)
  if (sessionStore.getState().session !== null || why !== null) sessionStore.setState({ session: null, ended: why })
}

/** Ends a session when its keys do. Answers how to stop waiting. */
export function watchExpiry(session: Session, end: (why: string) => void = endSession): () => void {
  // A timer of more than 24 days fires at once in browsers; looking again each minute also survives a sleeping laptop.
  const timer = setInterval(() => {
    if (isExpired(session)) end(EXPIRED)
  }, Math.min(60_000, Math.max(1_000, expiresIn_ms(session))))
  return () => clearInterval(timer)
}
