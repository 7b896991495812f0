// Writes ZIP archives: entries deflated by the browser, one after the other.

export interface ZipEntry {
  readonly path: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const ENTRIES_MAX = 65_535
/** Sizes and places in a plain archive have 32 bits. */
const SIZE_MAX_BYTES = 0xffff_ffff
/** Names are UTF-8. */
const FLAGS = 0x0800
const STORED = 0
const DEFLATED = 8

interface Written {
  readonly path: Uint8Array
  readonly crc: number
  readonly method: number
  readonly packed: Uint8Array<ArrayBuffer>
  readonly size_bytes: number
  readonly at: number
}

export async function zip(entries: readonly ZipEntry[], now: Date = new Date()): Promise<Blob> {
  if (entries.length > ENTRIES_MAX) throw new Error(`An archive holds up to ${ENTRIES_MAX} files.`)
  const parts: Uint8Array<ArrayBuffer>[] = []
  const written: Written[] = []
  let at = 0
  for (const { path, bytes } of entries) {
    const deflated = await deflate(bytes)
    const isSmaller = deflated !== null && deflated.byteLength < bytes.byteLength
    const packed = isSmaller ? deflated : bytes
    const entry: Written = {
      path: new TextEncoder().encode(path), crc: crc32(bytes), method: isSmaller ? DEFLATED : STORED, packed, size_bytes: bytes.byteLength, at,
    }
    const header = localHeader(entry, now)
    parts.push(header, packed)
    at += header.byteLength + packed.byteLength
    if (at > SIZE_MAX_BYTES) throw new Error('The archive would be larger than 4 GB. Export the document alone, and copy the models with: aws s3 sync.')
    written.push(entry)
  }
  const directory = written.map((it) => centralHeader(it, now))
  const size = directory.reduce((sum, it) => sum + it.byteLength, 0)
  return new Blob([...parts, ...directory, end(written.length, size, at)], { type: 'application/zip' })
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | null> {
  if (typeof CompressionStream === 'undefined') return null
  const stream = new Response(bytes).body?.pipeThrough(new CompressionStream('deflate-raw'))
  return stream ? new Uint8Array(await new Response(stream).arrayBuffer()) : null
}

function localHeader(entry: Written, now: Date): Uint8Array<ArrayBuffer> {
  return record(30, entry.path, (view) => {
    view.setUint32(0, 0x04034b50, true)
    view.setUint16(4, 20, true)
    common(view, 6, entry, now)
    view.setUint16(26, entry.path.byteLength, true)
  })
}

function centralHeader(entry: Written, now: Date): Uint8Array<ArrayBuffer> {
  return record(46, entry.path, (view) => {
    view.setUint32(0, 0x02014b50, true)
    view.setUint16(4, 20, true)
    view.setUint16(6, 20, true)
    common(view, 8, entry, now)
    view.setUint16(28, entry.path.byteLength, true)
    view.setUint32(42, entry.at, true)
  })
}

/** What both headers say in the same order: flags, method, time, sum, sizes. */
function common(view: DataView, at: number, { method, crc, packed, size_bytes }: Written, now: Date): void {
  view.setUint16(at, FLAGS, true)
  view.setUint16(at + 2, method, true)
  view.setUint16(at + 4, (now.getHours() << 11) | (now.getMinutes() << 5) | (now.getSeconds() >> 1), true)
  view.setUint16(at + 6, ((now.getFullYear() - 1980) << 9) | ((now.getMonth() + 1) << 5) | now.getDate(), true)
  view.setUint32(at + 8, crc, true)
  view.setUint32(at + 12, packed.byteLength, true)
  view.setUint32(at + 16, size_bytes, true)
}

function end(count: number, size: number, at: number): Uint8Array<ArrayBuffer> {
  return record(22, new Uint8Array(), (view) => {
    view.setUint32(0, 0x06054b50, true)
    view.setUint16(8, count, true)
    view.setUint16(10, count, true)
    view.setUint32(12, size, true)
    view.setUint32(16, at, true)
  })
}

function record(size: number, tail: Uint8Array, write: (view: DataView) => void): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size + tail.byteLength)
  write(new DataView(bytes.buffer))
  bytes.set(tail, size)
  return bytes
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1
  return sum
})

export function crc32(bytes: Uint8Array): number {
  let sum = 0xffff_ffff
  for (const byte of bytes) sum = (TABLE[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8)
  return (sum ^ 0xffff_ffff) >>> 0
}
