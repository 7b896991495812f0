// The picture of the open scene, with its files, its theme and what happens on it.

import type { NodeId } from '@gemel/scene'
import { SceneCanvas, type SceneCanvasProps } from '@gemel/scene/view'
import { type ReactNode, useMemo } from 'react'
import { useConsole } from '../../kit/context'
import { assetLoader } from '../../objects/assets'
import type { OpenScene } from './open-scene'

export interface CanvasProps extends Pick<
  SceneCanvasProps,
  'onContextMenu' | 'onDrop' | 'onProblems' | 'onLoaded'
> {
  readonly scene: OpenScene
  readonly label: string
  readonly onReady?: () => void
  readonly onTagActivate?: (id: NodeId) => void
}

const DECODERS = { base: '/console/decoders/' }

export function Canvas({ scene, label, onReady, onTagActivate, ...others }: CanvasProps): ReactNode {
  const { clients, theme } = useConsole()
  const assets = useMemo(() => assetLoader(clients, { base: scene.file }), [clients, scene.file])
  return (
    <SceneCanvas
      editor={scene.editor}
      live={scene.live}
      assets={assets}
      decoders={DECODERS}
      theme={theme}
      label={label}
      onReady={(handle) => {
        scene.canvas.handle = handle
        onReady?.()
      }}
      {...(onTagActivate ? { onTagActivate } : {})}
      {...others}
    />
  )
}
