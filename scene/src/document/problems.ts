// Collects what was wrong in a document while it is read.

import type { NodeId, Problem } from './types'

/** How many problems are listed one by one; beyond it they are only counted. */
const PROBLEMS_MAX = 500

export class Problems {
  readonly #list: Problem[] = []
  readonly #completed = new Map<string, number>()
  #more = 0

  error(pointer: string, message: string, nodeId?: NodeId): void {
    this.#add('error', pointer, message, nodeId)
  }

  warn(pointer: string, message: string, nodeId?: NodeId): void {
    this.#add('warning', pointer, message, nodeId)
  }

  /** Something optional was left out and will be written: counted, and told in one line at the end. */
  completed(what: string): void {
    this.#completed.set(what, (this.#completed.get(what) ?? 0) + 1)
  }

  list(): readonly Problem[] {
    const list = [...this.#list]
    if (this.#completed.size > 0) {
      const parts = [...this.#completed].map(([what, count]) =>
        count === 1 ? what : `${what} (${count} times)`,
      )
      list.push({
        severity: 'warning',
        pointer: '',
        message: `Left out in the document, and written as usual on the next save: ${parts.join(', ')}.`,
      })
    }
    if (this.#more > 0) {
      list.push({
        severity: 'warning',
        pointer: '',
        message: `There are ${this.#more} more problems like these.`,
      })
    }
    return list
  }

  #add(severity: Problem['severity'], pointer: string, message: string, nodeId?: NodeId): void {
    if (this.#list.length >= PROBLEMS_MAX) this.#more += 1
    else this.#list.push({ severity, pointer, message, ...(nodeId === undefined ? {} : { nodeId }) })
  }
}
