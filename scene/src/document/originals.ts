// What read-only documents were read from, so that they are written exactly as they were.

import { printJson } from './json'
import type { Json, SceneDocument } from './types'

const sources = new WeakMap<SceneDocument, string | Json>()

export function rememberSource(document: SceneDocument, source: string | Json): void {
  sources.set(document, source)
}

/** The text a document must be written as, if it is one that is not to be changed. */
export function sourceOf(document: SceneDocument): string | undefined {
  const source = sources.get(document)
  return source === undefined || typeof source === 'string' ? source : printJson(source)
}

/** Whether a document may be changed; one that was not understood in full is written as it was read. */
export function isWritableDocument(document: SceneDocument): boolean {
  return !sources.has(document)
}
