// What opens over any page, the composer included: the palette, the shortcuts, and the keys that call them.

import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import { useLocation } from 'react-router'
import { useOwnShortcuts, useShortcuts } from './shortcuts'
import { shellStore } from './state'

const Palette = lazy(async () => ({ default: (await import('./palette')).Palette }))
const ShortcutList = lazy(async () => ({ default: (await import('./shortcut-list')).ShortcutList }))

export function Overlays(): ReactNode {
  const open = shellStore((it) => it.open)
  const { pathname } = useLocation()
  const made = useOwnShortcuts()
  // They change with the address only; the listener is not put on again with each notice.
  const own = useMemo(() => made, [pathname])
  useShortcuts(own)
  return (
    <Suspense fallback={null}>
      {open === 'palette' && <Palette />}
      {open === 'shortcuts' && <ShortcutList own={own} />}
    </Suspense>
  )
}
