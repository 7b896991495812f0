// Asks for a rule to be opened in the rules panel, or for a new one that does what is wanted.

export type RuleUse = 'icon' | 'color' | 'number'
export interface RuleRequest {
  /** `null`: make one. */
  readonly id: string | null
  readonly use: RuleUse
  readonly propertyName: string | undefined
  /** Called with the name of the rule that was made. */
  readonly onMade?: ((id: string) => void) | undefined
}

type Listener = (request: RuleRequest) => void
const listeners = new Set<Listener>()
let pending: RuleRequest | null = null

export function openRule(request: RuleRequest): void {
  // The panel may not be on the screen yet; it takes what waits when it comes.
  pending = request
  for (const it of listeners) it(request)
}

/** What was asked for before the panel was there; asked for once. */
export function pendingRule(): RuleRequest | null {
  const request = pending
  pending = null
  return request
}

export function onOpenRule(listener: Listener): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
