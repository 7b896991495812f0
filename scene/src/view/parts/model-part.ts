// A model: drawn together with its like, or as its own tree when something below needs its meshes.

import { Box3, Matrix4, Vector3, type Object3D, type Ray } from 'three'
import type { Animation, ModelRef, SceneComponent, SubModelRef } from '../../document/types'
import type { Animated, ViewContext } from '../context'
import type { Entry, Part, PartHit } from '../entry'
import type { Instance, Look } from '../model-pool'
import type { ModelAsset } from '../model-store'
import { normalOf, SoloModel } from '../solo-model'
import { metersOf } from '../units'

const scaled = new Vector3()

export class ModelPart implements Part, Animated {
  asset: ModelAsset
  solo: SoloModel | null = null
  readonly matrix = new Matrix4()
  #model: ModelRef
  #instance: Instance | null = null
  #forget: (() => void)[] = []

  constructor(readonly context: ViewContext, readonly entry: Entry, model: ModelRef, readonly index: number) {
    this.#model = model
    this.asset = this.#load()
    this.place()
  }

  #load(): ModelAsset {
    const asset = this.context.models.acquire(this.#model.uri)
    // Waited for after the constructor, so that a model at hand finds this part whole.
    queueMicrotask(() => {
      if (this.asset !== asset) return
      this.#forget.push(asset.whenSettled(() => this.#settled()))
      if (asset.state === 'loading') this.#forget.push(asset.whenSlow(() => this.#redraw()))
    })
    return asset
  }

  #settled(): void {
    const { state, error } = this.asset
    this.context.report(this.entry.node, this.index,
      state === 'failed' ? `The model ${this.#model.uri} cannot be shown: ${error}` : undefined, 'error')
    this.#redraw()
    this.context.shadowsChanged()
    this.context.invalidate()
  }

  update(component: SceneComponent): boolean {
    const model = component as ModelRef
    if (model.modelType === 'Tiles3D') return false
    const before = this.#model
    this.#model = model
    if (model.uri !== before.uri) {
      this.#stop()
      this.asset = this.#load()
    }
    this.place()
    this.#redraw()
    return true
  }

  get #look(): Look {
    return {
      tint: this.entry.tint, castShadow: this.#model.castShadow ?? true, receiveShadow: this.#model.receiveShadow ?? true,
    }
  }

  /** What stands on the screen for it: the model, or a box instead. */
  get drawn(): ModelAsset {
    const { asset, context } = this
    if (asset.state === 'ready') return asset
    return asset.state === 'loading' ? context.standIns.loading : context.standIns.broken
  }

  /** The components that ask for a tree of its own. */
  #soloReasons(): { clips: readonly string[]; hasSubModels: boolean } {
    const { node } = this.entry
    const clips = node.components.find((each): each is Animation => each.type === 'Animation')?.currentAnimations ?? []
    const view = this.context.view()
    const hasSubModels = node.childIds.some((id) =>
      view.entries.get(id)?.node.components.some((each) => each.type === 'SubModelRef'))
    return { clips, hasSubModels }
  }

  #redraw(): void {
    this.#undraw()
    const { asset, entry } = this
    if (!entry.isShown) return
    if (asset.state === 'loading' && !asset.isSlow) return
    const { clips, hasSubModels } = this.#soloReasons()
    if (asset.state === 'ready' && (hasSubModels || clips.length > 0 || !asset.isMergeable)) {
      this.#drawSolo(clips)
    } else {
      const { drawn } = this
      const look = drawn === asset ? this.#look : { tint: null, castShadow: false, receiveShadow: false }
      this.#instance = this.context.pools.add(drawn, look, entry.id, this.matrix)
    }
    this.context.shadowsChanged()
    this.context.invalidate()
  }

  #drawSolo(clips: readonly string[]): void {
    const look = this.#look
    this.solo = new SoloModel(this.asset, look)
    this.solo.place(this.matrix)
    this.solo.tint(this.solo.group, look.tint)
    this.context.root.add(this.solo.group)
    this.context.picker.add(this.entry, this)
    this.solo.play(clips)
    if (clips.length > 0 && !this.context.prefersStill()) this.context.animated.add(this)
    // Those that stand inside this model find their meshes now.
    this.context.view().refresh(this.entry)
  }

  frame(seconds: number): boolean {
    this.solo?.advance(seconds)
    return this.solo?.isPlaying === true && this.entry.isShown
  }

  #undraw(): void {
    if (this.#instance) this.context.pools.remove(this.#instance)
    this.#instance = null
    if (!this.solo) return
    this.context.picker.remove(this)
    this.context.animated.delete(this)
    this.solo.dispose()
    this.solo = null
  }

  place(): void {
    const { localScale, unitOfMeasure } = this.#model
    if (localScale) scaled.fromArray(localScale)
    else scaled.setScalar(metersOf(unitOfMeasure))
    this.matrix.copy(this.entry.world).scale(scaled)
    if (this.#instance) this.context.pools.moved(this.#instance)
    this.solo?.place(this.matrix)
    this.context.shadowsChanged()
  }

  show(): void {
    this.#redraw()
  }

  retint(): void {
    if (this.solo) this.solo.tint(this.solo.group, this.entry.tint)
    else this.#redraw()
    this.context.invalidate()
  }

  reconsider(): void {
    if (this.asset.state !== 'ready' || !this.entry.isShown) return
    const { clips, hasSubModels } = this.#soloReasons()
    const wantsSolo = hasSubModels || clips.length > 0 || !this.asset.isMergeable
    if (wantsSolo !== (this.solo !== null)) {
      this.#redraw()
      if (!wantsSolo) this.context.view().refresh(this.entry)
    } else if (this.solo) {
      this.solo.play(clips)
      if (clips.length > 0 && !this.context.prefersStill()) this.context.animated.add(this)
    }
  }

  bounds(into: Box3): void {
    const { asset } = this
    if (asset.state === 'ready') into.union(new Box3().copy(asset.box).applyMatrix4(this.matrix))
    else into.union(new Box3().copy(this.context.standIns.broken.box).applyMatrix4(this.matrix))
  }

  hit(ray: Ray): PartHit | null {
    const hit = this.solo?.hit(ray)
    if (!hit) return null
    const nodeId = this.#subModelAt(hit.object)
    return { distance: hit.distance, normal: normalOf(hit), mesh: hit.object.name,
      ...(nodeId ? { nodeId } : {}) }
  }

  /** The child that refers to the mesh that was hit, or to a group around it. */
  #subModelAt(object: Object3D): Entry['id'] | undefined {
    const bound = new Map<Object3D, Entry['id']>()
    for (const id of this.entry.node.childIds) {
      const child = this.context.view().entries.get(id)
      const reference = child?.node.components.find((each): each is SubModelRef => each.type === 'SubModelRef')
      const mesh = reference && this.solo?.find(reference.selector)
      if (mesh) bound.set(mesh, id)
    }
    for (let each: Object3D | null = object; each; each = each.parent) {
      const id = bound.get(each)
      if (id) return id
    }
    return undefined
  }

  #stop(): void {
    this.#undraw()
    for (const forget of this.#forget) forget()
    this.#forget = []
    this.context.models.release(this.asset)
  }

  dispose(): void {
    this.#stop()
    this.context.report(this.entry.node, this.index, undefined)
    this.context.shadowsChanged()
  }
}

/** The part that draws the model of a node, if it has one. */
export function modelPartOf(entry: Entry | null | undefined): ModelPart | undefined {
  return entry?.parts.find((part): part is ModelPart => part instanceof ModelPart)
}
