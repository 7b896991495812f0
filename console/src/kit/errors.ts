// What went wrong, in words: the service's message, its code, and the request id for the log.

export interface Described {
  readonly message: string
  readonly code: string
  readonly status?: number
  readonly requestId?: string
}

interface AwsLike {
  readonly name?: string
  readonly message?: string
  readonly Code?: string
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string }
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> }
}

const UNREACHABLE = 'The server does not answer. Check that Gemel runs and that this machine reaches it, then try again.'
const HINTS: Readonly<Record<string, string>> = {
  NotImplementedException: 'This version of Gemel does not have this operation yet.',
  TimeoutError: 'The server took too long to answer. Try again; if it goes on, look at its log.',
}

/** Describes anything that was thrown. */
export function describeError(error: unknown): Described {
  const it = (typeof error === 'object' && error !== null ? error : { message: String(error) }) as AwsLike
  if (isUnreachable(it)) return { code: 'Unreachable', message: UNREACHABLE }
  const { httpStatusCode: status, requestId = it.$response?.headers?.['x-amzn-requestid'] } = it.$metadata ?? {}
  // S3 answers to HEAD have no body, so the SDK only knows the status.
  const code = it.name && it.name !== 'UnknownError' ? it.name : (it.Code ?? (status ? `HTTP ${status}` : 'Error'))
  const said = it.message && it.message !== 'UnknownError' ? it.message : wordsOfStatus(status)
  return {
    code,
    message: said || HINTS[code] || code,
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
  }
}

/** Whether the call was stopped by ourselves: nothing to show. */
export function isAborted(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError'
}

/** Whether an error says that there is no such thing (any more). */
export function isNotFound(error: unknown): boolean {
  const { code, status } = describeError(error)
  return status === 404 || code === 'ResourceNotFoundException' || code === 'NoSuchKey' || code === 'NotFound'
}

// Chromium says "Failed to fetch", Firefox "NetworkError when attempting…", Safari "Load failed"; a proxy says 502 to 504.
function isUnreachable(it: AwsLike): boolean {
  const status = it.$metadata?.httpStatusCode
  if (status === 502 || status === 504) return true
  return it.name === 'TypeError' && /fetch|network|load failed/i.test(it.message ?? '')
}

function wordsOfStatus(status: number | undefined): string {
  if (status === undefined) return ''
  if (status === 403) return 'The server refused this: your keys may not do it.'
  if (status === 404) return 'There is no such thing (any more).'
  if (status === 412) return 'Somebody else changed it in between.'
  return status >= 500 ? 'The server failed. Its log has more under the request id.' : `The server answered ${status}.`
}
