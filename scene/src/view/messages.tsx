// What is said over the canvas: that something loads, or why there is no picture.

import { Component, type ReactNode } from 'react'

interface MessageProps {
  readonly title: string
  readonly isAlert?: boolean
  readonly children: ReactNode
}
export function Message({ title, isAlert = false, children }: MessageProps) {
  return (
    <div className="gs-message" {...(isAlert ? { role: 'alert' } : { 'aria-live': 'polite' as const })}>
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

/** Says what to do when the picture cannot be made at all, mostly because there is no WebGL. */
export class Failsafe extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state = { error: null as Error | null }

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (!error) return this.props.children
    if (!/webgl|context/i.test(error.message)) {
      return <Message title="The scene cannot be shown" isAlert>{error.message}</Message>
    }
    return (
      <Message title="This browser cannot show 3D" isAlert>
        WebGL 2 is not available. Turn on hardware acceleration in the browser’s settings, update the
        graphics driver, or open this page in a current Chrome, Edge, Firefox or Safari.
      </Message>
    )
  }
}
