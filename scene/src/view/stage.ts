// The screen of a world: camera, gizmo, outlines, surroundings and mouse, driven by one call a frame.

import { Box3, DirectionalLight, NeutralToneMapping, Vector2, type PerspectiveCamera, type Scene,
  type WebGLRenderer } from 'three'
import type { NodeId, Problem } from '../document/types'
import type { AssetLoader, Editor, EditorState, SceneHandle } from '../editor/types'
import type { LiveValues } from '../live'
import { drawInset, insetEntry } from './camera-inset'
import { CameraRig } from './camera-rig'
import type { DocumentView } from './document-view'
import { Gizmo, isPointLike } from './gizmo'
import { makeHandle } from './handle'
import type { BindingTemplate } from './live-index'
import { createModelReader, type Decoders } from './model-loader'
import { Lighting } from './lighting'
import { Outline } from './outline'
import { outlinedOf } from './outlined'
import { prepareTrees } from './picker'
import { PlacementGhost } from './placement'
import { Pointer, type ContextMenu, type ScreenBox, type Tip } from './pointer'
import { fitSun, Surroundings, type Theme } from './surroundings'
import { World } from './world'

export interface StageEvents {
  readonly tagActivated: (id: NodeId, component: number) => void
  readonly contextMenu: (menu: ContextMenu) => void
  readonly boxChanged: (box: ScreenBox | null) => void
  readonly tipChanged: (tip: Tip | null) => void
  readonly problemsChanged: (problems: readonly Problem[]) => void
  readonly cameraMoved: (camera: PerspectiveCamera) => void
  readonly progressChanged: (progress: { readonly settled: number; readonly total: number }) => void
  readonly loaded: () => void
  /** The name of the camera whose picture is in the corner; null when there is none. */
  readonly insetChanged: (name: string | null) => void
}
export interface StageOptions {
  readonly editor: Editor
  readonly live: LiveValues
  readonly assets: AssetLoader
  readonly decoders: Decoders | undefined
  readonly renderer: WebGLRenderer
  readonly scene: Scene
  readonly camera: PerspectiveCamera
  readonly element: HTMLElement
  readonly invalidate: () => void
  readonly events: () => StageEvents
}
/** Boxes for what has no silhouette; tags and panels show by themselves that they are selected. */
function boxesOf(view: DocumentView, ids: readonly NodeId[]): Box3[] {
  const isPoint = (id: NodeId) => {
    const entry = view.entries.get(id)
    return !entry || isPointLike(entry)
  }
  return ids.filter((id) => !isPoint(id)).map((id) => view.bounds([id])).filter((box) => !box.isEmpty())
}

/** More triangles than this cast no shadows: the picture must come first. */
const MOST_SHADOW_TRIANGLES = 3_000_000
const ACCENT: Readonly<Record<Theme, string>> = { light: '#0a6cff', dark: '#5cb0ff' }

export class Stage {
  readonly world: World
  readonly rig: CameraRig
  readonly handle: SceneHandle
  readonly #o: StageOptions
  readonly #reader: ReturnType<typeof createModelReader>
  readonly #surroundings: Surroundings
  readonly #lighting: Lighting
  #lit = () => undefined as void
  /** Settled when the scene is drawn in its full light. */
  readonly lit = new Promise<void>((resolve) => {
    this.#lit = resolve
  })
  readonly #gizmo: Gizmo
  readonly #ghost: PlacementGhost
  readonly #pointer: Pointer
  readonly #selection = new Outline(900, 1)
  readonly #hover = new Outline(910, 2)
  readonly #size = new Vector2()
  readonly #stop: () => void
  #state: EditorState | null = null
  #outlineKey: unknown[] = []
  #theme: Theme = 'light'
  #isThemeStale = true
  #isFitted = false
  #isLoaded = false
  #progress = ''
  #isDisposed = false
  #lastPose = ''
  #insetId: NodeId | undefined
  readonly #stillness = typeof matchMedia === 'function'
    ? matchMedia('(prefers-reduced-motion: reduce)') : null

