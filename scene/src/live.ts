// The latest value of each bound property: written by a feed, read by the view once a frame; never through React.

/** A value as rules and tags see it, and when it was measured (`undefined` for values without a time). */
export interface LiveValue {
  readonly value: LiveScalar
  readonly time_ms: number | undefined
}
export type LiveScalar = number | string | boolean | null | readonly unknown[] | Readonly<Record<string, unknown>>

/** Names a property of the twin. */
export interface PropertyRef {
  readonly entityId: string
  readonly componentName: string
  readonly propertyName: string
}
/** A property's name as one string, usable as the key of a map. */
export type LiveKey = string & { readonly __brand: 'LiveKey' }

/** Entity ids and names hold no NUL, so that no two properties share a key. */
export function keyOf(ref: PropertyRef): LiveKey {
  return `${ref.entityId}\u0000${ref.componentName}\u0000${ref.propertyName}` as LiveKey
}

export type LiveListener = (keys: readonly LiveKey[]) => void

/** The latest values. `version` rises with every write, so that a frame can see at once that nothing came. */
export class LiveValues {
  #values = new Map<LiveKey, LiveValue>()
  #listeners = new Set<LiveListener>()
  #version = 0

  get version(): number {
    return this.#version
  }

  get(key: LiveKey): LiveValue | undefined {
    return this.#values.get(key)
  }

  /** Writes values, or takes them away with `undefined`, and tells listeners once. */
  write(changes: Iterable<readonly [LiveKey, LiveValue | undefined]>): void {
    const keys: LiveKey[] = []
    for (const [key, value] of changes) {
      if (value === undefined) this.#values.delete(key)
      else this.#values.set(key, value)
      keys.push(key)
    }
    if (keys.length === 0) return
    this.#version += 1
    for (const listener of this.#listeners) listener(keys)
  }

  /** Forgets everything, as when the time bar jumps. */
  clear(): void {
    const keys = [...this.#values.keys()]
    this.#values.clear()
    this.#version += 1
    for (const listener of this.#listeners) listener(keys)
  }

  /** Calls back with the keys of each write; answers how to stop. */
  listen(listener: LiveListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
