// Pictures of models for the library's tiles: drawn one after the other on a small canvas that nobody sees.

import { createEditor, emptyScene, LiveValues, newModel, newNode, type SceneDocument } from '@gemel/scene'
import { SceneCanvas } from '@gemel/scene/view'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { createStore } from 'zustand/vanilla'
import { useConsole } from '../../kit/context'
import { assetLoader } from '../../objects/assets'

/** By address and ETag; `null` where no picture could be made. Kept as long as the tab lives. */
export const photoStore = createStore<ReadonlyMap<string, Blob | null>>(() => new Map())

export interface Wanted {
  readonly id: string
  readonly uri: string
}

const WIDTH_PX = 280
const HEIGHT_PX = 184
const GIVE_UP_MS = 20_000

/** Draws those that have no picture yet, one at a time. */
export function ModelPhotographer({ wanted }: { readonly wanted: readonly Wanted[] }): ReactNode {
  const [, redraw] = useState(0)
  useEffect(() => photoStore.subscribe(() => redraw((it) => it + 1)), [])
  const next = wanted.find((it) => !photoStore.getState().has(it.id))
  return next ? <Shot key={next.id} wanted={next} /> : null
}

function keepPhoto(id: string, photo: Blob | null): void {
  photoStore.setState((before) => new Map([...before, [id, photo]]), true)
}

function Shot({ wanted }: { readonly wanted: Wanted }): ReactNode {
  const { clients, theme } = useConsole()
  const assets = useMemo(() => assetLoader(clients), [clients])
  const live = useMemo(() => new LiveValues(), [])
  const editor = useMemo(() => {
    const made = createEditor({
      document: documentOf(wanted.uri),
      isReadOnly: true,
      now: () => performance.now(),
    })
    made.set({
      isReadOnly: true,
      shows: { tags: false, overlays: false, motion: false, helpers: false, grid: false },
    })
    return made
  }, [wanted.uri])
  const camera = useRef<{ readonly screenshot: (width: number, height: number) => Promise<Blob> } | null>(
    null,
  )
  useEffect(() => {
    const timer = setTimeout(() => keepPhoto(wanted.id, null), GIVE_UP_MS)
    return () => clearTimeout(timer)
  }, [wanted.id])
  return (
    <div className="c-photographer" aria-hidden="true" inert>
      <SceneCanvas
        editor={editor}
        live={live}
        assets={assets}
        decoders={{ base: '/console/decoders/' }}
        theme={theme}
        label="Picture of a model"
        onReady={(handle) => {
          camera.current = handle
        }}
        onProblems={(problems) => {
          if (problems.length > 0) keepPhoto(wanted.id, null)
        }}
        onLoaded={() =>
          void camera.current?.screenshot(WIDTH_PX, HEIGHT_PX).then(
            (photo) => keepPhoto(wanted.id, photo),
            () => keepPhoto(wanted.id, null),
          )
        }
      />
    </div>
  )
}

function documentOf(uri: string): SceneDocument {
  const node = newNode({ name: 'Model', components: [newModel(uri)] })
  const empty = emptyScene()
  return {
    ...empty,
    nodes: new Map([[node.id, node]]),
    rootIds: [node.id],
    properties: { environmentPreset: 'neutral' },
  }
}
