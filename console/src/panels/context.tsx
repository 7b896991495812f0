// What every panel of the composer may use: the editor, the values, the twin, and the canvas.

import {
  type Command,
  type Editor,
  type EditorState,
  keyOf,
  type LiveValue,
  type LiveValues,
  type PropertyRef,
  type SceneHandle,
} from '@gemel/scene'
import { createContext, useCallback, useContext, useRef, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { Clients } from '../aws'
import type { Feed } from '../feed/feed'
import type { TimeMachine } from '../feed/time-machine'
import type { ObjectName } from '../objects/uri'
import type { Twin } from './binding/twin'

export interface Composer {
  readonly editor: Editor
  readonly live: LiveValues
  readonly feed: Feed
  readonly time: TimeMachine
  readonly twin: Twin
  readonly clients: Clients
  readonly workspaceId: string
  readonly sceneId: string
  /** The scene's document; relative addresses are relative to it. */
  readonly object: ObjectName
  readonly handle: () => SceneHandle | null
  /** Opens the library to choose a model or a picture; `null` when it was closed. */
  readonly pickAsset: (kind: 'model' | 'texture') => Promise<string | null>
  readonly notify: (text: string, type?: 'info' | 'error' | 'success' | 'warning') => void
}

export const ComposerContext = createContext<Composer | null>(null)

export function useComposer(): Composer {
  const it = useContext(ComposerContext)
  if (!it) throw new Error('useComposer is for components below <ComposerContext>')
  return it
}

export function useEditor<T>(select: (state: EditorState) => T): T {
  return useStore(useComposer().editor.store, select)
}

export function useRun(): (command: Command) => void {
  return useComposer().editor.run
}

/** How often a number on a panel changes at most; faster nobody reads. */
const READING_MS = 250

/** The value of a property as it stands on the screen now. */
export function useLive(ref: PropertyRef | undefined): LiveValue | undefined {
  const { live } = useComposer()
  const key = ref && keyOf(ref)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const subscribe = useCallback(
    (changed: () => void) => {
      const stop = live.listen((keys) => {
        if (key === undefined || timer.current !== undefined || !keys.includes(key)) return
        timer.current = setTimeout(() => {
          timer.current = undefined
          changed()
        }, READING_MS)
      })
      return () => {
        clearTimeout(timer.current)
        timer.current = undefined
        stop()
      }
    },
    [live, key],
  )
  return useSyncExternalStore(subscribe, () => (key === undefined ? undefined : live.get(key)))
}

/** Several commands as one step. */
export function together(label: string, commands: readonly Command[], mergeKey?: string): Command {
  return {
    label,
    apply: (document) => commands.reduce((it, command) => command.apply(it), document),
    inverse: (document) => {
      let it = document
      const back: Command[] = []
      for (const command of commands) {
        back.unshift(command.inverse(it))
        it = command.apply(it)
      }
      return together(label, back)
    },
    ...(mergeKey === undefined ? {} : { mergeKey }),
  }
}
