// Draws textures smaller and as WebP, in a worker, with the browser's own coder.

import { imageSize } from './image-size'
import type { TextureEncoder } from './optimise'

export const encodeTexture: TextureEncoder = async ({ bytes, mimeType }, { max_px, quality }) => {
  const size = imageSize(bytes)
  if (!size) return null
  const factor = Math.min(1, max_px / Math.max(size.width_px, size.height_px))
  // Nothing to gain: already small, and in the format that is wanted or that must stay.
  if (factor === 1 && (quality === null || mimeType === 'image/webp')) return null
  const width = Math.max(1, Math.round(size.width_px * factor))
  const height = Math.max(1, Math.round(size.height_px * factor))
  const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: mimeType }), {
    // Numbers, not colours, for roughness and normals: nothing may be converted.
    colorSpaceConversion: 'none', premultiplyAlpha: 'none',
    ...(factor < 1 ? { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' as const } : {}),
  })
  const canvas = new OffscreenCanvas(width, height)
  canvas.getContext('2d')?.drawImage(picture, 0, 0)
  picture.close()
  const type = quality === null ? mimeType : 'image/webp'
  const blob = await canvas.convertToBlob({ type, quality: quality ?? 0.9 })
  // A browser without a WebP coder answers PNG.
  const isSmaller = blob.size < bytes.byteLength
  return isSmaller || factor < 1 ? { bytes: new Uint8Array(await blob.arrayBuffer()), mimeType: blob.type } : null
}
