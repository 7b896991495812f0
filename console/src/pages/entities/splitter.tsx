// The bar between tree and entity: dragged or moved by arrow keys; its place is kept.

import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react'

const STORED = 'gemel.entities.pane'
const LEAST_PX = 240
const MOST_PX = 720

export function usePaneWidth(): readonly [number, (px: number) => void] {
  const [width, set] = useState(() => clamp(Number(localStorage.getItem(STORED)) || (innerWidth < 1000 ? 280 : 340)))
  return [width, (px) => {
    set(clamp(px))
    localStorage.setItem(STORED, String(clamp(px)))
  }]
}

function clamp(px: number): number {
  return Math.round(Math.max(LEAST_PX, Math.min(MOST_PX, px)))
}

export function Splitter({ width, onChange }: { readonly width: number; readonly onChange: (px: number) => void }): ReactNode {
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const element = event.currentTarget
    const from = event.clientX - width
    element.setPointerCapture(event.pointerId)
    const move = (it: globalThis.PointerEvent) => onChange(it.clientX - from)
    element.addEventListener('pointermove', move)
    element.addEventListener('lostpointercapture', () => element.removeEventListener('pointermove', move), { once: true })
  }
  const key = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowLeft' ? -20 : event.key === 'ArrowRight' ? 20 : 0
    if (by === 0) return
    event.preventDefault()
    onChange(width + by)
  }
  return (
    <div
      // A separator that can be moved; hr cannot.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      className="g-splitter" role="separator" aria-orientation="vertical" aria-label="Width of the tree" tabIndex={0}
      aria-valuenow={width} aria-valuemin={LEAST_PX} aria-valuemax={MOST_PX} onPointerDown={drag} onKeyDown={key}
    />
  )
}
