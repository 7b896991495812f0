// Finds out who keys belong to before a session starts, and puts into words why they do not work.

import type { Session } from '../session'
import { describeError } from '../kit/errors'

export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: string
}

export interface Place {
  readonly region: string
  readonly endpoint: string
}

/** Why somebody cannot sign in, in words, and which field it is about. */
export class SignInError extends Error {
  readonly field: 'accessKeyId' | 'secretAccessKey' | 'sessionToken' | null
  readonly requestId: string | undefined
  constructor(message: string, field: SignInError['field'] = null, requestId?: string) {
    super(message)
    this.name = 'SignInError'
    this.field = field
    this.requestId = requestId
  }
}

/** Signatures are refused from 15 minutes on; from 2 on, times on the screen are worth a correction. */
const SKEW_TOLD_MS = 2 * 60_000

/** Asks STS who this is. */
export async function verify(keys: Keys, place: Place): Promise<Session> {
  const clockOffset_ms = await clockOffset(place.endpoint)
  const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts')
  const { expiration, ...credentials } = keys
  const client = new STSClient({ ...place, credentials, maxAttempts: 2, systemClockOffset: clockOffset_ms })
  try {
    const { Arn: arn = '', Account: accountId = '' } = await client.send(new GetCallerIdentityCommand({}))
    const skew = clockOffset_ms === 0 ? {} : { clockOffset_ms }
    return { ...credentials, ...place, arn, accountId, ...(expiration ? { expiration } : {}), ...skew }
  } catch (error) {
    throw inWords(error, keys, clockOffset_ms)
  } finally {
    client.destroy()
  }
}

/** What must be added to our clock to have the server's; 0 when they agree well enough or it does not say. */
async function clockOffset(endpoint: string): Promise<number> {
  const asked_ms = Date.now()
  try {
    const answer = await fetch(`${endpoint}/healthz`, { cache: 'no-store', signal: AbortSignal.timeout(10_000) })
    return offsetOf(answer.headers.get('date'), asked_ms, Date.now())
  } catch {
    throw new SignInError('The server does not answer. Check that Gemel runs and that this computer reaches it, then try again.')
  }
}

/** From a `Date` header, which counts whole seconds, and when we asked and heard. */
export function offsetOf(date: string | null, asked_ms: number, heard_ms: number): number {
  const server_ms = Date.parse(date ?? '')
  if (Number.isNaN(server_ms)) return 0
  const offset_ms = server_ms + 500 - (asked_ms + heard_ms) / 2
  return Math.abs(offset_ms) < SKEW_TOLD_MS ? 0 : Math.round(offset_ms)
}

/** The words for what STS refused. */
export function inWords(error: unknown, keys: Keys, clockOffset_ms: number): SignInError {
  const { code, message, requestId } = describeError(error)
  if (/^Signature (expired|not yet current)/.test(message)) {
    return new SignInError(`${skewWords(clockOffset_ms)} Set this computer's clock, then try again.`, null, requestId)
  }
  switch (code) {
    case 'Unreachable':
      return new SignInError(message)
    case 'InvalidClientTokenId':
      if (keys.sessionToken) {
        return new SignInError('The server does not know this session token with this access key. Copy all three values again.', 'sessionToken', requestId)
      }
      if (keys.accessKeyId.startsWith('ASIA')) {
        return new SignInError('These are temporary keys: they need their session token too.', 'sessionToken', requestId)
      }
      return new SignInError(`This server knows no access key “${keys.accessKeyId}”. Copy it again, whole; “gemel credentials” prints the one of this server.`, 'accessKeyId', requestId)
    case 'SignatureDoesNotMatch':
      return new SignInError('The access key is known, but the secret is not its secret. Copy it again, whole.', 'secretAccessKey', requestId)
    case 'ExpiredToken':
    case 'ExpiredTokenException':
      return new SignInError('These temporary keys have expired. Make new ones, or use a new link.', null, requestId)
    default:
      return new SignInError(message, null, requestId)
  }
}

function skewWords(clockOffset_ms: number): string {
  const minutes = Math.round(Math.abs(clockOffset_ms) / 60_000)
  if (minutes < 1) return 'The server refuses the time of this request.'
  return `This computer's clock is ${minutes} minutes ${clockOffset_ms > 0 ? 'behind' : 'ahead of'} the server's.`
}

/** What the server says before anybody has signed in. */
export async function readConfig(): Promise<{ readonly region: string; readonly version: string | null }> {
  try {
    const answer = await fetch('/console/config.json', { cache: 'no-cache', headers: { accept: 'application/json' } })
    const told = (await answer.json()) as { readonly region?: unknown; readonly version?: unknown }
    return {
      region: typeof told.region === 'string' && told.region ? told.region : 'us-east-1',
      version: typeof told.version === 'string' ? told.version : null,
    }
  } catch {
    return { region: 'us-east-1', version: null }
  }
}

/** Trades a one-time link for keys. */
export async function redeem(token: string): Promise<Keys & { readonly region: string }> {
  let answer: Response
  try {
    answer = await fetch('/console/session', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ link: token }),
    })
  } catch {
    throw new SignInError('The server does not answer, so the link could not be used. It stays good: open it again when the server runs.')
  }
  if (answer.ok) return (await answer.json()) as Keys & { readonly region: string }
  throw new SignInError(await refusalOf(answer))
}

async function refusalOf(answer: Response): Promise<string> {
  const AGAIN = 'Make a new one with “gemel console-link”.'
  if (answer.status >= 500) return `The server failed (${answer.status}) before it could check the link. Open the link again in a moment.`
  if (answer.status === 404 || answer.status === 405) return 'This server does not take links. Sign in with an access key.'
  try {
    const { message } = (await answer.json()) as { readonly message?: unknown }
    if (typeof message === 'string' && message) return sentence(message)
  } catch {
    // No words came with it.
  }
  return `The link is not good any more: each works once, and for a short time. ${AGAIN}`
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}
