// Colours for handlers: enough of Python, JavaScript and shell to tell words, texts, numbers and remarks apart.

import { HighlightStyle, StreamLanguage, type StreamParser, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { tags } from '@lezer/highlight'

interface State {
  /** What ends the text we are in, over lines. */
  until: string | null
}

const WORDS = {
  python: new Set(('False None True and as assert async await break class continue def del elif else except finally for '
    + 'from global if import in is lambda nonlocal not or pass raise return try while with yield').split(' ')),
  javascript: new Set(('async await break case catch class const continue default delete do else export extends false '
    + 'finally for from function if import in instanceof let new null of return static switch this throw true try typeof '
    + 'undefined var void while yield').split(' ')),
  shell: new Set('case do done elif else esac export fi for function if in return then until while'.split(' ')),
}

type Name = keyof typeof WORDS

function parser(name: Name): StreamParser<State> {
  const isScript = name === 'javascript'
  return {
    name,
    startState: () => ({ until: null }),
    token: (stream, state) => {
      if (state.until !== null) return inText(stream, state, state.until === '*/' ? 'comment' : 'string')
      if (stream.eatSpace()) return null
      if (isScript ? stream.match('//') : stream.match('#')) {
        stream.skipToEnd()
        return 'comment'
      }
      const opened = stream.match(isScript ? /^(\/\*|`|"|')/ : /^("""|'''|"|')/)
      if (opened) {
        const [mark = ''] = Array.isArray(opened) ? opened : []
        state.until = mark === '/*' ? '*/' : mark
        return inText(stream, state, mark === '/*' ? 'comment' : 'string')
      }
      if (stream.match(/^\d[\d_.]*(e[+-]?\d+)?/i)) return 'number'
      const word = stream.match(/^[\p{L}_$][\p{L}\p{N}_$]*/u)
      if (word) return WORDS[name].has(Array.isArray(word) ? word[0] : '') ? 'keyword' : null
      stream.next()
      return null
    },
    languageData: { commentTokens: { line: isScript ? '//' : '#' } },
  }
}

type Stream = Parameters<StreamParser<State>['token']>[0]

/** Reads on to the end of a text; texts of one line end with the line in any case. */
function inText(stream: Stream, state: State, kind: string): string {
  while (!stream.eol()) {
    if (state.until !== null && stream.match(state.until)) {
      state.until = null
      return kind
    }
    if (stream.next() === '\\') stream.next()
  }
  if (state.until === '"' || state.until === "'") state.until = null
  return kind
}

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, class: 'g-json-name' },
  { tag: tags.string, class: 'g-json-string' },
  { tag: tags.number, class: 'g-json-number' },
  { tag: tags.comment, color: 'var(--g-quiet)', fontStyle: 'italic' },
])

/** By the file's name. */
export function languageOfFile(file: string): Extension {
  const name: Name = /\.(m|c)?js$/.test(file) ? 'javascript' : file.endsWith('.py') ? 'python' : 'shell'
  return [StreamLanguage.define(parser(name)), syntaxHighlighting(COLOURS)]
}
