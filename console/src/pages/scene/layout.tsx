// The frame of the composer: panels left and right that resize and fold, and become drawers where it is narrow.

import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useKept } from '../../panels/kit/controls'

const NARROW_PX = 1000
const LEAST_PX = 220
const MOST_PX = 560

export function useIsNarrow(): boolean {
  const [isNarrow, set] = useState(() => innerWidth < NARROW_PX)
  useEffect(() => {
    const query = matchMedia(`(max-width: ${NARROW_PX - 1}px)`)
    const read = () => set(query.matches)
    query.addEventListener('change', read)
    return () => query.removeEventListener('change', read)
  }, [])
  return isNarrow
}

export interface SideProps {
  readonly side: 'left' | 'right'
  readonly label: string
  readonly isOpen: boolean
  readonly isDrawer: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

export function Side({ side, label, isOpen, isDrawer, onClose, children }: SideProps): ReactNode {
  const [width_px, setWidth] = useKept(`width.${side}`, 300)
  const drag = useRef<{ readonly x: number; readonly width_px: number } | null>(null)
  if (!isOpen) return null
  const sign = side === 'left' ? 1 : -1
  const set = (next_px: number) => setWidth(Math.round(Math.min(MOST_PX, Math.max(LEAST_PX, next_px))))
  const onPointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { x: event.clientX, width_px }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 16 : event.key === 'ArrowLeft' ? -16 : 0
    if (by === 0) return
    set(width_px + by * sign)
    event.preventDefault()
  }
  return (
    // Escape closes the drawer, from wherever in it one is.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      className={`c-side c-side-${side}${isDrawer ? ' c-drawer' : ''}`}
      aria-label={label}
      style={{ inlineSize: isDrawer ? undefined : width_px }}
      onKeyDown={(event) => {
        if (isDrawer && event.key === 'Escape' && !event.defaultPrevented) onClose()
      }}
    >
      {children}
      {!isDrawer && (
        // A focusable separator is the pattern for a window splitter.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
        <div
          className="c-splitter"
          role="separator"
          aria-orientation="vertical"
          aria-label={`Width of ${label.toLowerCase()}`}
          aria-valuenow={width_px}
          aria-valuemin={LEAST_PX}
          aria-valuemax={MOST_PX}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          onPointerDown={onPointerDown}
          onKeyDown={onKeyDown}
          onDoubleClick={() => set(300)}
          onPointerMove={(event) => {
            if (drag.current) set(drag.current.width_px + (event.clientX - drag.current.x) * sign)
          }}
          onPointerUp={() => {
            drag.current = null
          }}
          onPointerCancel={() => {
            drag.current = null
          }}
        />
      )}
    </aside>
  )
}
