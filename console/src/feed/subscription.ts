// The live subscription: one signed POST whose answer does not end, read as server-sent events.

import { keyOf, type LiveKey, type LiveValue, type PropertyRef } from '@gemel/scene'
import type { Session } from '../session'
import { signedPost } from './signed-fetch'
import { EventParser } from './sse'
import { liveValueOf, type WireValue } from './values'

/** How the server serves a property: by push, or not; then the client polls, or there is nothing to read. */
export type Mode = 'push' | 'poll' | 'missing'
export interface ModeChange {
  readonly index: number
  readonly mode: Mode
  readonly message?: string
}

export interface SubscriptionEvents {
  readonly onReady: (modes: readonly ModeChange[]) => void
  readonly onValues: (values: readonly (readonly [LiveKey, LiveValue | undefined])[]) => void
}

/** Why a subscription ended. `unsupported`: this server has none, poll instead. */
export type Ended = { readonly kind: 'unsupported' | 'lost'; readonly reason: string }

const HEARTBEAT_S = 15

/** Subscribes until the stream ends or `signal` says so; never throws. */
export async function subscribe(
  session: Session,
  workspaceId: string,
  refs: readonly PropertyRef[],
  events: SubscriptionEvents,
  signal: AbortSignal,
): Promise<Ended> {
  // A line that went dead without a word is found by the heartbeats that stay away.
  const own = new AbortController()
  const stop = () => own.abort()
  signal.addEventListener('abort', stop)
  let watchdog = setTimeout(stop, 3 * HEARTBEAT_S * 1000)
  const alive = () => {
    clearTimeout(watchdog)
    watchdog = setTimeout(stop, 3 * HEARTBEAT_S * 1000)
  }
  try {
    const path = `/workspaces/${encodeURIComponent(workspaceId)}/entity-properties/subscription`
    const response = await signedPost(
      session,
      path,
      { properties: refs, heartbeatSeconds: HEARTBEAT_S },
      own.signal,
    )
    if (!response.ok || !response.body) return await refusal(response)
    return await read(response.body, refs.map(keyOf), events, alive)
  } catch (error) {
    return {
      kind: 'lost',
      reason: own.signal.aborted && !signal.aborted ? 'The server went silent' : wordsOf(error),
    }
  } finally {
    clearTimeout(watchdog)
    own.abort()
    signal.removeEventListener('abort', stop)
  }
}

async function read(
  body: ReadableStream<Uint8Array>,
  keys: readonly LiveKey[],
  events: SubscriptionEvents,
  alive: () => void,
): Promise<Ended> {
  let ended: string | null = null
  const parser = new EventParser((event) => {
    alive()
    if (event?.event === 'ready') events.onReady(readyOf(event.data))
    else if (event?.event === 'values') events.onValues(valuesOf(event.data, keys))
    else if (event?.event === 'end')
      ended = (JSON.parse(event.data) as { reason?: string }).reason ?? 'The server ended the subscription'
  })
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return { kind: 'lost', reason: ended ?? 'The connection was closed' }
    parser.push(value)
  }
}

export function readyOf(data: string): readonly ModeChange[] {
  return (JSON.parse(data) as { properties?: readonly ModeChange[] }).properties ?? []
}

interface WireChange {
  readonly index: number
  readonly time?: string
  readonly value: WireValue | null
}

/** The values of an event, by the keys that were subscribed to. */
export function valuesOf(
  data: string,
  keys: readonly LiveKey[],
): (readonly [LiveKey, LiveValue | undefined])[] {
  const { values } = JSON.parse(data) as { values: readonly WireChange[] }
  return values.flatMap(({ index, time, value }) => {
    const key = keys[index]
    return key === undefined ? [] : [[key, liveValueOf(value, time)] as const]
  })
}

async function refusal(response: Response): Promise<Ended> {
  const text = await response.text().catch(() => '')
  const reason = messageOf(text) ?? `The server answered ${response.status}`
  const isUnsupported = [403, 404, 405, 501].includes(response.status) || response.status === 400
  return { kind: isUnsupported ? 'unsupported' : 'lost', reason }
}

function messageOf(text: string): string | undefined {
  try {
    const body = JSON.parse(text) as { message?: string; Message?: string }
    return body.message ?? body.Message
  } catch {
    return undefined
  }
}

function wordsOf(error: unknown): string {
  return error instanceof TypeError
    ? 'The server does not answer'
    : error instanceof Error
      ? error.message
      : String(error)
}
