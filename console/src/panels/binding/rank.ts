// How well what was typed fits a name: whole words first, then beginnings, then parts.

/** 0: not at all. */
export function fit(word: string, name: string): number {
  const text = name.toLowerCase()
  if (text === word) return 100
  if (text.startsWith(word)) return 70
  const at = text.indexOf(word)
  if (at < 0) return isWithin(word, text) ? 4 : 0
  return /[\s_.\-/]/.test(text[at - 1] ?? '') || isHump(name, at) ? 50 : 20
}

/** Letters of `word` in their order, each at most three further: `tmp` in `temperature`. */
function isWithin(word: string, text: string): boolean {
  if (word.length < 3) return false
  let at = -1
  for (const letter of word) {
    const next = text.indexOf(letter, at + 1)
    if (next < 0 || (at >= 0 && next - at > 3)) return false
    at = next
  }
  return true
}

function isHump(name: string, at: number): boolean {
  const letter = name[at] ?? ''
  return letter !== letter.toLowerCase() && (name[at - 1] ?? '') === (name[at - 1] ?? '').toLowerCase()
}

export function wordsOf(query: string): readonly string[] {
  return query
    .toLowerCase()
    .split(/[\s·>]+/)
    .filter(Boolean)
}

/** The sum of each word's best fit among the names; 0 when a word fits nowhere. Earlier names weigh more. */
export function score(words: readonly string[], names: readonly string[]): number {
  let sum = 0
  for (const word of words) {
    const best = Math.max(0, ...names.map((name, i) => fit(word, name) * (1 - i * 0.05)))
    if (best === 0) return 0
    sum += best
  }
  return sum - names.join('').length / 100
}

/** The best of many, the best first; with no words the first of them. */
export function best<T>(
  items: readonly T[],
  query: string,
  namesOf: (item: T) => readonly string[],
  most: number,
): readonly T[] {
  const words = wordsOf(query)
  if (words.length === 0) return items.slice(0, most)
  return items
    .map((item) => ({ item, score: score(words, namesOf(item)) }))
    .filter((it) => it.score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map((it) => it.item)
}

/** Items that fit at least one word, the best first: where the other words may be found below them. */
export function bestByAny<T>(
  items: readonly T[],
  query: string,
  namesOf: (item: T) => readonly string[],
  most: number,
): readonly T[] {
  const words = wordsOf(query)
  return items
    .map((item) => ({
      item,
      score: words.reduce(
        (sum, word) =>
          sum +
          Math.max(
            0,
            ...namesOf(item).map((name) => {
              const it = fit(word, name)
              return it > 4 ? it : 0
            }),
          ),
        0,
      ),
    }))
    .filter((it) => it.score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map((it) => it.item)
}
