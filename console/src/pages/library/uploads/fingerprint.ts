// Whether a file chosen again is the one whose upload broke off.

import { Sha256 } from '@aws-crypto/sha256-js'

const SAMPLE_BYTES = 64 * 1024

/** Name, size, time, and the beginning and end of the content; reading all of a large file would take too long. */
export async function fingerprint(file: File): Promise<string> {
  const hash = new Sha256()
  hash.update(new Uint8Array(await file.slice(0, SAMPLE_BYTES).arrayBuffer()))
  hash.update(new Uint8Array(await file.slice(Math.max(0, file.size - SAMPLE_BYTES)).arrayBuffer()))
  const digest = [...(await hash.digest())].map((it) => it.toString(16).padStart(2, '0')).join('')
  return `${file.name}|${file.size}|${file.lastModified}|${digest}`
}
