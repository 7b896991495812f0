// The draft that is edited, as a form and as text at once, with undo and redo.

import { useCallback, useReducer } from 'react'
import type { TypeDraft } from '../model/draft'
import { shapeProblem } from '../model/validate'

interface State {
  readonly draft: TypeDraft
  readonly text: string
  /** Why the text is not the draft now. */
  readonly broken: string | undefined
  readonly past: readonly TypeDraft[]
  readonly future: readonly TypeDraft[]
  /** When the last step was, so that typing is one step. */
  readonly changed_ms: number
  readonly field: string
}

type Action =
  | { readonly do: 'change'; readonly draft: TypeDraft; readonly field: string; readonly now_ms: number }
  | { readonly do: 'type'; readonly text: string; readonly now_ms: number }
  | { readonly do: 'undo' | 'redo' | 'mend' }

const MERGE_MS = 800
const PAST_MAX = 200

export function textOf(draft: TypeDraft): string {
  return JSON.stringify(draft, null, 2)
}

function changed(state: State, draft: TypeDraft, text: string, field: string, now_ms: number): State {
  const isSameStep = field !== '' && field === state.field && now_ms - state.changed_ms < MERGE_MS
  const past = isSameStep ? state.past : [...state.past, state.draft].slice(-PAST_MAX)
  return { draft, text, broken: undefined, past, future: [], changed_ms: now_ms, field }
}

export function reduce(state: State, action: Action): State {
  switch (action.do) {
    case 'change': return changed(state, action.draft, textOf(action.draft), action.field, action.now_ms)
    case 'type': {
      let parsed: unknown
      try {
        parsed = JSON.parse(action.text)
      } catch {
        return { ...state, text: action.text, broken: 'The text is not JSON yet.' }
      }
      const broken = shapeProblem(parsed)
      if (broken) return { ...state, text: action.text, broken }
      const draft = { componentTypeId: '', ...(parsed as Partial<TypeDraft>) }
      return changed(state, draft, action.text, 'text', action.now_ms)
    }
    case 'undo': {
      const before = state.past.at(-1)
      if (!before) return state
      return {
        ...state, draft: before, text: textOf(before), broken: undefined, past: state.past.slice(0, -1),
        future: [state.draft, ...state.future], field: '',
      }
    }
    case 'redo': {
      const [next, ...future] = state.future
      if (!next) return state
      return { ...state, draft: next, text: textOf(next), broken: undefined, past: [...state.past, state.draft], future, field: '' }
    }
    case 'mend': return { ...state, text: textOf(state.draft), broken: undefined }
  }
}

export function firstState(draft: TypeDraft): State {
  return { draft, text: textOf(draft), broken: undefined, past: [], future: [], changed_ms: 0, field: '' }
}

export interface DraftStore {
  readonly state: State
  /** `field` names what is changed, so that a run of keys is one step. */
  readonly change: (change: Partial<TypeDraft>, field?: string) => void
  readonly type: (text: string) => void
  readonly undo: () => void
  readonly redo: () => void
  readonly mend: () => void
}

export function useDraft(first: TypeDraft): DraftStore {
  const [state, dispatch] = useReducer(reduce, first, firstState)
  const { draft } = state
  const change = useCallback((it: Partial<TypeDraft>, field = '') => {
    const merged = Object.entries({ ...draft, ...it }).filter(([, value]) => value !== undefined && !isEmptyMember(value))
    dispatch({ do: 'change', draft: { componentTypeId: '', ...Object.fromEntries(merged) }, field, now_ms: Date.now() })
  }, [draft])
  const type = useCallback((text: string) => dispatch({ do: 'type', text, now_ms: Date.now() }), [])
  const undo = useCallback(() => dispatch({ do: 'undo' }), [])
  const redo = useCallback(() => dispatch({ do: 'redo' }), [])
  const mend = useCallback(() => dispatch({ do: 'mend' }), [])
  return { state, change, type, undo, redo, mend }
}

/** An empty map or list says nothing; empty text does, where there was some before. */
function isEmptyMember(it: unknown): boolean {
  if (Array.isArray(it)) return it.length === 0
  return typeof it === 'object' && it !== null && Object.keys(it).length === 0
}
