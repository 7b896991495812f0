// Notices on top of the page: what was done, with its undo; what goes on; what failed. Good news leaves by itself.

import { create } from 'zustand'
import { describeError, isAborted } from '../kit/errors'
import type { Notice } from '../kit/context'

export interface Shown extends Notice {
  readonly id: string
  /** How much longer it stays, while nobody points at it; absent when it stays until dismissed. */
  readonly left_ms?: number
}

const MOST = 5
const GOOD_NEWS_MS = 6_000
/** Longer, so that there is time to think about it. */
const WITH_UNDO_MS = 15_000

export const noticeStore = create<{ readonly notices: readonly Shown[] }>(() => ({ notices: [] }))

let nextId = 0

/** Puts a notice on top; one of the same id is replaced where it stands. */
export function notify(notice: Notice): void {
  if (notice.error !== undefined && isAborted(notice.error)) return
  const id = notice.id ?? `notice-${nextId++}`
  const left_ms = notice.type !== 'success' ? undefined : notice.undo || notice.link ? WITH_UNDO_MS : GOOD_NEWS_MS
  const shown: Shown = { ...notice, id, ...(left_ms === undefined ? {} : { left_ms }) }
  noticeStore.setState(({ notices }) => {
    if (notices.some((it) => it.id === id)) return { notices: notices.map((it) => (it.id === id ? shown : it)) }
    return { notices: trim([shown, ...notices]) }
  })
}

// Progress is never pushed out by chatter.
function trim(notices: readonly Shown[]): readonly Shown[] {
  let room = MOST
  return notices.filter((it) => it.type === 'in-progress' || room-- > 0)
}

export function dismiss(id: string): void {
  noticeStore.setState(({ notices }) => ({ notices: notices.filter((it) => it.id !== id) }))
}

/** Lets time pass; notices whose time is over leave. */
export function passTime(passed_ms: number): void {
  const { notices } = noticeStore.getState()
  if (!notices.some((it) => it.left_ms !== undefined)) return
  const later = notices.map((it) => (it.left_ms === undefined ? it : { ...it, left_ms: it.left_ms - passed_ms }))
  noticeStore.setState({ notices: later.filter((it) => it.left_ms === undefined || it.left_ms > 0) })
}

/** Takes a thing back and says so; a failure stays with its words. */
export async function undo(notice: Shown): Promise<void> {
  notify({ id: notice.id, type: 'in-progress', text: 'Undoing…' })
  try {
    await notice.undo?.()
    notify({ id: notice.id, type: 'success', text: 'Undone.' })
  } catch (error) {
    notify({ id: notice.id, type: 'error', text: 'It could not be undone.', error })
  }
}

/** The words of a notice: its text, and what the error says. */
export function wordsOf(notice: Notice): { readonly text: string; readonly detail: string | null } {
  if (notice.error === undefined || notice.error === null) return { text: notice.text, detail: null }
  const { message, code, requestId } = describeError(notice.error)
  return { text: `${notice.text} ${message}`, detail: `${code}${requestId ? ` · request ${requestId}` : ''}` }
}
