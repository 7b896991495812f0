// What a person chose for this browser: theme, density, how times and numbers are written. Kept in local storage.

import { create } from 'zustand'

export interface Preferences {
  readonly theme: 'light' | 'dark' | 'system'
  readonly density: 'comfortable' | 'compact'
  readonly timeZone: 'local' | 'utc'
  /** A language tag whose number format is used, or the browser's own. */
  readonly numbers: 'browser' | 'en-US' | 'de-DE' | 'fr-FR' | 'de-CH'
}

const STORED = 'gemel.preferences'
const DEFAULTS: Preferences = { theme: 'system', density: 'comfortable', timeZone: 'local', numbers: 'browser' }
const ALLOWED: { readonly [K in keyof Preferences]: readonly Preferences[K][] } = {
  theme: ['light', 'dark', 'system'],
  density: ['comfortable', 'compact'],
  timeZone: ['local', 'utc'],
  numbers: ['browser', 'en-US', 'de-DE', 'fr-FR', 'de-CH'],
}

/** Reads what was kept; whatever is not a choice of today falls back to the default. */
export function parsePreferences(text: string | null): Preferences {
  let kept: Partial<Record<keyof Preferences, unknown>> = {}
  try {
    const parsed: unknown = JSON.parse(text ?? '{}')
    if (typeof parsed === 'object' && parsed !== null) kept = parsed
  } catch {
    // Not ours, or cut off: the defaults stand.
  }
  const pick = <K extends keyof Preferences>(key: K): Preferences[K] =>
    ALLOWED[key].find((it) => it === kept[key]) ?? DEFAULTS[key]
  return { theme: pick('theme'), density: pick('density'), timeZone: pick('timeZone'), numbers: pick('numbers') }
}

export const preferencesStore = create<Preferences>(() => parsePreferences(readStored()))

function readStored(): string | null {
  try {
    return localStorage.getItem(STORED)
  } catch {
    return null
  }
}

/** Changes some of them, and keeps them. */
export function setPreferences(changes: Partial<Preferences>): void {
  preferencesStore.setState(changes)
  try {
    localStorage.setItem(STORED, JSON.stringify(preferencesStore.getState()))
  } catch {
    // A browser that keeps nothing still follows the choice until the tab closes.
  }
}

// Other tabs follow at once.
globalThis.addEventListener?.('storage', (event: StorageEvent) => {
  if (event.key === STORED) preferencesStore.setState(parsePreferences(event.newValue))
})
