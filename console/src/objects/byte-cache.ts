// A cache with a budget of bytes: what was not used for longest goes first.

export class ByteCache<T> {
  #entries = new Map<string, T>()
  #size_bytes = 0
  constructor(
    readonly budget_bytes: number,
    readonly sizeOf: (value: T) => number,
  ) {}

  get size_bytes(): number {
    return this.#size_bytes
  }

  get(key: string): T | undefined {
    const value = this.#entries.get(key)
    if (value === undefined) return undefined
    // A map keeps the order of insertion: the one just used goes to the end.
    this.#entries.delete(key)
    this.#entries.set(key, value)
    return value
  }

  /** Things larger than the whole budget are not kept. */
  set(key: string, value: T): void {
    this.delete(key)
    const size = this.sizeOf(value)
    if (size > this.budget_bytes) return
    this.#entries.set(key, value)
    this.#size_bytes += size
    for (const oldest of this.#entries.keys()) {
      if (this.#size_bytes <= this.budget_bytes) break
      this.delete(oldest)
    }
  }

  delete(key: string): void {
    const value = this.#entries.get(key)
    if (value === undefined) return
    this.#size_bytes -= this.sizeOf(value)
    this.#entries.delete(key)
  }
}
