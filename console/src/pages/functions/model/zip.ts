// Zip files in the browser: written without compression, and looked into before they are sent.

export interface ZipFile {
  /** Its path inside: `app.py`, `lib/read.py`. */
  readonly name: string
  readonly bytes: Uint8Array
}

const TABLE = Array.from({ length: 256 }, (_, n) => {
  let value = n
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value >>> 0
})

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

/** 1 January 1980, so that the same files make the same zip. */
const DATE = 0x21
const UTF8 = 0x0800
const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
/** A plain file that all may read and run. */
const MODE = (0o100755 << 16) >>> 0

/** A zip of these files, stored as they are. */
export function zipOf(files: readonly ZipFile[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  const parts: Uint8Array[] = []
  const central: Uint8Array[] = []
  let offset = 0
  for (const file of files) {
    const name = encoder.encode(file.name)
    const crc = crc32(file.bytes)
    const size = file.bytes.length
    const shared = [20, UTF8, 0, 0, DATE] as const
    const sizes = [[crc, 4], [size, 4], [size, 4], [name.length, 2], [0, 2]] as const
    const local = bytesOf([[LOCAL, 4], ...shared.map((it) => [it, 2] as const), ...sizes])
    central.push(bytesOf([
      [CENTRAL, 4], [0x0314, 2], ...shared.map((it) => [it, 2] as const), ...sizes,
      [0, 2], [0, 2], [0, 2], [MODE, 4], [offset, 4],
    ]), name)
    parts.push(local, name, file.bytes)
    offset += local.length + name.length + size
  }
  const centralSize = central.reduce((sum, it) => sum + it.length, 0)
  const n = files.length
  const end = bytesOf([[END, 4], [0, 2], [0, 2], [n, 2], [n, 2], [centralSize, 4], [offset, 4], [0, 2]])
  return joined([...parts, ...central, end])
}

function bytesOf(fields: readonly (readonly [value: number, size_bytes: number])[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [, size]) => sum + size, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [value, size] of fields) {
    if (size === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += size
  }
  return bytes
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, it) => sum + it.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export interface ZipEntry {
  readonly name: string
  readonly size_bytes: number
}

/** The files of a zip by its directory, or why it is none. */
export function entriesOf(bytes: Uint8Array): readonly ZipEntry[] | { readonly problem: string } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  if (end === undefined) return { problem: 'This is not a zip file: it has no directory at its end.' }
  const n = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  const entries: ZipEntry[] = []
  for (let index = 0; index < n; index++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL) {
      return { problem: 'The zip file is damaged: its directory does not lead to its files.' }
    }
    const nameLength = view.getUint16(at + 28, true)
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
    if (!name.endsWith('/')) entries.push({ name, size_bytes: view.getUint32(at + 24, true) })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

function findEnd(view: DataView): number | undefined {
  const COMMENT_MAX = 65_535
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 22 - COMMENT_MAX; at--) {
    if (view.getUint32(at, true) === END) return at
  }
  return undefined
}
