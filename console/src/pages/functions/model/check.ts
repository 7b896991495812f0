// What the settings of a function may be: the server's limits, said before it is asked.

export interface Settings {
  readonly name: string
  readonly runtime: string
  readonly handler: string
  readonly description: string
  readonly timeout_s: number
  readonly memory_mb: number
  readonly role: string
  readonly variables: readonly Variable[]
}

export interface Variable {
  readonly name: string
  readonly value: string
}

export type Problems = Partial<Record<keyof Settings, string>>

const RESERVED = new Set([
  '_HANDLER', '_X_AMZN_TRACE_ID', 'AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_EXECUTION_ENV', 'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_LAMBDA_RUNTIME_API', 'LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR',
])

export function nameProblem(name: string, taken: readonly string[] = []): string | undefined {
  if (name === '') return 'Give the function a name.'
  if (name.length > 64) return 'At most 64 characters.'
  if (!/^[a-zA-Z0-9_-]+$/.test(name)) return 'Letters, digits, - and _ only.'
  return taken.includes(name) ? 'There is a function of this name already.' : undefined
}

export function variableProblem(it: Variable, all: readonly Variable[]): string | null {
  if (it.name === '') return 'Give it a name.'
  if (!/^[a-zA-Z][a-zA-Z0-9_]+$/.test(it.name)) {
    return 'At least two letters, digits or _; the first must be a letter.'
  }
  if (RESERVED.has(it.name)) return 'The platform sets this one itself.'
  return all.filter((other) => other.name === it.name).length > 1 ? 'This name is there twice.' : null
}

export function problemsOf(it: Settings, taken: readonly string[] = []): Problems {
  const problems: Record<string, string | undefined> = {
    name: nameProblem(it.name, taken),
    handler: handlerProblem(it),
    description: it.description.length > 256 ? 'At most 256 characters.' : undefined,
    timeout_s: isWithin(it.timeout_s, 1, 900) ? undefined : 'A whole number from 1 to 900 seconds.',
    memory_mb: isWithin(it.memory_mb, 128, 10_240) ? undefined : 'A whole number from 128 to 10,240 MB.',
    role: /^arn:aws[a-zA-Z-]*:iam::\d{12}:role\/?[\w+=,.@\-/]+$/.test(it.role) ? undefined
      : 'It must look like arn:aws:iam::000000000000:role/name.',
    variables: variablesProblem(it.variables),
  }
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== undefined))
}

function handlerProblem({ handler, runtime }: Settings): string | undefined {
  if (runtime.startsWith('provided')) return undefined
  if (handler === '') return 'Say which function of which file answers: file.function.'
  if (/\s/.test(handler)) return 'No spaces.'
  if (handler.length > 128) return 'At most 128 characters.'
  return handler.includes('.') ? undefined : 'Write file.function, such as app.handler.'
}

function variablesProblem(all: readonly Variable[]): string | undefined {
  const first = all.map((it) => variableProblem(it, all)).find((it) => it !== null)
  if (first) return first
  const encoder = new TextEncoder()
  const size_bytes = all.reduce((sum, it) => sum + encoder.encode(it.name + it.value).length, 0)
  return size_bytes > 4096 ? `Together at most 4 KB; these are ${size_bytes} bytes.` : undefined
}

function isWithin(n: number, least: number, most: number): boolean {
  return Number.isInteger(n) && n >= least && n <= most
}
