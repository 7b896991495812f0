// The library takes files that are dropped anywhere on it.

import { type DragEvent, type ReactNode, useRef, useState } from 'react'

export interface DropZoneProps {
  readonly className: string
  /** Where they go: "models/". */
  readonly target: string
  readonly isEnabled: boolean
  readonly onDrop: (data: DataTransfer) => void
  readonly children: ReactNode
}

export function DropZone({ className, target, isEnabled, onDrop, children }: DropZoneProps): ReactNode {
  const [isOver, setOver] = useState(false)
  // Entering a child is leaving its parent: only the count tells.
  const depth = useRef(0)
  const hasFiles = (event: DragEvent) => isEnabled && event.dataTransfer.types.includes('Files')
  const leave = () => {
    depth.current = 0
    setOver(false)
  }
  return (
    // Keyboards have the upload button.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={className}
      onDragEnter={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        depth.current += 1
        setOver(true)
      }}
      onDragOver={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
      onDragLeave={() => {
        depth.current -= 1
        if (depth.current <= 0) leave()
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        leave()
        onDrop(event.dataTransfer)
      }}
    >
      {children}
      {isOver && <output className="lib-dropping">Drop to upload into {target === '' ? 'the library' : target}</output>}
    </div>
  )
}
