// Opens a scene: reads its document and makes everything that works on it; closes it again.

import {
  bindingsOf,
  createEditor,
  type Editor,
  keyOf,
  LiveValues,
  parseScene,
  type SceneHandle,
} from '@gemel/scene'
import { useEffect, useState } from 'react'
import type { Clients } from '../../aws'
import { createFeed, type Feed } from '../../feed/feed'
import { TimeMachine } from '../../feed/time-machine'
import { loadScene, type SceneFile } from '../../objects/scene-file'
import { Twin } from '../../panels/binding/twin'

export interface OpenScene {
  readonly file: SceneFile
  readonly editor: Editor
  readonly live: LiveValues
  readonly feed: Feed
  readonly time: TimeMachine
  readonly twin: Twin
  /** The canvas, once it is mounted. */
  readonly canvas: { handle: SceneHandle | null }
}

export type Opening =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'open'; readonly scene: OpenScene }

export function useOpenScene(
  clients: Clients,
  workspaceId: string,
  sceneId: string,
  isReadOnly: boolean,
): Opening & { readonly retry: () => void } {
  const [opening, setOpening] = useState<Opening>({ status: 'loading' })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    let close: (() => void) | undefined
    setOpening({ status: 'loading' })
    loadScene(clients, workspaceId, sceneId, stop.signal).then(
      (file) => {
        if (stop.signal.aborted) return
        const made = openScene(clients, workspaceId, file, isReadOnly)
        close = made.close
        setOpening({ status: 'open', scene: made.scene })
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setOpening({ status: 'failed', error })
      },
    )
    return () => {
      stop.abort()
      close?.()
    }
  }, [clients, workspaceId, sceneId, isReadOnly, attempt])
  return { ...opening, retry: () => setAttempt((it) => it + 1) }
}

function openScene(
  clients: Clients,
  workspaceId: string,
  file: SceneFile,
  isReadOnly: boolean,
): { readonly scene: OpenScene; readonly close: () => void } {
  const { document, problems } = parseScene(file.text)
  const editor = createEditor({ document, problems, isReadOnly, now: () => performance.now() })
  if (isReadOnly)
    editor.set({ isReadOnly: true, shows: { ...editor.store.getState().shows, grid: false, helpers: false } })
  const live = new LiveValues()
  const feed = createFeed({ clients, workspaceId, live })
  const time = new TimeMachine(clients, workspaceId, feed, live)
  const twin = new Twin(clients, workspaceId)
  const stopWatching = watchBound(editor, feed, time)
  return {
    scene: { file, editor, live, feed, time, twin, canvas: { handle: null } },
    close: () => {
      stopWatching()
      time.close()
      feed.close()
    },
  }
}

/** Keeps the feed to what the document binds. */
function watchBound(editor: Editor, feed: Feed, time: TimeMachine): () => void {
  let names = ''
  const watch = () => {
    const bound = bindingsOf(editor.store.getState().document)
    const unique = [...new Map(bound.map((it) => [keyOf(it.ref), it])).entries()]
    const next = unique
      .map(([key]) => key)
      .toSorted()
      .join('\u0001')
    if (next === names) return
    names = next
    feed.watch(unique.map(([, { ref, isStatic }]) => ({ ref, isStatic })))
    void time.reload()
  }
  watch()
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = editor.store.subscribe((state, before) => {
    if (state.document === before.document) return
    clearTimeout(timer)
    timer = setTimeout(watch, 300)
  })
  return () => {
    clearTimeout(timer)
    stop()
  }
}
