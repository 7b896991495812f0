// Light, dark or as the system has it; comfortable or compact. Applied before the first paint.

import { applyDensity, applyMode, Density, Mode } from '@cloudscape-design/global-styles'
import { create } from 'zustand'
import { preferencesStore } from '../kit/preferences'

const dark = matchMedia('(prefers-color-scheme: dark)')

function themeNow(): 'light' | 'dark' {
  const { theme } = preferencesStore.getState()
  return theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
}

/** What is on the screen: never `system`. */
export const themeStore = create<{ readonly theme: 'light' | 'dark' }>(() => ({ theme: themeNow() }))

function apply(): void {
  const theme = themeNow()
  applyMode(theme === 'dark' ? Mode.Dark : Mode.Light)
  // Scroll bars and form controls of the browser follow.
  document.documentElement.style.colorScheme = theme
  applyDensity(preferencesStore.getState().density === 'compact' ? Density.Compact : Density.Comfortable)
  if (themeStore.getState().theme !== theme) themeStore.setState({ theme })
}

/** Applies the choices, and again when they or the system's change. */
export function applyPreferences(): void {
  apply()
  preferencesStore.subscribe(apply)
  dark.addEventListener('change', apply)
}
