// What every page is given: clients, notices, the palette's actions, the theme.

import { useMemo } from 'react'
import { create } from 'zustand'
import { clientsOf } from '../aws'
import type { Console } from '../kit/context'
import { setPreferences } from '../kit/preferences'
import type { PaletteAction } from '../pages'
import type { Session } from '../session'
import { dismiss, notify } from './notices'
import { themeStore } from './theme'

/** Which of the shell's own windows is open, and what may be done on the present page. */
export const shellStore = create<{
  readonly actions: readonly PaletteAction[]
  readonly open: 'palette' | 'shortcuts' | null
}>(() => ({ actions: [], open: null }))

function register(actions: readonly PaletteAction[]): () => void {
  shellStore.setState((it) => ({ actions: [...it.actions, ...actions] }))
  return () => shellStore.setState((it) => ({ actions: it.actions.filter((action) => !actions.includes(action)) }))
}

const setTheme = (theme: 'light' | 'dark' | 'system') => setPreferences({ theme })

export function useConsoleState(session: Session): Console {
  const clients = useMemo(() => clientsOf(session), [session])
  const theme = themeStore((it) => it.theme)
  return useMemo(() => ({ clients, notify, dismiss, register, theme, setTheme }), [clients, theme])
}
