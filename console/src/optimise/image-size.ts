// Width and height of a picture from its first bytes, without decoding it: PNG, JPEG, WebP, GIF, KTX2.

export interface ImageSize {
  readonly width_px: number
  readonly height_px: number
  readonly format: 'PNG' | 'JPEG' | 'WebP' | 'GIF' | 'KTX2'
}

export function imageSize(bytes: Uint8Array): ImageSize | null {
  if (bytes.byteLength < 30) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const four = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (view.getUint32(0) === 0x89504e47) return { format: 'PNG', width_px: view.getUint32(16), height_px: view.getUint32(20) }
  if (view.getUint16(0) === 0xffd8) return jpeg(view)
  if (four(0) === 'RIFF' && four(8) === 'WEBP') return webp(view, four(12))
  if (four(0) === 'GIF8') return { format: 'GIF', width_px: view.getUint16(6, true), height_px: view.getUint16(8, true) }
  if (view.getUint32(0) === 0xab4b5458) return { format: 'KTX2', width_px: view.getUint32(20, true), height_px: view.getUint32(24, true) }
  return null
}

function jpeg(view: DataView): ImageSize | null {
  for (let at = 2; at + 9 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    // Start of frame, of any coding; C4, C8 and CC are tables.
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { format: 'JPEG', height_px: view.getUint16(at + 5), width_px: view.getUint16(at + 7) }
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return null
}

function size(width_px: number, height_px: number): ImageSize {
  return { format: 'WebP', width_px, height_px }
}

function webp(view: DataView, chunk: string): ImageSize | null {
  if (chunk === 'VP8X') return size(1 + uint24(view, 24), 1 + uint24(view, 27))
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true)
    return size(1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff))
  }
  return chunk === 'VP8 ' ? size(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff) : null
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
}
