// How far the tree is scrolled and how much of it is seen.

import { type RefObject, useEffect, useRef, useState } from 'react'

export function useTreeSize(): {
  readonly box: RefObject<HTMLDivElement | null>
  readonly top_px: number
  readonly height_px: number
} {
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ top_px: 0, height_px: 600 })
  useEffect(() => {
    const it = box.current
    if (!it) return undefined
    const read = () =>
      setSize((before) => {
        const next = { top_px: it.scrollTop, height_px: it.clientHeight || 600 }
        return before.top_px === next.top_px && before.height_px === next.height_px ? before : next
      })
    read()
    it.addEventListener('scroll', read, { passive: true })
    const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(read)
    observer?.observe(it)
    return () => {
      it.removeEventListener('scroll', read)
      observer?.disconnect()
    }
  }, [])
  return { box, ...size }
}
