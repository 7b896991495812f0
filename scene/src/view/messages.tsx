// What is said over the canvas: that something loads, or why there is no picture.

import type { ReactNode } from 'react'

export function Message({ title, role, children }: { title: string; role: 'alert' | 'status'; children: ReactNode }) {
  return (
    <div className="gs-message" role={role}>
      <h2>{title}</h2>
      <p>{children}</p>
    </div>
  )
}

export function Progress({ settled, total }: { settled: number; total: number }) {
  return (
    <div className="gs-progress" role="status">
      Loading models, {settled} of {total}
      <div className="gs-bar"><i style={{ width: `${(100 * settled) / total}%` }} /></div>
    </div>
  )
}
