// The shell's own shortcuts, and the one listener that runs all of them.

import { useEffect, useMemo } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { PaletteAction } from '../pages'
import { chordOf, isTyping, KeySequence, worksWhileTyping } from './keys'
import { addressOf, navPages, workspaceIn } from './registry'
import { shellStore } from './state'

/** Letters of `g x`, by the title of the page. */
const GO_LETTERS: Readonly<Record<string, string>> = {
  Workspaces: 'w', Dashboard: 'd', Entities: 'e', 'Component types': 't', Scenes: 's', 'Resource library': 'l', Functions: 'f', Monitor: 'm',
}

/** The shell's own: always there. */
export function useOwnShortcuts(): readonly PaletteAction[] {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const workspaceId = workspaceIn(pathname)
  return useMemo(() => [...OWN, ...goShortcuts(workspaceId, (to) => void navigate(to))], [workspaceId, navigate])
}

const OWN: readonly PaletteAction[] = [
  { id: 'palette', label: 'Search everything', group: 'Console', keys: 'mod+k', run: toggle('palette') },
  { id: 'filter', label: 'Filter the list on the page', group: 'Console', keys: '/', run: focusFilter },
  { id: 'shortcuts', label: 'Show keyboard shortcuts', group: 'Console', keys: '?', run: toggle('shortcuts') },
]

function goShortcuts(workspaceId: string | undefined, go: (to: string) => void): readonly PaletteAction[] {
  return [...navPages('workspace'), ...navPages('account')].flatMap((page) => {
    const to = addressOf(page, workspaceId)
    const letter = GO_LETTERS[page.title]
    if (to === null || letter === undefined) return []
    return [{ id: `go:${page.path}`, label: page.title, group: 'Go to', keys: `g ${letter}`, run: () => go(to) }]
  })
}

function toggle(it: 'palette' | 'shortcuts'): () => void {
  return () => shellStore.setState(({ open }) => ({ open: open === it ? null : it }))
}

function focusFilter(): void {
  const fields = document.querySelectorAll<HTMLInputElement>('[data-page-filter] input, main input[type="search"]')
  const shown = [...fields].find((it) => it.offsetParent !== null)
  shown?.focus()
  shown?.select()
}

/** Runs what is pressed. Actions of the page win over the shell's own of the same keys. */
export function useShortcuts(own: readonly PaletteAction[]): void {
  useEffect(() => {
    const sequence = new KeySequence()
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return
      const chord = chordOf(event)
      if (chord === null) return
      const { open, actions } = shellStore.getState()
      // In a dialog only the palette's own key counts.
      const isCovered = open !== null || document.querySelector('dialog[open], [role="dialog"][aria-modal="true"]') !== null
      const usable = [...actions.toReversed(), ...own].filter((it) =>
        it.keys !== undefined && (!isTyping(event.target) || worksWhileTyping(it.keys)) && (!isCovered || it.keys === 'mod+k'))
      const done = sequence.press(chord, usable.map((it) => it.keys ?? ''), event.timeStamp)
      const action = usable.find((it) => it.keys === done)
      if (done === null || !action) return
      event.preventDefault()
      action.run()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [own])
}