  constructor(options: StageOptions) {
    this.#o = options
    const { editor, renderer, scene, camera, element, invalidate } = options
    const prefersStill = () => this.#stillness?.matches ?? false
    this.#reader = createModelReader(options.assets, options.decoders, renderer)
    this.world = new World({
      live: options.live, assets: options.assets, read: this.#reader.read, invalidate, prefersStill,
      screen: () => ({ camera, renderer }),
      problemsChanged: (problems) => options.events().problemsChanged(problems),
    })
    renderer.toneMapping = NeutralToneMapping
    renderer.toneMappingExposure = 1
    renderer.shadowMap.autoUpdate = false
    scene.add(this.world.root, this.#selection.group, this.#hover.group)
    this.#surroundings = new Surroundings(scene, renderer, this.world.textures, invalidate)
    this.#lighting = new Lighting(renderer, scene, () => {
      this.world.areShadowsStale = true
      invalidate()
      this.#lit()
    })
    this.rig = new CameraRig(camera, element, {
      invalidate, prefersStill, began: () => this.viewChosen(),
      hasArrows: () => {
        const { isReadOnly, selection } = editor.store.getState()
        return isReadOnly || selection.length === 0
      },
    })
    const hold = (isHeld: boolean) => this.rig.hold(isHeld)
    this.#gizmo = new Gizmo(camera, element, scene, editor, this.world.view, hold, invalidate)
    this.#ghost = new PlacementGhost(scene, this.world.models, invalidate)
    this.handle = makeHandle(this, options)
    this.#pointer = new Pointer({
      editor, world: this.world, camera, element, gizmo: this.#gizmo, ghost: this.#ghost, hold, invalidate,
      frame: this.handle.frame, pixelRatio: () => renderer.getPixelRatio(),
      tagActivated: (id, component) => options.events().tagActivated(id, component),
      contextMenu: (menu) => options.events().contextMenu(menu), boxChanged: (box) => options.events().boxChanged(box),
      tipChanged: (tip) => options.events().tipChanged(tip),
    })
    this.rig.setMode(editor.store.getState().cameraMode)
    this.#stop = editor.store.subscribe((state, before) => {
      // At once: the very next key may be for it.
      if (state.cameraMode !== before.cameraMode) this.rig.setMode(state.cameraMode)
      invalidate()
    })
    invalidate()
  }

  get pointer(): Pointer {
    return this.#pointer
  }

  screen(): { readonly camera: PerspectiveCamera; readonly width: number; readonly height: number } {
    const { camera, element } = this.#o
    return { camera, width: element.clientWidth, height: element.clientHeight }
  }

  /** What screen readers call the canvas. */
  setLabel(label: string): void {
    const { element } = this.#o
    element.tabIndex = 0
    element.setAttribute('role', 'application')
    element.setAttribute('aria-roledescription', '3D view')
    element.setAttribute('aria-label', label)
  }

  setTheme(theme: Theme): void {
    this.#theme = theme
    this.#isThemeStale = true
    this.#selection.setStyle(ACCENT[theme], 2)
    this.#hover.setStyle(theme === 'dark' ? '#cfe6ff' : '#4c8fe8', 1.25)
    this.world.tags.setColors(ACCENT[theme], '#ffffff')
    this.#o.invalidate()
  }

  setTemplate(template: BindingTemplate): void {
    this.world.setTemplate(template)
    this.#o.invalidate()
  }

  /** Brings the world up to the editor's state; the frame does it, and whoever asks in between. */
  sync(): void {
    const state = this.#o.editor.store.getState()
    const before = this.#state
    this.world.sync(state)
    this.#state = state
    if (this.#isThemeStale || before?.document.properties !== state.document.properties
      || before.shows !== state.shows) {
      this.#surroundings.apply(state.document.properties, this.#theme, state.shows.grid)
      this.#isThemeStale = false
    }
    if (before === state) return
    this.#gizmo.sync(state)
    this.#ghost.set(state.isReadOnly ? null : state.placement)
  }

  setPlain(isPlain: boolean): void {
    this.#surroundings.setPlain(isPlain)
    this.world.setPlain(isPlain)
  }

  /** Draws a frame; `isPlain` without what the editor lays over the scene, for pictures. */
  frame(seconds: number, isPlain = false): void {
    const { renderer, scene, camera, invalidate } = this.#o
    const passed = Math.min(seconds, 0.1)
    this.sync()
    this.#pointer.beforeFrame()
    // The mouse may have changed what is hovered.
    this.sync()
    let isMoving = this.rig.update(passed)
    camera.updateMatrixWorld()
    this.#shadows()
    isMoving = this.world.beforeFrame(passed, camera) || isMoving
    renderer.getDrawingBufferSize(this.#size)
    this.world.tags.beforeFrame(this.#size.x, this.#size.y, renderer.getPixelRatio())
    const { clientWidth, clientHeight } = this.#o.element
    this.world.overlays.beforeFrame(camera, clientWidth, clientHeight)
    this.#outlines()
    this.#selection.group.visible = this.#hover.group.visible = !isPlain
    this.#gizmo.show(!isPlain)
    renderer.render(scene, camera)
    if (!isPlain) this.#inset()
    this.#tell()
    if (isMoving) invalidate()
  }

  #inset(): void {
    const entry = insetEntry(this.world.view, this.#state as EditorState)
    if (entry?.id !== this.#insetId) {
      this.#insetId = entry?.id
      queueMicrotask(() => this.#o.events().insetChanged(entry?.node.name ?? null))
    }
    if (!entry) return
    const { renderer, scene } = this.#o
    // Chunks were left out for the eye of the screen, not for this one.
    this.world.pools.showAll()
    this.world.setPlain(true)
    drawInset(renderer, scene, entry, [
      this.#selection.group, this.#hover.group, this.#ghost.group, this.#gizmo.helper, this.world.tags.group,
    ])
    this.world.setPlain(false)
  }

  /** Shadows are drawn only when what casts them changed. */
  #shadows(): void {
    if (!this.world.areShadowsStale) return
    const box = this.world.view.bounds()
    this.rig.setContent(box)
    let triangles = 0
    for (const chunk of this.world.pools.chunks()) {
      for (const primitive of chunk.pool.asset.primitives) triangles += primitive.triangles * chunk.instances.length
    }
    const suns = this.world.root.children.filter((child): child is DirectionalLight =>
      child instanceof DirectionalLight && child.visible)
    for (const sun of suns) fitSun(sun, box, false)
    this.#surroundings.fit(box, suns.length > 0, triangles <= MOST_SHADOW_TRIANGLES)
    this.#o.renderer.shadowMap.needsUpdate = true
    if (!this.#isFitted && !box.isEmpty()) this.#fit(box)
  }

  /** On opening: the first saved camera, or all of the scene. */
  #fit(box: Box3): void {
    const { settled, total } = this.world.models.progress()
    if (settled < total) {
      this.rig.flyTo(this.rig.poseFor(box), 0)
      return
    }
    this.#isFitted = true
    const saved = this.handle.savedCameras()[0]
    if (saved) this.rig.flyTo(saved.pose, 0)
    else this.rig.flyTo(this.rig.poseFor(box), 0)
  }

  /** Somebody chose the view: opening no longer does. */
  viewChosen(): void {
    this.#isFitted = true
  }

  #outlines(): void {
    const { selection, hovered, document, hidden } = this.#state as EditorState
    const { settled } = this.world.models.progress()
    const key = [selection, hovered, document, hidden, settled]
    if (key.some((each, i) => each !== this.#outlineKey[i])) {
      this.#outlineKey = key
      const { view } = this.world
      const of = (outline: Outline, ids: readonly NodeId[]) => {
        if (ids.length === 0) outline.clear()
        else outline.set(outlinedOf(view, ids), () => boxesOf(view, ids))
      }
      of(this.#selection, selection)
      of(this.#hover, hovered && !selection.includes(hovered) ? [hovered] : [])
    }
    this.#selection.beforeFrame(this.#size.x, this.#size.y)
    this.#hover.beforeFrame(this.#size.x, this.#size.y)
  }

  #tell(): void {
    const { events, camera } = this.#o
    const pose = `${camera.matrixWorld.elements.join()}`
    if (pose !== this.#lastPose) {
      this.#lastPose = pose
      events().cameraMoved(camera)
    }
    const progress = this.world.models.progress()
    const text = `${progress.settled}/${progress.total}`
    if (text !== this.#progress) {
      this.#progress = text
      queueMicrotask(() => events().progressChanged(progress))
    }
    const wasStale = this.world.areShadowsStale
    this.world.areShadowsStale = false
    if (progress.settled < progress.total) return
    if (wasStale) prepareTrees(this.world.models, () => this.#isDisposed)
    if (this.#isLoaded) return
    this.#isLoaded = true
    this.#isFitted = true
    queueMicrotask(() => events().loaded())
    setTimeout(() => this.#light(), 30)
  }

  #light(): void {
    if (this.#isDisposed) return
    this.#lighting.start(this.#o.camera, () => this.#surroundings.setFull(true),
      () => this.#surroundings.setFull(false))
  }

  dispose(): void {
    this.#isDisposed = true
    this.#lighting.stop()
    this.#lit()
    this.#stop()
    this.#pointer.dispose()
    this.#gizmo.dispose()
    this.#ghost.dispose()
    this.rig.dispose()
    this.#selection.dispose()
    this.#hover.dispose()
    this.#selection.group.removeFromParent()
    this.#hover.group.removeFromParent()
    this.world.dispose()
    this.#surroundings.dispose()
    this.#reader.dispose()
    this.#o.renderer.renderLists.dispose()
  }
}

