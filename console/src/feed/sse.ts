// Server-sent events out of a byte stream: lines may be cut anywhere, characters too.

export interface ServerEvent {
  readonly event: string
  readonly data: string
}

/** Takes the stream piece by piece; calls back with each whole event, and with `null` for a comment (a heartbeat). */
export class EventParser {
  #decoder = new TextDecoder()
  #rest = ''
  #event = ''
  #data: string[] = []
  #emit: (event: ServerEvent | null) => void

  constructor(emit: (event: ServerEvent | null) => void) {
    this.#emit = emit
  }

  push(chunk: Uint8Array): void {
    this.#rest += this.#decoder.decode(chunk, { stream: true })
    let start = 0
    for (;;) {
      const end = lineEnd(this.#rest, start)
      if (end === null) break
      this.#line(this.#rest.slice(start, end.at))
      start = end.next
    }
    if (start > 0) this.#rest = this.#rest.slice(start)
  }

  #line(line: string): void {
    if (line === '') return this.#dispatch()
    if (line.startsWith(':')) return this.#emit(null)
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    let value = colon < 0 ? '' : line.slice(colon + 1)
    if (value.startsWith(' ')) value = value.slice(1)
    if (field === 'event') this.#event = value
    else if (field === 'data') this.#data.push(value)
  }

  #dispatch(): void {
    const data = this.#data
    const event = this.#event || 'message'
    this.#data = []
    this.#event = ''
    if (data.length > 0) this.#emit({ event, data: data.join('\n') })
  }
}

/** Where the line that begins at `start` ends; `null` when its end has not come, also when a CR might be half of CRLF. */
function lineEnd(text: string, start: number): { readonly at: number; readonly next: number } | null {
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 10) return { at: i, next: i + 1 }
    if (code !== 13) continue
    if (i + 1 === text.length) return null
    return { at: i, next: text.charCodeAt(i + 1) === 10 ? i + 2 : i + 1 }
  }
  return null
}
