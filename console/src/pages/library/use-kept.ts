// A choice between a few words that this browser remembers.

import { useState } from 'react'

/** The first word is the default. */
export function useKept<T extends string>(id: string, words: readonly [T, ...T[]]): [T, (word: T) => void] {
  const [word, set] = useState<T>(() => words.find((it) => it === localStorage.getItem(id)) ?? words[0])
  return [word, (it) => {
    localStorage.setItem(id, it)
    set(it)
  }]
}
