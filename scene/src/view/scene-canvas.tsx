// The canvas of a scene: React mounts it and what lies over it; everything that moves goes past React.

import { Canvas, useFrame, useThree } from '@react-three/fiber'
import { useCallback, useLayoutEffect, useRef, useState, type DragEvent, type RefObject } from 'react'
import type { PerspectiveCamera } from 'three'
import type { NodeId, Problem } from '../document/types'
import type { AssetLoader, Editor, SceneHandle, SurfacePoint } from '../editor/types'
import type { LiveValues } from '../live'
import type { BindingTemplate } from './live-index'
import type { Decoders } from './model-loader'
import { INSET } from './camera-inset'
import { Failsafe, Message, Progress } from './messages'
import { OverlayLayer } from './overlay-layer'
import type { ContextMenu, ScreenBox } from './pointer'
import { Stage, type StageEvents } from './stage'
import { STYLES } from './styles'
import type { Theme } from './surroundings'
import { tameConsole } from './three-console'
import { moveTip, showTip } from './tip'
import { ViewCube } from './view-cube-canvas'
import { drawCube } from './view-cube'

tameConsole()

export interface SceneCanvasProps {
  readonly editor: Editor
  readonly live: LiveValues
  readonly assets: AssetLoader
  /** Where Draco's and KTX2's decoders are served (scene/decoders.mjs lists them); compressed models fail
   *  without. */
  readonly decoders?: Decoders
  readonly theme?: Theme
  /** Values for `${name}` in bindings, before the scene's own defaults. */
  readonly bindingTemplate?: BindingTemplate
  /** What screen readers call the canvas. */
  readonly label?: string
  readonly onReady?: (handle: SceneHandle) => void
  /** All models that could be loaded are on the screen. */
  readonly onLoaded?: () => void
  readonly onTagActivate?: (nodeId: NodeId, componentIndex: number) => void
  readonly onContextMenu?: (menu: ContextMenu) => void
  /** Something was dropped on the canvas; where it hit a surface or the ground. */
  readonly onDrop?: (event: DragEvent<HTMLElement>, surface: SurfacePoint | null) => void
  /** Models and pictures that cannot be shown, whenever the list changes. */
  readonly onProblems?: (problems: readonly Problem[]) => void
}

/** A scene, to edit or to look at as the editor's state says. Fills its parent. */
export function SceneCanvas(props: SceneCanvasProps) {
  const { theme = 'light' } = props
  const [round, setRound] = useState(0)
  const [isLost, setIsLost] = useState(false)
  const pose = useRef<ReturnType<SceneHandle['pose']> | null>(null)
  const lost = useCallback(() => {
    setIsLost(true)
    // A fresh canvas gets a fresh context; the moment lets the driver recover.
    setTimeout(() => {
      setRound((before) => before + 1)
      setIsLost(false)
    }, 1200)
  }, [])
  return (
    <div className="gs-root" data-theme={theme}>
      <style href="gemel-scene-view" precedence="default">{STYLES}</style>
      <Failsafe key={round}>
        <Screen {...props} theme={theme} onLost={lost} savedPose={pose} />
      </Failsafe>
      {isLost && (
        <Message title="The graphics card was reset">
          The picture comes back by itself in a moment. Nothing of the scene is lost.
        </Message>
      )}
    </div>
  )
}

interface ScreenProps extends SceneCanvasProps {
  readonly theme: Theme
  readonly onLost: () => void
  readonly savedPose: RefObject<ReturnType<SceneHandle['pose']> | null>
}

