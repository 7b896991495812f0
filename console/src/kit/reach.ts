// Whether the server can be reached. While it cannot, it is asked again by itself; whoever shows a page is told.

import { create } from 'zustand'

export const reachStore = create<{ readonly isDown: boolean; readonly since_ms: number; readonly next_ms: number }>(() => ({
  isDown: false, since_ms: 0, next_ms: 0,
}))

const FIRST_MS = 2_000
const LONGEST_MS = 15_000
let timer: ReturnType<typeof setTimeout> | undefined
let wait_ms = FIRST_MS
let whenBack: () => void = () => undefined

/** Says what to do when the server is back (ask everything on the screen again). */
export function onReached(run: () => void): void {
  whenBack = run
}

export function reportUnreachable(): void {
  if (reachStore.getState().isDown) return
  wait_ms = FIRST_MS
  reachStore.setState({ isDown: true, since_ms: Date.now() })
  schedule()
}

export function reportReached(): void {
  if (!reachStore.getState().isDown) return
  clearTimeout(timer)
  reachStore.setState({ isDown: false })
  whenBack()
}

/** Asks now. */
export async function tryReach(): Promise<void> {
  clearTimeout(timer)
  reachStore.setState({ next_ms: 0 })
  try {
    const answer = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(5_000) })
    if (answer.ok) return reportReached()
  } catch {
    // Still away.
  }
  schedule()
}

function schedule(): void {
  reachStore.setState({ next_ms: Date.now() + wait_ms })
  timer = setTimeout(() => void tryReach(), wait_ms)
  wait_ms = Math.min(LONGEST_MS, wait_ms * 1.6)
}
