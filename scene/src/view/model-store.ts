// The models in use, each loaded once: who waits, what they are made of, when their memory is given back.

import { Box3, Sphere, type AnimationClip, type BufferGeometry, type Material, type Mesh, type Object3D,
  type Texture } from 'three'
import { isMergeable, mergeModel, type Primitive } from './model-merge'
import type { ModelReader } from './model-loader'

/** One model, whatever number of nodes shows it. */
export class ModelAsset {
  state: 'loading' | 'ready' | 'failed' = 'loading'
  error = ''
  scene: Object3D | null = null
  clips: readonly AnimationClip[] = []
  /** False when it must be drawn as its own tree, node by node. */
  isMergeable = false
  readonly box = new Box3()
  readonly sphere = new Sphere()
  users = 0
  isSlow = false
  readonly #waiting = new Set<() => void>()
  readonly #slow = new Set<() => void>()
  readonly abort = new AbortController()
  #primitives: Primitive[] | null = null

  constructor(readonly uri: string) {}

  /** Made at the first use as a batch; a model only drawn as trees never needs them. */
  get primitives(): readonly Primitive[] {
    if (!this.#primitives) this.#primitives = this.scene ? mergeModel(this.scene) : []
    return this.#primitives
  }

  /** Calls back once when loading ended, well or not; at once when it has. */
  whenSettled(callback: () => void): () => void {
    if (this.state !== 'loading') callback()
    else this.#waiting.add(callback)
    return () => this.#waiting.delete(callback)
  }

  /** Calls back when loading takes so long that something should stand in for the model. */
  whenSlow(callback: () => void): () => void {
    if (this.isSlow) callback()
    else this.#slow.add(callback)
    return () => this.#slow.delete(callback)
  }

  /** The loader's clock went off. */
  beSlow(): void {
    if (this.state !== 'loading') return
    this.isSlow = true
    for (const callback of this.#slow) callback()
    this.#slow.clear()
  }

  settle(scene: Object3D | null, clips: readonly AnimationClip[], error: string): void {
    this.scene = scene
    this.clips = clips
    this.error = error
    this.state = scene ? 'ready' : 'failed'
    this.#slow.clear()
    if (scene) {
      scene.updateMatrixWorld(true)
      this.box.setFromObject(scene)
      if (this.box.isEmpty()) this.box.set(scene.position, scene.position)
      this.box.getBoundingSphere(this.sphere)
      this.isMergeable = isMergeable(scene)
    }
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const callback of waiting) callback()
  }

  dispose(): void {
    this.abort.abort()
    for (const primitive of this.#primitives ?? []) primitive.geometry.dispose()
    if (this.scene) disposeTree(this.scene)
  }
}

/** Gives back the geometries, materials and textures of a tree that was loaded. */
export function disposeTree(root: Object3D): void {
  root.traverse((object) => {
    const mesh = object as Partial<Mesh>
    ;(mesh.geometry as BufferGeometry | undefined)?.dispose()
    const materials = mesh.material === undefined ? [] : Array.isArray(mesh.material)
      ? mesh.material : [mesh.material]
    for (const material of materials) disposeMaterial(material, true)
    if ('skeleton' in object) (object as { skeleton: { dispose: () => void } }).skeleton.dispose()
  })
}

export function texturesOf(material: Material): Texture[] {
  return Object.values(material).filter((value): value is Texture =>
    typeof value === 'object' && value !== null && (value as { isTexture?: boolean }).isTexture === true)
}

export function disposeMaterial(material: Material, withTextures: boolean): void {
  if (withTextures) {
    for (const texture of texturesOf(material)) {
      texture.dispose()
      const image = texture.source.data as { close?: () => void } | null
      image?.close?.()
    }
  }
  material.dispose()
}

/** How much a model's textures may sharpen at a slant; 4 is hardly told from 16 and much cheaper. */
const ANISOTROPY = 4
const SLOW_MS = 300

/** Loads each uri once and counts its users. */
export class ModelStore {
  readonly #assets = new Map<string, ModelAsset>()
  readonly #read: ModelReader
  readonly #changed: () => void

  constructor(read: ModelReader, changed: () => void) {
    this.#read = read
    this.#changed = changed
  }

  acquire(uri: string): ModelAsset {
    let asset = this.#assets.get(uri)
    if (!asset) {
      asset = new ModelAsset(uri)
      this.#assets.set(uri, asset)
      void this.#load(asset)
    }
    asset.users++
    return asset
  }

  async #load(asset: ModelAsset): Promise<void> {
    const clock = setTimeout(() => asset.beSlow(), SLOW_MS)
    try {
      const { scene, clips } = await this.#read(asset.uri, asset.abort.signal)
      if (asset.abort.signal.aborted) return disposeTree(scene)
      scene.traverse((object) => {
        const material = (object as Partial<Mesh>).material
        for (const each of material === undefined ? [] : Array.isArray(material) ? material : [material]) {
          for (const texture of texturesOf(each)) texture.anisotropy = ANISOTROPY
        }
      })
      asset.settle(scene, clips, '')
    } catch (error) {
      if (asset.abort.signal.aborted) return
      asset.settle(null, [], error instanceof Error ? error.message : String(error))
    } finally {
      clearTimeout(clock)
    }
    this.#changed()
  }

  /** Gives a model up; freed a little later, since undo and moves often want it right back. */
  release(asset: ModelAsset): void {
    asset.users--
    if (asset.users > 0) return
    setTimeout(() => {
      if (asset.users > 0 || this.#assets.get(asset.uri) !== asset) return
      this.#assets.delete(asset.uri)
      asset.dispose()
    }, 5000)
  }

  /** How many models are there, and how many are still on their way. */
  progress(): { readonly settled: number; readonly total: number } {
    let settled = 0
    for (const asset of this.#assets.values()) if (asset.state !== 'loading') settled++
    return { settled, total: this.#assets.size }
  }

  *[Symbol.iterator](): IterableIterator<ModelAsset> {
    yield* this.#assets.values()
  }

  dispose(): void {
    for (const asset of this.#assets.values()) asset.dispose()
    this.#assets.clear()
  }
}
