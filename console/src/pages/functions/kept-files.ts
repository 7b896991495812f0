// Code that was written in this browser: the server hands none out, so the last text is kept here to go on with.

import type { TextFile } from './code-source'

interface Kept {
  /** Of the zip it became; another one means that the code was changed elsewhere. */
  readonly sha256: string
  readonly files: readonly TextFile[]
}

const keyOf = (name: string) => `gemel.function-code.${name}`
const CHARS_MAX = 200_000

export function rememberFiles(name: string, sha256: string, files: readonly TextFile[]): void {
  const text = JSON.stringify({ sha256, files } satisfies Kept)
  try {
    if (text.length <= CHARS_MAX) localStorage.setItem(keyOf(name), text)
  } catch {
    // A full storage loses only the convenience.
  }
}

/** The files that a function's code was made of here, if it is still that code. */
export function recallFiles(name: string, sha256: string | undefined): readonly TextFile[] | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(name)) ?? 'null') as Kept | null
    return kept && kept.sha256 === sha256 ? kept.files : null
  } catch {
    return null
  }
}

export function forgetFiles(name: string): void {
  localStorage.removeItem(keyOf(name))
}