function Screen({ onLost, savedPose, ...props }: ScreenProps) {
  const { editor, theme, label = '3D scene' } = props
  const [stage, setStage] = useState<Stage | null>(null)
  const [box, setBox] = useState<ScreenBox | null>(null)
  const [inset, setInset] = useState<string | null>(null)
  const [progress, setProgress] = useState({ settled: 0, total: 0 })
  const cube = useRef<HTMLCanvasElement>(null)
  const tip = useRef<HTMLDivElement>(null)
  const latest = useRef(props)
  useLayoutEffect(() => {
    latest.current = props
  })
  const [events] = useState<StageEvents>(() => ({
    tagActivated: (id, component) => latest.current.onTagActivate?.(id, component),
    contextMenu: (menu) => latest.current.onContextMenu?.(menu),
    boxChanged: setBox,
    tipChanged: (to) => showTip(tip.current, to),
    problemsChanged: (problems) => latest.current.onProblems?.(problems),
    cameraMoved: (camera: PerspectiveCamera) => {
      if (cube.current) drawCube(cube.current, camera, latest.current.theme === 'dark')
    },
    progressChanged: setProgress,
    insetChanged: setInset,
    loaded: () => {
      latest.current.onLoaded?.()
      window.dispatchEvent(new CustomEvent('gemel:scene-loaded'))
    },
  }))
  const drop = (event: DragEvent<HTMLElement>) => {
    event.preventDefault()
    props.onDrop?.(event, stage?.handle.surfaceAt(event.clientX, event.clientY) ?? null)
  }
  const allow = (event: DragEvent<HTMLElement>) => {
    if (props.onDrop && !editor.store.getState().isReadOnly) event.preventDefault()
  }
  return (
    // The drop target is the whole canvas; keyboards add things by the menus of the editor.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="gs-layer" style={{ pointerEvents: 'auto' }} onDragOver={allow} onDrop={drop}>
      <Canvas
        frameloop="demand" shadows="percentage" dpr={[1, 2]}
        camera={{ fov: 53.13, near: 0.1, far: 3000, position: [6, 5, 10] }}
        gl={{ antialias: true, stencil: true, powerPreference: 'high-performance' }}
      >
        <Bridge
          {...props} label={label} events={events} onStage={setStage} onLost={onLost} savedPose={savedPose}
          tip={tip}
        />
      </Canvas>
      {stage && <OverlayLayer overlays={stage.world.overlays} />}
      <div className="gs-layer">
        <div ref={tip} className="gs-tip" role="tooltip" />
        {box && (
          <div className="gs-box" style={{ left: box.x, top: box.y, width: box.width, height: box.height }} />
        )}
        {inset !== null && (
          <div className="gs-inset" style={{ right: INSET.right, bottom: INSET.bottom, width: INSET.width }}>
            <b>{inset}</b>
            <div style={{ height: INSET.height }} />
          </div>
        )}
        {progress.settled < progress.total && <Progress {...progress} />}
      </div>
      {stage && <ViewCube stage={stage} canvas={cube} isDark={theme === 'dark'} />}
    </div>
  )
}

interface BridgeProps extends SceneCanvasProps {
  readonly theme: Theme
  readonly label: string
  readonly events: StageEvents
  readonly onStage: (stage: Stage | null) => void
  readonly onLost: () => void
  readonly savedPose: RefObject<ReturnType<SceneHandle['pose']> | null>
  readonly tip: RefObject<HTMLDivElement | null>
}

/** Lives inside the canvas: makes the stage of a renderer, drives it, and takes it down. */
function Bridge(props: BridgeProps) {
  const { editor, live, assets, decoders, theme, bindingTemplate, label, events, onStage, onLost, savedPose,
    tip, onReady } = props
  const { gl, scene, camera, invalidate } = useThree()
  const stage = useRef<Stage | null>(null)
  const latest = useRef({ theme, bindingTemplate, label, onReady })
  useLayoutEffect(() => {
    latest.current = { theme, bindingTemplate, label, onReady }
  })
  const base = decoders?.base
  useLayoutEffect(() => {
    const element = gl.domElement
    const made = new Stage({
      editor, live, assets, decoders: base === undefined ? undefined : { base }, renderer: gl, scene,
      camera: camera as PerspectiveCamera, element, invalidate, events: () => events,
    })
    stage.current = made
    if (savedPose.current) made.handle.flyTo(savedPose.current, 0)
    made.setLabel(latest.current.label)
    made.setTheme(latest.current.theme)
    if (latest.current.bindingTemplate) made.setTemplate(latest.current.bindingTemplate)
    onStage(made)
    latest.current.onReady?.(made.handle)
    const isLost = (event: Event) => {
      event.preventDefault()
      savedPose.current = made.handle.pose()
      onLost()
    }
    element.addEventListener('webglcontextlost', isLost)
    return () => {
      element.removeEventListener('webglcontextlost', isLost)
      stage.current = null
      onStage(null)
      made.dispose()
    }
  }, [editor, live, assets, base, gl, scene, camera, invalidate, events, onStage, onLost, savedPose])
  useLayoutEffect(() => stage.current?.setLabel(label), [label])
  useLayoutEffect(() => stage.current?.setTheme(theme), [theme])
  useLayoutEffect(() => {
    if (bindingTemplate) stage.current?.setTemplate(bindingTemplate)
  }, [bindingTemplate])
  useFrame((_, seconds) => {
    stage.current?.frame(seconds)
    moveTip(tip.current, stage.current)
  }, 1)
  return null
}
