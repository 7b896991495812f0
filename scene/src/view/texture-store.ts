// Pictures that documents name (planes, ground, background): each loaded once, freed when nobody shows it.

import { RepeatWrapping, SRGBColorSpace, Texture } from 'three'
import type { AssetLoader } from '../editor/types'

interface Held {
  readonly texture: Promise<Texture>
  users: number
}

/** No picture needs more than this on a screen; larger ones are made smaller when read. */
const MOST_PIXELS = 2048

async function read(assets: AssetLoader, uri: string): Promise<Texture> {
  const data = await assets.load(uri)
  const whole = await createImageBitmap(new Blob([data]),
    { imageOrientation: 'flipY', colorSpaceConversion: 'none' })
  const factor = Math.min(1, MOST_PIXELS / Math.max(whole.width, whole.height))
  const image = factor === 1 ? whole : await createImageBitmap(whole, {
    resizeWidth: Math.round(whole.width * factor), resizeHeight: Math.round(whole.height * factor), resizeQuality: 'high',
  })
  if (image !== whole) whole.close()
  const texture = new Texture(image)
  texture.flipY = false
  texture.colorSpace = SRGBColorSpace
  texture.wrapS = texture.wrapT = RepeatWrapping
  texture.anisotropy = 4
  texture.needsUpdate = true
  return texture
}

export class TextureStore {
  readonly #held = new Map<string, Held>()
  readonly #assets: AssetLoader

  constructor(assets: AssetLoader) {
    this.#assets = assets
  }

  acquire(uri: string): Promise<Texture> {
    let held = this.#held.get(uri)
    if (!held) this.#held.set(uri, (held = { texture: read(this.#assets, uri), users: 0 }))
    held.users++
    return held.texture
  }

  release(uri: string): void {
    const held = this.#held.get(uri)
    if (!held || --held.users > 0) return
    this.#held.delete(uri)
    held.texture.then(free, () => undefined)
  }

  dispose(): void {
    for (const { texture } of this.#held.values()) texture.then(free, () => undefined)
    this.#held.clear()
  }
}

function free(texture: Texture): void {
  texture.dispose()
  ;(texture.source.data as { close?: () => void } | null)?.close?.()
}
