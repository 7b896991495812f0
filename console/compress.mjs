// Writes .br and .gz beside each asset that shrinks by it, so that the server never compresses.

import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const COMPRESSIBLE = /\.(js|css|html|json|svg|wasm|map|txt)$/
const folder = new URL('./dist/', import.meta.url).pathname

for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name)
  if (!entry.isFile() || !COMPRESSIBLE.test(entry.name)) continue
  const plain = await readFile(path)
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
  for (const [ending, packed] of [['.br', brotliCompressSync(plain, quality)], ['.gz', gzipSync(plain, { level: 9 })]]) {
    if (packed.length < plain.length * 0.9) await writeFile(path + ending, packed)
  }
}
