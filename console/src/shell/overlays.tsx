// What opens over any page, the composer included: the palette, the shortcuts, and the keys that call them.

import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { useOwnShortcuts, useShortcuts } from './shortcuts'
import { shellStore } from './state'

const loadPalette = () => import('./palette')
const Palette = lazy(async () => ({ default: (await loadPalette()).Palette }))
/** By then the page itself is there; the first press of the keys finds the palette loaded. */
const PRELOAD_AFTER_MS = 2_000
const ShortcutList = lazy(async () => ({ default: (await import('./shortcut-list')).ShortcutList }))

export function Overlays(): ReactNode {
  const open = shellStore((it) => it.open)
  const own = useOwnShortcuts()
  useShortcuts(own)
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), PRELOAD_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <Suspense fallback={null}>
      {open === 'palette' && <Palette />}
      {open === 'shortcuts' && <ShortcutList own={own} />}
    </Suspense>
  )
}
