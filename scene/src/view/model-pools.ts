// The pools of all models and looks; the one place that decides which pool draws a node.

import { Color, type Camera, type Group, type Material, type Matrix4, type MeshStandardMaterial } from 'three'
import type { NodeId } from '../document/types'
import { cullChunks, ModelPool, type Chunk, type Instance, type Look } from './model-pool'
import { disposeMaterial, type ModelAsset } from './model-store'

/** What a rule lays over a model, as a key: `#rrggbb@opacity`, either part may be empty. */
export type Tint = string

export function tintOf(color: string | undefined, opacity: number | undefined): Tint | null {
  if (color === undefined && (opacity === undefined || opacity >= 1)) return null
  return `${color ?? ''}@${opacity ?? ''}`
}

/** The material a tint makes of another: the colour replaces the picture, so that it is seen on dark
 *  textures too. */
export function tintedMaterial(original: Material, tint: Tint): Material {
  const [color, opacity] = tint.split('@') as [string, string]
  const material = original.clone()
  if (color) {
    const standard = material as MeshStandardMaterial
    const value = new Color(color)
    standard.color?.copy(value)
    standard.emissive?.copy(value).multiplyScalar(0.18)
    if ('map' in standard) standard.map = null
    if ('emissiveMap' in standard) standard.emissiveMap = null
    if ('metalness' in standard) standard.metalness = Math.min(standard.metalness, 0.3)
    standard.vertexColors = false
  }
  if (opacity) {
    material.opacity = Number(opacity)
    material.transparent = material.opacity < 1
    material.depthWrite = material.opacity >= 1
  }
  return material
}

export class ModelPools {
  readonly #pools = new Map<string, ModelPool>()
  readonly #parent: Group

  constructor(parent: Group) {
    this.#parent = parent
  }

  add(asset: ModelAsset, look: Look, owner: NodeId, matrix: Matrix4): Instance {
    const key = `${look.tint ?? ''} ${look.castShadow} ${look.receiveShadow} ${asset.uri}`
    let pool = this.#pools.get(key)
    // A model that was freed and loaded again is another one, under the same name.
    if (pool && pool.asset !== asset) {
      this.#free(key, pool)
      pool = undefined
    }
    if (!pool) {
      const { tint } = look
      const materials = asset.primitives.map(({ material }) => tint === null
        ? material : tintedMaterial(material, tint))
      pool = new ModelPool(asset, look, materials, this.#parent)
      this.#pools.set(key, pool)
    }
    return pool.add(owner, matrix)
  }

  moved(instance: Instance): void {
    instance.chunk.write(instance)
  }

  remove(instance: Instance): void {
    const { pool } = instance.chunk
    pool.remove(instance)
    if (pool.chunks.length > 0) return
    for (const [key, each] of this.#pools) if (each === pool) this.#free(key, pool)
  }

  #free(key: string, pool: ModelPool): void {
    pool.dispose()
    if (pool.look.tint !== null) for (const material of pool.materials) disposeMaterial(material, false)
    this.#pools.delete(key)
  }

  *chunks(): IterableIterator<Chunk> {
    for (const pool of this.#pools.values()) yield* pool.chunks
  }

  /** Once a frame: what changed goes to the screen, what cannot be seen is left out. */
  beforeFrame(camera: Camera | null): void {
    for (const chunk of this.chunks()) if (chunk.isDirty) chunk.flush()
    if (camera) cullChunks(this.chunks(), camera)
    // Shadows fall from what stands out of sight too.
    else this.showAll()
  }

  showAll(): void {
    for (const chunk of this.chunks()) chunk.show(true)
  }

  dispose(): void {
    for (const [key, pool] of this.#pools) this.#free(key, pool)
  }
}
