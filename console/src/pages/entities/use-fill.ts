// Makes an element as high as the window has room below its place, also while notices come and go above it.

import { type RefObject, useLayoutEffect, useRef } from 'react'

const BELOW_PX = 20
const LEAST_PX = 420

/** Sets `--g-fill` on the element. */
export function useFill(): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const it = element.current
    if (!it) return
    let last = ''
    const measure = () => {
      const top = it.getBoundingClientRect().top + scrollY
      const height = `${Math.max(LEAST_PX, Math.floor(innerHeight - top - BELOW_PX))}px`
      if (height !== last) it.style.setProperty('--g-fill', height)
      last = height
    }
    measure()
    // What stands above changes the height of what is around: the layout and the body are watched, not the element itself.
    const observer = new ResizeObserver(measure)
    for (let up = it.parentElement; up; up = up.parentElement) observer.observe(up)
    let isAsked = false
    const notices = new MutationObserver(() => {
      if (isAsked) return
      isAsked = true
      requestAnimationFrame(() => {
        isAsked = false
        measure()
      })
    })
    const main = it.closest('main') ?? document.body
    notices.observe(main, { childList: true, subtree: true })
    addEventListener('resize', measure)
    return () => {
      observer.disconnect()
      notices.disconnect()
      removeEventListener('resize', measure)
    }
  }, [])
  return element
}
