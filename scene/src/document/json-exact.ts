// A JSON reader that notes what a plain object would lose, and says in words where a text is not JSON.

import type { Json } from './types'

/** Where reading went wrong, counted from 1. */
export class JsonSyntaxError extends Error {
  readonly line: number
  readonly column: number

  constructor(message: string, line: number, column: number) {
    super(message)
    this.name = 'JsonSyntaxError'
    this.line = line
    this.column = column
  }
}

/** What a plain object cannot hold: the order of members whose names are integers, and the digits of big
 *  numbers. Beside the object, so that documents stay plain data; an object that is changed is a new one
 *  and prints plainly. */
export interface ExactForm {
  readonly order?: readonly string[]
  readonly digits?: ReadonlyMap<string | number, string>
}

type Note = (object: object, form: ExactForm) => void

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
// oxlint-disable-next-line no-control-regex -- JSON strings hold none
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const INDEX_NAME = /^(?:0|[1-9]\d{0,9})$/
/** Deeper than any scene; keeps a hostile text from overflowing the stack. */
const DEPTH_MAX = 2_000

/** Reads JSON and notes, for each object or array that needs it, what must be printed exactly. */
export function readExactly(text: string, note: Note): Json {
  const reader = new Reader(text, note)
  const value = reader.value(0)
  reader.end()
  return value
}

class Reader {
  readonly #text: string
  readonly #note: Note
  #at = 0
  /** Digits of the number that was read last, when a double cannot hold it. */
  #digits: string | undefined

  constructor(text: string, note: Note) {
    this.#text = text
    this.#note = note
  }

  value(depth: number): Json {
    this.#digits = undefined
    if (depth > DEPTH_MAX) throw this.#error('The values are nested too deeply')
    this.#skip()
    const first = this.#text[this.#at]
    if (first === '{') return this.#object(depth)
    if (first === '[') return this.#array(depth)
    if (first === '"') return this.#string()
    if (first !== undefined && /[-\d]/.test(first)) return this.#number()
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (!this.#text.startsWith(word, this.#at)) continue
      this.#at += word.length
      return value
    }
    throw this.#error(
      first === undefined ? 'The text ends too early' : `A value was expected, not "${first}"`,
    )
  }

  end(): void {
    this.#skip()
    if (this.#at < this.#text.length) throw this.#error('There is more text after the end of the document')
  }

  #object(depth: number): Json {
    const members = new Map<string, Json>()
    const digits = new Map<string, string>()
    this.#at += 1
    this.#skip()
    while (!this.#take('}')) {
      if (members.size > 0) this.#expect(',', 'A comma or } was expected')
      this.#skip()
      const name = this.#string()
      this.#expect(':', 'A colon was expected')
      members.delete(name)
      digits.delete(name)
      members.set(name, this.value(depth + 1))
      if (this.#digits !== undefined) digits.set(name, this.#digits)
    }
    this.#digits = undefined
    const object = Object.fromEntries(members)
    const order = [...members.keys()]
    const form = {
      ...(order.some((name) => INDEX_NAME.test(name)) ? { order } : {}),
      ...(digits.size > 0 ? { digits } : {}),
    }
    if ('order' in form || 'digits' in form) this.#note(object, form)
    return object
  }

  #array(depth: number): Json {
    const items: Json[] = []
    const digits = new Map<number, string>()
    this.#at += 1
    this.#skip()
    while (!this.#take(']')) {
      if (items.length > 0) this.#expect(',', 'A comma or ] was expected')
      items.push(this.value(depth + 1))
      if (this.#digits !== undefined) digits.set(items.length - 1, this.#digits)
    }
    this.#digits = undefined
    if (digits.size > 0) this.#note(items, { digits })
    return items
  }

  #string(): string {
    STRING.lastIndex = this.#at
    const found = STRING.exec(this.#text)?.[0]
    if (found === undefined) throw this.#error('A string in double quotes was expected')
    this.#at += found.length
    return JSON.parse(found) as string
  }

  #number(): number {
    NUMBER.lastIndex = this.#at
    const found = NUMBER.exec(this.#text)?.[0]
    if (found === undefined) throw this.#error('A number was expected')
    this.#at += found.length
    const value = Number(found)
    const isWhole = /^-?\d+$/.test(found)
    const isHeld =
      Number.isFinite(value) && (!isWhole || Object.is(value, -0) || BigInt(found) === BigInt(value))
    this.#digits = isHeld ? undefined : found
    return value
  }

  #take(character: string): boolean {
    this.#skip()
    if (this.#text[this.#at] !== character) return false
    this.#at += 1
    return true
  }

  #expect(character: string, message: string): void {
    if (!this.#take(character)) throw this.#error(message)
  }

  #skip(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at += 1
  }

  #error(message: string): JsonSyntaxError {
    const lines = this.#text.slice(0, this.#at).split('\n')
    const column = (lines.at(-1)?.length ?? 0) + 1
    return new JsonSyntaxError(`${message} (line ${lines.length}, column ${column})`, lines.length, column)
  }
}
