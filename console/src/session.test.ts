// What a kept session may be, and when it is over.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EXPIRED, endSession, expiresIn_ms, isExpired, parseSession, type Session, sessionStore, startSession, watchExpiry } from './session'

const session: Session = {
  accessKeyId: 'AKIA1', secretAccessKey: 's', region: 'us-east-1', endpoint: 'http://localhost', arn: 'arn:aws:iam::0:root', accountId: '0',
}
const until = (time: string): Session => ({ ...session, expiration: time })

describe('parseSession', () => {
  it('reads what was kept', () => expect(parseSession(JSON.stringify(session))).toEqual(session))
  it.each([null, '', 'null', '[]', '{}', '"x"', '{"accessKeyId":1}', '{"accessKeyId":"A'])('has none in %s', (text) => {
    expect(parseSession(text)).toBeNull()
  })
  it('has none when it is over', () => expect(parseSession(JSON.stringify(until('2020-01-01T00:00:00Z')))).toBeNull())
})

describe('the end of a session', () => {
  const now_ms = Date.parse('2026-01-01T00:00:00Z')
  it('never comes for lasting keys', () => expect(expiresIn_ms(session, now_ms)).toBe(Number.POSITIVE_INFINITY))
  it('is when the keys say', () => {
    expect(isExpired(until('2026-01-01T00:00:01Z'), now_ms)).toBe(false)
    expect(isExpired(until('2026-01-01T00:00:00Z'), now_ms)).toBe(true)
  })
  it('goes by the clock of the server', () => {
    const slow = { ...until('2026-01-01T00:30:00Z'), clockOffset_ms: 3_600_000 }
    expect(isExpired(slow, now_ms)).toBe(true)
    expect(expiresIn_ms({ ...slow, clockOffset_ms: 0 }, now_ms)).toBe(1_800_000)
  })
  it('is not made up from nonsense', () => expect(isExpired(until('soon'), now_ms)).toBe(false))
})

describe('the store', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => {
    vi.useRealTimers()
    endSession()
  })
  it('keeps a session in the tab and forgets it', () => {
    startSession(session)
    expect(parseSession(sessionStorage.getItem('gemel.session'))).toEqual(session)
    endSession('why')
    expect(sessionStorage.getItem('gemel.session')).toBeNull()
    expect(sessionStore.getState()).toEqual({ session: null, ended: 'why' })
  })
  it('ends it when its time comes, and not before', () => {
    const end = vi.fn()
    const stop = watchExpiry(until(new Date(Date.now() + 90_000).toISOString()), end)
    vi.advanceTimersByTime(60_000)
    expect(end).not.toHaveBeenCalled()
    vi.advanceTimersByTime(60_000)
    expect(end).toHaveBeenCalledWith(EXPIRED)
    stop()
  })
})
