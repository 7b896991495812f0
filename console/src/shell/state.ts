// The console's own state: notices, palette actions, theme. First cut; the shell's owner completes it.

import { applyMode, Mode } from '@cloudscape-design/global-styles'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Clients } from '../aws'
import type { Console, Notice } from '../kit/context'
import type { PaletteAction } from '../pages'
import { create } from 'zustand'

export interface Shown extends Notice { readonly id: string }
export const shellStore = create<{ notices: readonly Shown[]; actions: readonly PaletteAction[] }>(() => ({ notices: [], actions: [] }))

let nextId = 0
export function useConsoleState(clients: Clients | null): Console | null {
  const [theme, choose] = useState<'light' | 'dark'>(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'))
  useEffect(() => applyMode(theme === 'dark' ? Mode.Dark : Mode.Light), [theme])
  const notify = useCallback((notice: Notice) => {
    const shown = { ...notice, id: notice.id ?? `n${nextId++}` }
    shellStore.setState(({ notices }) => ({ notices: [shown, ...notices.filter((it) => it.id !== shown.id)].slice(0, 5) }))
  }, [])
  const dismiss = useCallback((id: string) => shellStore.setState(({ notices }) => ({ notices: notices.filter((it) => it.id !== id) })), [])
  const register = useCallback((actions: readonly PaletteAction[]) => {
    shellStore.setState((it) => ({ actions: [...it.actions, ...actions] }))
    return () => shellStore.setState((it) => ({ actions: it.actions.filter((action) => !actions.includes(action)) }))
  }, [])
  const setTheme = useCallback((it: 'light' | 'dark' | 'system') => choose(it === 'system' ? 'light' : it), [])
  return useMemo(() => clients && { clients, notify, dismiss, register, theme, setTheme }, [clients, notify, dismiss, register, theme, setTheme])
}
