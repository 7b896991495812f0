// An editor for JSON: colours, folding, search; with a schema also completion, help and marks where something is wrong.

import { autocompletion } from '@codemirror/autocomplete'
import { json } from '@codemirror/lang-json'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, linter, lintGutter } from '@codemirror/lint'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, hoverTooltip } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import Button from '@cloudscape-design/components/button'
import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { basicSetup } from 'codemirror'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { CopyButton } from './copy'
import { formatJson, parseJson, type Problem, problemsOf } from './json-editor-check'
import { completionSource, helpAt } from './json-editor-complete'
import type { JsonSchema } from './json-editor-schema'
import './json-editor.css'

export interface JsonEditorProps {
  readonly value: string
  readonly onChange?: (text: string) => void
  /** What is allowed; without it only the grammar is looked at. */
  readonly schema?: JsonSchema
  readonly isReadOnly?: boolean
  /** What assistive technology calls it: “Component as JSON”. */
  readonly label: string
  /** Further problems, such as what the service said; shown at their place. */
  readonly problems?: readonly Problem[]
  readonly height?: string
  /** Buttons beside Format and Copy. */
  readonly actions?: ReactNode
}

const NONE: readonly Problem[] = []

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, class: 'g-json-name' },
  { tag: tags.string, class: 'g-json-string' },
  { tag: tags.number, class: 'g-json-number' },
  { tag: [tags.bool, tags.null], class: 'g-json-word' },
  { tag: tags.invalid, class: 'g-json-bad' },
])

export function JsonEditor({ value, onChange, schema, isReadOnly = false, label, problems = NONE, height = '420px', actions }: JsonEditorProps): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const now = useRef({ onChange, schema, problems })
  now.current = { onChange, schema, problems }
  const locked = useMemo(() => new Compartment(), [])
  useEffect(() => {
    if (!box.current) return
    const editor = new EditorView({ parent: box.current, state: EditorState.create({ doc: value, extensions: [extensions(now, label), locked.of(lock(isReadOnly))] }) })
    view.current = editor
    return () => editor.destroy()
  // The editor is made once; what changes is handed on below.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [label, locked])
  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.doc.toString() === value) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
  }, [value])
  useEffect(() => view.current?.dispatch({ effects: locked.reconfigure(lock(isReadOnly)) }), [isReadOnly, locked])
  const found = useProblems(value, isReadOnly ? undefined : schema, problems)
  const goTo = (at: number) => {
    view.current?.dispatch({ selection: { anchor: at }, scrollIntoView: true })
    view.current?.focus()
  }
  const format = () => {
    const parsed = parseJson(value)
    if (parsed.ok) onChange?.(formatJson(parsed.value))
    else goTo(parsed.problem.from)
  }
  return (
    <SpaceBetween size="xs">
      <div ref={box} className="g-json" style={{ height }} data-readonly={isReadOnly} />
      <div className="g-json-foot">
        <div aria-live="polite">{!isReadOnly && <Verdict problems={found} onGo={goTo} />}</div>
        <SpaceBetween direction="horizontal" size="xs">
          {actions}
          {!isReadOnly && <Button onClick={format}>Format</Button>}
          <CopyButton text={value} label="Copy" />
        </SpaceBetween>
      </div>
      {!isReadOnly && <Box variant="small" color="text-body-secondary">Ctrl+Space offers what may stand here. Esc, then Tab leaves the editor.</Box>}
    </SpaceBetween>
  )
}

function useProblems(value: string, schema: JsonSchema | undefined, extra: readonly Problem[]): readonly Problem[] {
  const [found, set] = useState<readonly Problem[]>([])
  useEffect(() => {
    const timer = setTimeout(() => set(problemsOf(value, schema)), 200)
    return () => clearTimeout(timer)
  }, [value, schema])
  return [...found, ...extra]
}

function Verdict({ problems, onGo }: { readonly problems: readonly Problem[]; readonly onGo: (at: number) => void }): ReactNode {
  const [first] = problems
  if (!first) return <StatusIndicator type="success">Valid</StatusIndicator>
  return (
    <StatusIndicator type="error">
      {problems.length > 1 ? `${problems.length} problems. First: ` : ''}{first.message}{' '}
      <Button variant="inline-link" onClick={() => onGo(first.from)}>Show</Button>
    </StatusIndicator>
  )
}

function lock(isReadOnly: boolean): Extension {
  return [EditorState.readOnly.of(isReadOnly), EditorView.editable.of(!isReadOnly)]
}

interface Now {
  readonly current: { readonly onChange: ((text: string) => void) | undefined; readonly schema: JsonSchema | undefined; readonly problems: readonly Problem[] }
}

function extensions(now: Now, label: string): Extension {
  return [
    basicSetup, json(), syntaxHighlighting(COLOURS), lintGutter(),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorView.lineWrapping,
    autocompletion({ override: [completionSource(() => now.current.schema)], icons: false, activateOnTyping: true }),
    linter((view): Diagnostic[] => {
      if (view.state.readOnly) return []
      const end = view.state.doc.length
      return [...problemsOf(view.state.doc.toString(), now.current.schema), ...now.current.problems].map((it) => ({
        from: Math.min(it.from, end), to: Math.min(Math.max(it.to, it.from), end), severity: it.severity, message: it.message,
      }))
    }, { delay: 250 }),
    hoverTooltip((view, at) => {
      const help = now.current.schema && helpAt(view.state.doc.toString(), at, now.current.schema)
      return help ? { pos: at, create: () => ({ dom: helpBox(help) }) } : null
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) now.current.onChange?.(update.state.doc.toString())
    }),
  ]
}

function helpBox({ title, text }: { readonly title: string; readonly text: string }): HTMLElement {
  const box = document.createElement('div')
  box.className = 'g-json-help'
  const head = document.createElement('strong')
  head.textContent = title
  const body = document.createElement('div')
  body.textContent = text
  box.append(head, body)
  return box
}
