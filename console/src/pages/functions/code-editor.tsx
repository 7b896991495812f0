// An editor for code: CodeMirror in the console's colours. Tab moves on, Ctrl+] indents.

import { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { basicSetup } from 'codemirror'
import { type ReactNode, useEffect, useRef } from 'react'
import '../../kit/json-editor.css'
import { languageOfFile } from './code-language'

export interface CodeEditorProps {
  readonly value: string
  readonly onChange: (value: string) => void
  /** Its name says the language. */
  readonly file: string
}

export function CodeEditor({ value, onChange, file }: CodeEditorProps): ReactNode {
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView | null>(null)
  const now = useRef({ value, onChange })
  useEffect(() => {
    now.current = { value, onChange }
  }, [value, onChange])
  useEffect(() => {
    if (!place.current) return undefined
    const extensions = [
      basicSetup, languageOfFile(file), EditorView.contentAttributes.of({ 'aria-label': `Code of ${file}`, tabindex: '0' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) now.current.onChange(update.state.doc.toString())
      }),
    ]
    const state = EditorState.create({ doc: now.current.value, extensions })
    const view = new EditorView({ parent: place.current, state })
    editor.current = view
    return () => view.destroy()
  }, [file])
  useEffect(() => {
    const view = editor.current
    if (!view || view.state.doc.toString() === value) return
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } })
  }, [value])
  return <div ref={place} className="g-json" style={{ height: '380px' }} />
}
