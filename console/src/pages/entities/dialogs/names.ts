// Which names and ids the service takes, in words. Pure; `null` means good.

import { ROOT } from '../tree/model'

export function entityIdProblem(id: string): string | null {
  if (id === '') return null
  if (id === ROOT) return 'That is the top level itself.'
  if (id.length < 2) return 'An id has at least two characters.'
  if (id.length > 128) return `An id has at most 128 characters; this one has ${id.length}.`
  if (!/^[a-zA-Z0-9]/.test(id)) return 'An id begins with a letter or a digit.'
  const bad = /[^a-zA-Z0-9_\-.:]/.exec(id)?.[0]
  if (bad !== undefined) return bad === ' ' ? 'An id has no spaces; letters, digits and _ - . : are allowed.' : `“${bad}” is not allowed; letters, digits and _ - . : are.`
  if (!/[a-zA-Z0-9]$/.test(id)) return 'An id ends with a letter or a digit.'
  return null
}

export function entityNameProblem(name: string): string | null {
  if (name.trim() === '') return 'An entity needs a name.'
  if (name.length > 256) return `A name has at most 256 characters; this one has ${name.length}.`
  if ([...name].some((it) => it < ' ' || it === '\u007F')) return 'A name has no control characters.'
  return null
}

export function descriptionProblem(text: string): string | null {
  return text.length > 2048 ? `A description has at most 2048 characters; this one has ${text.length}.` : null
}

/** Component, property and key names. */
export function nameProblem(name: string, what = 'name'): string | null {
  if (name === '') return `A ${what} is needed.`
  if (name.length > 256) return `A ${what} has at most 256 characters.`
  const bad = /[^a-zA-Z0-9_-]/.exec(name)?.[0]
  return bad === undefined ? null : `${bad === ' ' ? 'A space' : `“${bad}”`} is not allowed; letters, digits, _ and - are.`
}

/** An id made of a name, as people would write it. */
export function idFromName(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}_.:-]+/gu, '-').replace(/[^a-zA-Z0-9_.:-]/g, '').toLowerCase().replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '').slice(0, 128)
}

/** A name for a copy that no brother has: “Mixer 3 copy”, “Mixer 3 copy 2”. */
export function copyName(name: string, taken: ReadonlySet<string>): string {
  const stem = name.replace(/ copy( \d+)?$/, '').slice(0, 240)
  for (let n = 1; ; n++) {
    const it = n === 1 ? `${stem} copy` : `${stem} copy ${n}`
    if (!taken.has(it)) return it
  }
}
