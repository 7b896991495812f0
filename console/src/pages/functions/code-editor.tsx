// An editor for code and events: CodeMirror in the console's colours. Tab moves on, Ctrl+] indents.

import { json } from '@codemirror/lang-json'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { basicSetup } from 'codemirror'
import { type ReactNode, useEffect, useRef } from 'react'

export interface CodeEditorProps {
  readonly value: string
  readonly onChange: (value: string) => void
  /** What is written here, for who does not see it. */
  readonly label: string
  readonly language?: 'json' | 'code'
  readonly height?: string
}

const THEME = EditorView.theme({
  '&': { color: 'var(--g-text)', backgroundColor: 'var(--g-panel)', border: '1px solid var(--g-line)', borderRadius: '8px', fontSize: '13px' },
  '&.cm-focused': { outline: '2px solid var(--g-accent)' },
  '.cm-scroller': { fontFamily: 'var(--g-mono)', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--g-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--g-text)' },
  '.cm-gutters': { backgroundColor: 'var(--g-raised)', color: 'var(--g-quiet)', borderRight: '1px solid var(--g-line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--g-hover)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { backgroundColor: 'var(--g-accent-soft) !important' },
  '.cm-panels': { backgroundColor: 'var(--g-raised)', color: 'var(--g-text)' },
})

export function CodeEditor({ value, onChange, label, language = 'code', height = '360px' }: CodeEditorProps): ReactNode {
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView | null>(null)
  const change = useRef(onChange)
  change.current = onChange
  const first = useRef(value)
  useEffect(() => {
    if (!place.current) return undefined
    const size = new Compartment()
    const extensions: Extension[] = [
      basicSetup, THEME, EditorView.contentAttributes.of({ 'aria-label': label }),
      size.of(EditorView.theme({ '&': { height } })),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) change.current(update.state.doc.toString())
      }),
      ...(language === 'json' ? [json()] : []),
    ]
    const view = new EditorView({ parent: place.current, state: EditorState.create({ doc: first.current, extensions }) })
    editor.current = view
    return () => view.destroy()
  }, [label, language, height])
  useEffect(() => {
    first.current = value
    const view = editor.current
    if (!view || view.state.doc.toString() === value) return
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } })
  }, [value])
  return <div ref={place} />
}
