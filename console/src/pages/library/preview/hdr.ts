// Radiance pictures (HDR): read and made showable, without a library.

export interface HdrImage {
  readonly width: number
  readonly height: number
  /** Linear red, green, blue; as bright as they were measured. */
  readonly light: Float32Array
}

/** A limit on what is shown: a picture of 8192 × 4096. */
const PIXELS_MAX = 8192 * 4096

export function readHdr(bytes: Uint8Array): HdrImage {
  const { text, at } = header(bytes)
  const size = /-Y (\d+) \+X (\d+)\s*$/.exec(text)
  if (!/^#\?(RADIANCE|RGBE)/.test(text) || !size) throw new Error('This is no Radiance picture, or one that lies in an unusual way.')
  const [height, width] = [Number(size[1]), Number(size[2])]
  if (width * height > PIXELS_MAX) throw new Error(`This picture is too large to be shown here (${width} × ${height}).`)
  const light = new Float32Array(width * height * 3)
  const line = new Uint8Array(width * 4)
  let from = at
  for (let y = 0; y < height; y += 1) {
    from = scanline(bytes, from, line, width)
    for (let x = 0; x < width; x += 1) {
      const exponent = line[x + width * 3] ?? 0
      const factor = exponent === 0 ? 0 : 2 ** (exponent - 136)
      for (let channel = 0; channel < 3; channel += 1) light[(y * width + x) * 3 + channel] = (line[x + width * channel] ?? 0) * factor
    }
  }
  return { width, height, light }
}

/** The text up to and with the line that says the size. */
function header(bytes: Uint8Array): { readonly text: string; readonly at: number } {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 4096))
  const match = /[-+][XY] \d+ [-+][XY] \d+\n/.exec(text)
  if (!match) throw new Error('This is no Radiance picture: it says no size.')
  const at = match.index + match[0].length
  return { text: text.slice(0, at), at }
}

/** Reads one line into four planes: red, green, blue, exponent. Answers where the next begins. */
function scanline(bytes: Uint8Array, start: number, line: Uint8Array, width: number): number {
  let at = start
  if (at + 4 > bytes.byteLength) throw new Error('This picture is cut off.')
  const isPacked = bytes[at] === 2 && bytes[at + 1] === 2 && ((bytes[at + 2] ?? 0) << 8 | (bytes[at + 3] ?? 0)) === width
  if (!isPacked) {
    for (let x = 0; x < width; x += 1) for (let plane = 0; plane < 4; plane += 1) line[x + width * plane] = bytes[at + x * 4 + plane] ?? 0
    return at + width * 4
  }
  at += 4
  for (let to = 0; to < width * 4; ) {
    if (at + 1 >= bytes.byteLength) throw new Error('This picture is cut off.')
    const count = bytes[at] ?? 0
    if (count > 128) {
      line.fill(bytes[at + 1] ?? 0, to, to + count - 128)
      to += count - 128
      at += 2
    } else {
      line.set(bytes.subarray(at + 1, at + 1 + Math.min(count, width * 4 - to)), to)
      to += Math.max(1, count)
      at += 1 + count
    }
  }
  return at
}

/** Eight bits a channel: bright parts are pressed together (Reinhard), then encoded for screens. */
export function toneMapped({ width, height, light }: HdrImage, exposure = 1): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(width * height * 4)
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const value = (light[pixel * 3 + channel] ?? 0) * exposure
      pixels[pixel * 4 + channel] = 255 * (value / (1 + value)) ** (1 / 2.2)
    }
    pixels[pixel * 4 + 3] = 255
  }
  return pixels
}
