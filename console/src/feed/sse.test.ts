// The parser of server-sent events must not care where the network cuts.

import { describe, expect, it } from 'vitest'
import { EventParser, type ServerEvent } from './sse'

const STREAM =
  ': hello\n\nevent: ready\ndata: {"count":2}\n\nevent: values\r\ndata: {"a":"ü – 32 °C 🍪"}\r\n\r\n' +
  ': alive\n\ndata: one\ndata:two\n\nevent: empty\n\nevent: end\ndata: {"reason":"bye"}\n\n'
const WHOLE: (ServerEvent | null)[] = [
  null,
  { event: 'ready', data: '{"count":2}' },
  { event: 'values', data: '{"a":"ü – 32 °C 🍪"}' },
  null,
  { event: 'message', data: 'one\ntwo' },
  { event: 'end', data: '{"reason":"bye"}' },
]

function parse(chunks: readonly Uint8Array[]): (ServerEvent | null)[] {
  const seen: (ServerEvent | null)[] = []
  const parser = new EventParser((it) => seen.push(it))
  for (const chunk of chunks) parser.push(chunk)
  return seen
}

describe('EventParser', () => {
  const bytes = new TextEncoder().encode(STREAM)

  it('reads a stream in one piece', () => expect(parse([bytes])).toEqual(WHOLE))

  it('reads the same when it is cut at any byte', () => {
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(parse([bytes.slice(0, cut), bytes.slice(cut)])).toEqual(WHOLE)
    }
  })

  it('reads the same byte by byte', () => {
    expect(parse([...bytes].map((it) => new Uint8Array([it])))).toEqual(WHOLE)
  })

  it('keeps an event whose end has not come', () => {
    expect(parse([new TextEncoder().encode('event: values\ndata: {}\n')])).toEqual([])
  })
})
