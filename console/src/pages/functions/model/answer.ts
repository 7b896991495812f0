// The answer of an invocation, taken apart: payload, error with its stack, the log and the figures in it.

export interface Answer {
  readonly at: Date
  readonly event: string
  /** 200 for an answer, also of a function that failed. */
  readonly status: number
  /** `Unhandled` or `Handled` when the function failed. */
  readonly error: string | null
  readonly payload: string
  readonly log: string
  readonly took_ms: number
  readonly requestId: string | undefined
}

export interface Failure {
  readonly type: string
  readonly message: string
  readonly stack: readonly string[]
}

/** The error in the payload of a function that failed. */
export function failureOf(payload: string): Failure {
  try {
    const it = JSON.parse(payload) as { errorType?: unknown; errorMessage?: unknown; stackTrace?: unknown; trace?: unknown }
    const stack = [it.stackTrace, it.trace].find(Array.isArray) ?? []
    return {
      type: typeof it.errorType === 'string' ? it.errorType : 'Error',
      message: typeof it.errorMessage === 'string' ? it.errorMessage : payload,
      stack: stack.map((line) => String(line).trimEnd()),
    }
  } catch {
    return { type: 'Error', message: payload, stack: [] }
  }
}

export function prettyPayload(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2)
  } catch {
    return payload
  }
}

export function textOfBase64(text: string | undefined): string {
  if (!text) return ''
  return new TextDecoder().decode(Uint8Array.from(atob(text), (it) => it.codePointAt(0) ?? 0))
}

export interface Report {
  readonly duration_ms?: number
  readonly memory_mb?: number
  readonly memory_max_mb?: number
  readonly init_ms?: number
}

/** The figures of the REPORT line at the end of a log. */
export function reportOf(log: string): Report {
  const line = log.split('\n').findLast((it) => it.startsWith('REPORT ')) ?? ''
  const figure = (name: string) => {
    const found = new RegExp(`(?:^|\\t)${name}: ([\\d.]+)`).exec(line)?.[1]
    return found === undefined ? undefined : Number(found)
  }
  const figures = {
    duration_ms: figure('Duration'), memory_mb: figure('Memory Size'),
    memory_max_mb: figure('Max Memory Used'),
    init_ms: figure('Init Duration'),
  }
  return Object.fromEntries(Object.entries(figures).filter(([, it]) => it !== undefined))
}

/** What the function printed, without the lines of the platform. */
export function printedOf(log: string): string {
  return log.split('\n').filter((it) => !/^(START|END|REPORT) RequestId: /.test(it)).join('\n').trim()
}
