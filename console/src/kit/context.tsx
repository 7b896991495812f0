// What every page may use: the clients of the session, notices, the palette's actions, the theme.

import { createContext, useContext, useEffect } from 'react'
import { useParams } from 'react-router'
import type { Clients } from '../aws'
import type { PaletteAction } from '../pages'

/** A notice on top of the page; `undo` adds a button that takes the thing back. */
export interface Notice {
  readonly type: 'success' | 'info' | 'warning' | 'error' | 'in-progress'
  readonly text: string
  readonly undo?: () => void | Promise<void>
  /** Notices of one id replace each other (progress). */
  readonly id?: string
  /** What was thrown; its words, code and request id are added to the text. */
  readonly error?: unknown
  /** How far work is, 0 to 100, with `in-progress`. */
  readonly percent?: number
  /** Where the thing is: "Open" and its path below /console. */
  readonly link?: { readonly text: string; readonly to: string }
  /** Stops work that goes on. */
  readonly cancel?: () => void
}

export interface Console {
  readonly clients: Clients
  readonly notify: (notice: Notice) => void
  readonly dismiss: (id: string) => void
  /** Puts actions in the palette; answers how to take them out. */
  readonly register: (actions: readonly PaletteAction[]) => () => void
  readonly theme: 'light' | 'dark'
  readonly setTheme: (theme: 'light' | 'dark' | 'system') => void
}

export const ConsoleContext = createContext<Console | null>(null)

export function useConsole(): Console {
  const it = useContext(ConsoleContext)
  if (!it) throw new Error('useConsole is for components below <App>')
  return it
}

/** The workspace of the present path. */
export function useWorkspaceId(): string {
  const { workspaceId } = useParams()
  if (!workspaceId) throw new Error('this page is below /workspaces/:workspaceId')
  return workspaceId
}

/** Offers actions in the palette while the component is mounted. */
export function usePaletteActions(actions: readonly PaletteAction[]): void {
  const { register } = useConsole()
  useEffect(() => register(actions), [register, actions])
}
