// How the list of actions reaches this page: its clipboard, its dialogs, its keys, the console's palette.

import { type ActionContext, type Intent, pasteText, runKey } from '@gemel/scene'
import { useEffect, useMemo } from 'react'
import { usePaletteActions } from '../kit/context'
import type { PaletteAction } from '../pages'
import type { Composer } from './context'
import { allActions } from './hierarchy/node-menu'

type IntentListener = (intent: Intent) => void
const listeners = new Set<IntentListener>()

/** Panels say what they do when an action needs them: rename in the tree, save, find. */
export function useIntent(wanted: Intent, run: () => void): void {
  useEffect(() => {
    const listen: IntentListener = (intent) => {
      if (intent === wanted) run()
    }
    listeners.add(listen)
    return () => {
      listeners.delete(listen)
    }
  }, [wanted, run])
}

export function intend(intent: Intent): void {
  for (const it of listeners) it(intent)
}

/** What was copied last in this tab, for browsers that keep the clipboard to themselves. */
let copied = ''

export function contextOf({ editor, handle, notify }: Composer): ActionContext {
  return {
    editor,
    handle: handle(),
    intend,
    say: (message) => notify(message),
    clipboard: {
      read: async () => {
        try {
          return await navigator.clipboard.readText()
        } catch {
          if (copied === '') throw new Error('nothing was copied')
          return copied
        }
      },
      write: async (text) => {
        copied = text
        await navigator.clipboard?.writeText(text).catch(() => undefined)
      },
    },
  }
}

const GROUPS = {
  edit: 'Edit',
  select: 'Select',
  arrange: 'Arrange',
  add: 'Add',
  tool: 'Tools',
  camera: 'Camera',
  show: 'Show',
  scene: 'Scene',
} as const

/** Registers everything in the palette and runs the keys. */
export function useActions(composer: Composer | null, extra: readonly PaletteAction[]): void {
  const palette = useMemo<readonly PaletteAction[]>(
    () =>
      composer === null
        ? []
        : [
            ...allActions()
              .filter((it) => it.id !== 'shortcuts')
              .map((action) => ({
                id: `scene:${action.id}`,
                label: action.group === 'add' ? `Add: ${action.label}` : action.label,
                group: GROUPS[action.group],
                ...(action.keys[0] ? { keys: action.keys[0] } : {}),
                run: () => {
                  if (action.isEnabled(composer.editor.store.getState())) action.run(contextOf(composer))
                },
              })),
            ...extra,
          ],
    [composer, extra],
  )
  usePaletteActions(palette)
  useEffect(() => {
    if (composer === null) return undefined
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || !isFree(event)) return
      // The console's own list opens, with these actions in it.
      if (event.key === '?') return
      if (runKey(event, contextOf(composer))) event.preventDefault()
    }
    const onPaste = (event: ClipboardEvent) => {
      if (isTyping(event.target) || composer.editor.store.getState().isReadOnly) return
      const text = event.clipboardData?.getData('text/plain') ?? ''
      pasteText(composer.editor, text, (message) => composer.notify(message))
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('paste', onPaste)
    }
  }, [composer])
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('input:not([type=checkbox], [type=range], [type=color]), textarea, select'))
  )
}

/** Keys that a focused button or list uses itself. */
const OWN_KEYS = new Set([
  'Enter',
  ' ',
  'Escape',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Backspace',
])

function isFree(event: KeyboardEvent): boolean {
  const mod = event.ctrlKey || event.metaKey
  if (document.querySelector('dialog[open], [role="dialog"][aria-modal="true"]')) return false
  if (isTyping(event.target)) return mod && event.key.toLowerCase() === 's'
  // The browser's own paste event brings the text without asking for leave.
  if (mod && event.key.toLowerCase() === 'v') return false
  // Text that was marked is what one wants to copy.
  if (mod && event.key.toLowerCase() === 'c' && !getSelection()?.isCollapsed) return false
  const isControl =
    event.target instanceof HTMLElement &&
    event.target.closest(
      'button, a, [role=tree], [role=tab], [role=menu], [role=separator], [role=slider], input',
    ) !== null
  return !(isControl && OWN_KEYS.has(event.key)) || (event.key === 'Escape' && isControl)
}
