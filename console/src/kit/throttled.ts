// A value that changes often, taken over a few times a second.

import { useEffect, useRef, useState } from 'react'

/** The first value comes at once, later ones at most every `every_ms`; 0 takes each at once. */
export function useThrottled<T>(value: T, every_ms: number): T {
  const [shown, setShown] = useState(value)
  const latest = useRef(value)
  const taken_ms = useRef(0)
  latest.current = value
  const isNew = shown !== value
  useEffect(() => {
    if (!isNew) return
    const wait_ms = taken_ms.current + every_ms - performance.now()
    const take = () => {
      taken_ms.current = performance.now()
      setShown(latest.current)
    }
    if (wait_ms <= 0) return take()
    const timer = setTimeout(take, wait_ms)
    return () => clearTimeout(timer)
  }, [isNew, every_ms])
  return every_ms === 0 ? value : shown
}
