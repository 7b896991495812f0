// A scene as three objects, without a screen: the document's view, live values, tags, overlays, picking.

import { Group, type Camera, type WebGLRenderer } from 'three'
import type { NodeId, Problem, SceneComponent } from '../document/types'
import type { AssetLoader, EditorState } from '../editor/types'
import type { LiveValues } from '../live'
import type { Animated, ViewContext } from './context'
import { DocumentView } from './document-view'
import type { Entry, Part } from './entry'
import { LiveIndex, type BindingTemplate } from './live-index'
import type { ModelReader } from './model-loader'
import { ModelPools } from './model-pools'
import { ModelStore } from './model-store'
import { Overlays } from './overlays'
import { CameraPart } from './parts/camera-part'
import { LightPart } from './parts/light-part'
import { ModelPart } from './parts/model-part'
import { MotionPart } from './parts/motion-part'
import { OverlayPart } from './parts/overlay-part'
import { PlanePart } from './parts/plane-part'
import { ShaderPart } from './parts/shader-part'
import { SubModelPart, subModelBase } from './parts/sub-model-part'
import { TagPart } from './parts/tag-part'
import { TilesPart } from './parts/tiles-part'
import { Picker } from './picker'
import { standInAsset } from './stand-in'
import { TagBatch } from './tags'
import { TextureStore } from './texture-store'

export interface WorldOptions {
  readonly live: LiveValues
  readonly assets: AssetLoader
  readonly read: ModelReader
  readonly invalidate: () => void
  readonly screen: () => { readonly camera: Camera; readonly renderer: WebGLRenderer } | null
  readonly problemsChanged: (problems: readonly Problem[]) => void
  readonly prefersStill: () => boolean
}
type Shown = Pick<EditorState, 'document' | 'hidden' | 'locked' | 'shows' | 'isReadOnly' | 'selection' | 'hovered'>

export class World {
  readonly root = new Group()
  readonly live: LiveIndex
  readonly models: ModelStore
  readonly pools = new ModelPools(this.root)
  readonly picker = new Picker(this.pools)
  readonly textures: TextureStore
  readonly tags = new TagBatch()
  readonly overlays: Overlays
  readonly animated = new Set<Animated>()
  readonly view: DocumentView
  /** Raised by whatever casts shadows; the screen draws them anew and lowers it. */
  areShadowsStale = true
  readonly standIns = { loading: standInAsset('loading', '#8794a3'),
    broken: standInAsset('broken', '#d91515') }
  readonly #context: ViewContext
  readonly #options: WorldOptions
  readonly #problems = new Map<string, Problem>()
  #shows: EditorState['shows'] = { tags: true, overlays: true, motion: true, helpers: true, grid: true }
  #isEditing = false
  #state: Shown | null = null
  #template: BindingTemplate = {}
  #isTemplateStale = true

  constructor(options: WorldOptions) {
    this.#options = options
    const { invalidate } = options
    this.live = new LiveIndex(options.live, invalidate)
    this.models = new ModelStore(options.read, invalidate)
    this.textures = new TextureStore(options.assets)
    this.overlays = new Overlays(this.live, invalidate)
    this.view = new DocumentView((component, entry, index) => this.#makePart(component, entry, index),
      { baseOf: subModelBase })
    this.root.matrixAutoUpdate = false
    this.root.add(this.tags.group)
    this.#context = {
      root: this.root, assets: options.assets, models: this.models, pools: this.pools, standIns: this.standIns,
      textures: this.textures, tags: this.tags, overlays: this.overlays, picker: this.picker, live: this.live,
      animated: this.animated, view: () => this.view,
      rule: (id) => (id === undefined ? undefined : this.#state?.document.rules[id]),
      shows: () => this.#shows, isEditing: () => this.#isEditing, prefersStill: options.prefersStill, screen: options.screen,
      shadowsChanged: () => {
        this.areShadowsStale = true
      },
      invalidate, report: (node, index, problem, severity) => this.#report(node, index, problem, severity),
    }
  }

