// What opens over any page, the composer included: the palette, the shortcuts, and the keys that call them.

import { lazy, type ReactNode, Suspense } from 'react'
import { useOwnShortcuts, useShortcuts } from './shortcuts'
import { shellStore } from './state'

const Palette = lazy(async () => ({ default: (await import('./palette')).Palette }))
const ShortcutList = lazy(async () => ({ default: (await import('./shortcut-list')).ShortcutList }))

export function Overlays(): ReactNode {
  const open = shellStore((it) => it.open)
  const own = useOwnShortcuts()
  useShortcuts(own)
  return (
    <Suspense fallback={null}>
      {open === 'palette' && <Palette />}
      {open === 'shortcuts' && <ShortcutList own={own} />}
    </Suspense>
  )
}
