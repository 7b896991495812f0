// Keyboard shortcuts: `mod+k`, `shift+f`, `?`, and sequences such as `g w`. `mod` is Command on a Mac, else Control.

export const isMac: boolean = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '')

interface KeyLike {
  readonly key: string
  readonly code?: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** An event as the words a shortcut is written in; null for a modifier alone. */
export function chordOf(event: KeyLike, mac: boolean = isMac): string | null {
  const key = event.key.toLowerCase()
  if (['control', 'meta', 'alt', 'shift', 'altgraph', 'dead', 'process', 'unidentified'].includes(key)) return null
  const mod = mac ? event.metaKey : event.ctrlKey
  const name = key === ' ' ? 'space' : key
  // A sign that is typed with Shift (`?`, `/` on many keyboards) is named by itself.
  const isSign = key.length === 1 && !/[a-z0-9]/.test(key) && key !== ' '
  const parts = [mod && 'mod', mac && event.ctrlKey && 'ctrl', event.altKey && 'alt', event.shiftKey && !isSign && 'shift', name]
  return parts.filter(Boolean).join('+')
}

/** Whether keys go into text, so that letters must not be taken from it. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range', 'submit'].includes(target.type)
}

/** Shortcuts with `mod` or of function keys work while one types; letters do not. */
export function worksWhileTyping(keys: string): boolean {
  return /(^|\+)(mod|ctrl)\+|^f\d+$/.test(keys)
}

const MAC_NAMES: Readonly<Record<string, string>> = { mod: '⌘', alt: '⌥', shift: '⇧', ctrl: '⌃', enter: '↩', escape: 'Esc' }
const NAMES: Readonly<Record<string, string>> = {
  mod: 'Ctrl', alt: 'Alt', shift: 'Shift', enter: 'Enter', escape: 'Esc', space: 'Space', arrowup: '↑', arrowdown: '↓',
  arrowleft: '←', arrowright: '→', delete: 'Del', backspace: '⌫',
}

/** A shortcut as it is printed on keys: one list of caps for each step of a sequence. */
export function capsOf(keys: string, mac: boolean = isMac): readonly (readonly string[])[] {
  return keys.split(' ').map((chord) =>
    chord.split(/\+(?=.)/).map((it) => (mac ? MAC_NAMES[it] : undefined) ?? NAMES[it] ?? (it.length === 1 ? it.toUpperCase() : cap(it))),
  )
}

function cap(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const SEQUENCE_MS = 1_200

/** Follows what is pressed and answers which shortcut is complete. */
export class KeySequence {
  #pressed: { readonly chord: string; readonly time_ms: number } | null = null

  /** The shortcut of `known` that this press completes, or null. */
  press(chord: string, known: readonly string[], time_ms: number): string | null {
    const before = this.#pressed && time_ms - this.#pressed.time_ms < SEQUENCE_MS ? this.#pressed.chord : null
    this.#pressed = null
    const sequence = before === null ? null : `${before} ${chord}`
    if (sequence !== null && known.includes(sequence)) return sequence
    if (known.includes(chord)) return chord
    if (known.some((it) => it.startsWith(`${chord} `))) this.#pressed = { chord, time_ms }
    return null
  }
}
