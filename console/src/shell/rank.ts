// Which entries of the palette fit what is typed, best first.

export interface Entry {
  readonly id: string
  /** What it is called. */
  readonly label: string
  /** Where it belongs: "Entity", "Page". */
  readonly group: string
  /** More words one may look for: ids, descriptions. */
  readonly words?: string
  /** Shown small, right of the label. */
  readonly detail?: string
  readonly keys?: string
  readonly run: () => void
}

/** How well a text fits a query: 0 not at all, 1 best. All words must be found, in any order. */
export function fit(query: string, label: string, words = ''): number {
  return fitFolded(wordsOf(query), fold(label), fold(words))
}

function wordsOf(query: string): readonly string[] {
  return fold(query).split(/\s+/).filter(Boolean)
}

function fitFolded(wanted: readonly string[], name: string, rest: string): number {
  if (wanted.length === 0) return 0
  let sum = 0
  for (const word of wanted) {
    const score = Math.max(fitWord(word, name), 0.45 * fitWord(word, rest))
    if (score === 0) return 0
    sum += score
  }
  const whole = name === wanted.join(' ') ? 0.2 : 0
  // Of equals the shorter name is meant.
  return Math.min(1, (sum / wanted.length) * 0.8 + whole) - Math.min(0.05, name.length / 4_000)
}

function fitWord(word: string, text: string): number {
  const at = text.indexOf(word)
  if (at === 0) return 1
  if (at > 0) return isWordStart(text, at) || startsAWord(word, text) ? 0.85 : 0.55
  // Both ways begin with the first letter of the name, which most names do not share.
  if (text.charAt(0) !== word.charAt(0)) return 0
  return word.length > 1 && initials(text).startsWith(word) ? 0.6 : scattered(word, text)
}

function isWordStart(text: string, at: number): boolean {
  return /[^a-z0-9]/.test(text.charAt(at - 1))
}

function startsAWord(word: string, text: string): boolean {
  for (let at = text.indexOf(word, 1); at >= 0; at = text.indexOf(word, at + 1)) if (isWordStart(text, at)) return true
  return false
}

function initials(text: string): string {
  return text.split(/[^a-z0-9]+/).map((it) => it.charAt(0)).join('')
}

/** Letters in order with gaps, for three letters and more: "cnv" finds "conveyor". */
function scattered(word: string, text: string): number {
  if (word.length < 3) return 0
  let at = 0
  for (const letter of word) {
    at = text.indexOf(letter, at) + 1
    if (at === 0) return 0
  }
  return at > word.length * 3 + 2 ? 0 : 0.3
}

const NOT_PLAIN = /[^\u0020-\u007e]/

/** Without case and accents. */
export function fold(text: string): string {
  // Nearly all names are plain, and there may be 50,000 of them.
  if (!NOT_PLAIN.test(text)) return text.toLowerCase()
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
}

const folded = new WeakMap<Entry, { readonly name: string; readonly rest: string }>()

function foldedOf(entry: Entry): { readonly name: string; readonly rest: string } {
  let found = folded.get(entry)
  if (!found) {
    found = { name: fold(entry.label), rest: fold(`${entry.words ?? ''} ${entry.group}`) }
    folded.set(entry, found)
  }
  return found
}

/** The best entries. `recent` holds ids, latest first: they come first when nothing is typed and win ties. */
export function rank(entries: readonly Entry[], query: string, recent: readonly string[], most = 50): readonly Entry[] {
  const age = new Map(recent.map((id, index) => [id, index]))
  if (query.trim() === '') {
    const known = entries.filter((it) => age.has(it.id)).toSorted((a, b) => (age.get(a.id) ?? 0) - (age.get(b.id) ?? 0))
    return [...known.slice(0, 8), ...entries.filter((it) => !age.has(it.id))].slice(0, most)
  }
  const wanted = wordsOf(query)
  const scored: { readonly entry: Entry; readonly score: number }[] = []
  for (const entry of entries) {
    const { name, rest } = foldedOf(entry)
    const score = fitFolded(wanted, name, rest)
    if (score > 0) scored.push({ entry, score: score + (age.has(entry.id) ? 0.08 : 0) })
  }
  return best(scored, most).toSorted((a, b) => b.score - a.score || byName.compare(a.entry.label, b.entry.label)).slice(0, most).map((it) => it.entry)
}

const byName = new Intl.Collator(undefined, { numeric: true })
/** Of equals so many are put in order; nobody reads further. */
const TIES = 400

/** Those that can be among the first: comparing the names of tens of thousands would hold typing up. */
function best<T extends { readonly score: number }>(scored: readonly T[], most: number): readonly T[] {
  if (scored.length <= TIES) return scored
  const scores = Float64Array.from(scored, (it) => it.score).toSorted()
  const least = scores[scores.length - most] ?? 0
  const better = scored.filter((it) => it.score > least)
  return [...better, ...scored.filter((it) => it.score === least).slice(0, TIES)]
}