  #makePart(component: SceneComponent, entry: Entry, index: number): Part | null {
    const context = this.#context
    switch (component.type) {
      case 'ModelRef':
        return component.modelType === 'Tiles3D' ? new TilesPart(context, entry, component, index)
          : new ModelPart(context, entry, component, index)
      case 'SubModelRef': return new SubModelPart(context, entry, component, index)
      case 'Tag': return new TagPart(context, entry, component, index)
      case 'ModelShader': return new ShaderPart(context, entry, component)
      case 'MotionIndicator': return new MotionPart(context, entry, component)
      case 'DataOverlay': return new OverlayPart(context, entry, component, index)
      case 'PlaneGeometry': return new PlanePart(context, entry, component, index)
      case 'Light': return new LightPart(context, entry, component)
      case 'Camera': return new CameraPart(context, entry, component)
      // Animations are played by the model, entity bindings are looked up when something is selected.
      case 'Animation': case 'EntityBinding': case '?': return null
    }
  }

  #report(node: { id: NodeId; name: string }, index: number, problem: string | undefined,
    severity: Problem['severity'] = 'error'): void {
    const key = `${node.id} ${index}`
    if ((this.#problems.get(key)?.message) === problem) return
    if (problem === undefined) this.#problems.delete(key)
    else this.#problems.set(key, { severity, pointer: '', message: problem, nodeId: node.id })
    this.#options.problemsChanged([...this.#problems.values()])
  }

  /** Values for `${name}` in bindings; the scene's own defaults stand behind them. */
  setTemplate(template: BindingTemplate): void {
    this.#template = template
    this.#isTemplateStale = true
  }

  /** Brings everything up to a state of the editor. */
  sync(state: Shown): void {
    const before = this.#state
    if (before === state && !this.#isTemplateStale) return
    this.#state = state
    const { document } = state
    const config = document.properties.dataBindingConfig?.template ?? {}
    const isTemplateChanged = this.#isTemplateStale || !before
      || before.document.properties.dataBindingConfig !== document.properties.dataBindingConfig
    this.#isTemplateStale = false
    if (isTemplateChanged) this.live.template = { ...config, ...this.#template }
    const settings = document.properties.componentSettings
    if (!before || before.document.properties.componentSettings !== settings) {
      const tag = settings?.Tag
      this.tags.setSettings({
        scale: tag?.scale ?? 1, isWorldSized: tag?.autoRescale ?? false, isOccluded: tag?.enableOcclusion ?? false,
      })
      this.overlays.isAlwaysOpen = settings?.DataOverlay?.overlayPanelVisible ?? false
    }
    this.#shows = state.shows
    this.#isEditing = !state.isReadOnly
    this.picker.locked = state.locked
    this.view.sync(document, state.hidden)
    const isShowChanged = before !== null
      && (state.shows !== before.shows || state.isReadOnly !== before.isReadOnly
      || before.document.properties.componentSettings !== settings)
    if (isShowChanged) this.view.each((part) => part.show?.())
    if (before && isTemplateChanged) {
      this.view.each((part, entry) => {
        part.update(entry.node.components[entry.parts.indexOf(part)] as SceneComponent)
      })
    }
    this.#markTags(state)
  }

  #markTags({ selection, hovered }: Shown): void {
    const chosen = new Set(selection)
    for (const item of this.tags.items) {
      const state = chosen.has(item.owner) ? 2 : item.owner === hovered ? 1 : 0
      if (state === item.state) continue
      item.state = state
      this.tags.changed(item)
    }
  }

  /** For pictures: without the helpers of lights and cameras. */
  setPlain(isPlain: boolean): void {
    this.#isEditing = !isPlain && this.#state?.isReadOnly === false
    this.view.each((part) => {
      if (part instanceof LightPart || part instanceof CameraPart) part.show()
    })
  }

  /** Once a frame, before drawing; answers whether something moves by itself and needs the next frame too. */
  beforeFrame(seconds: number, camera: Camera | null): boolean {
    this.live.beforeFrame()
    let isMoving = false
    for (const each of this.animated) isMoving = each.frame(seconds) || isMoving
    this.pools.beforeFrame(this.areShadowsStale ? null : camera)
    return isMoving
  }

  dispose(): void {
    this.view.dispose()
    this.pools.dispose()
    this.models.dispose()
    this.tags.dispose()
    this.overlays.dispose()
    this.live.dispose()
    this.textures.dispose()
    this.standIns.loading.dispose()
    this.standIns.broken.dispose()
    this.root.removeFromParent()
  }
}
