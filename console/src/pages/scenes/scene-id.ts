// Names of scenes: what the API takes, and a good proposal.

const PATTERN = /^[a-zA-Z_0-9][a-zA-Z_\-0-9]*[a-zA-Z0-9]+$/
const LENGTH_MAX = 128

/** What is wrong with an id; `null` when nothing is. */
export function sceneIdProblem(id: string, taken: ReadonlySet<string>): string | null {
  if (id === '') return 'Give the scene a name.'
  if (id.length < 2) return 'At least two characters.'
  if (id.length > LENGTH_MAX) return `Up to ${LENGTH_MAX} characters.`
  if (!PATTERN.test(id)) return 'Letters, digits, “_” and “-” only; it begins with a letter, a digit or “_” and ends with a letter or digit.'
  return taken.has(id) ? 'There is a scene of this name already.' : null
}

/** A text as an id: `Line 2 (new)` → `Line-2-new`. */
export function sceneIdFrom(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/[\u0300-\u036f]/g, '')
  return plain.replaceAll(/[^a-zA-Z0-9_-]+/g, '-').replaceAll(/^-+|[-_]+$/g, '').slice(0, LENGTH_MAX)
}

/** `line` → `line-2`, whichever is free. */
export function freeSceneId(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id
  const stem = id.replace(/-\d+$/, '')
  for (let number = 2; ; number += 1) if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`
}
