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
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string }
}

/** Describes anything that was thrown. */
export function describeError(error: unknown): Described {
  const it = (typeof error === 'object' && error !== null ? error : { message: String(error) }) as AwsLike
  const code = it.name ?? 'Error'
  if (code === 'TypeError' && /fetch|network/i.test(it.message ?? '')) {
    return { code: 'Unreachable', message: 'The server does not answer. Check that Gemel runs and that this machine reaches it, then try again.' }
  }
  const { httpStatusCode: status, requestId } = it.$metadata ?? {}
  return {
    code,
    message: it.message || code,
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
  }
}
