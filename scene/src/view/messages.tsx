// What is said over the canvas: that something loads, or why there is no picture.

import type { ReactNode } from 'react'

interface MessageProps {
  readonly title: string
  readonly isAlert?: boolean
  readonly children: ReactNode
}
export function Message({ title, isAlert = false, children }: MessageProps) {
  return (
    <div className="gs-message" role={isAlert ? 'alert' : undefined} aria-live={isAlert ? undefined : 'polite'}>
      <h2>{title}</h2>
      <p>{children}</p>
    </div>
  )
}

export function Progress({ settled, total }: { settled: number; total: number }) {
  return (
    <output className="gs-progress">
      Loading models, {settled} of {total}
      <span className="gs-bar"><i style={{ width: `${(100 * settled) / total}%` }} /></span>
    </output>
  )
}
