// A small modal dialog of the composer, by the browser's own element: focus stays in it, Escape closes it.

import { type ReactNode, useEffect, useRef } from 'react'
import { IconButton } from '../../panels/kit/controls'

export interface DialogProps {
  readonly title: string
  readonly children: ReactNode
  readonly footer?: ReactNode
  readonly width_px?: number
  readonly onClose: () => void
}

export function Dialog({ title, children, footer, width_px = 560, onClose }: DialogProps): ReactNode {
  const it = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = it.current
    if (dialog && !dialog.open) dialog.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={it}
      className="c-dialog"
      aria-label={title}
      style={{ inlineSize: `min(${width_px}px, calc(100vw - 32px))` }}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <header>
        <h2>{title}</h2>
        <IconButton icon="close" label="Close" kind="quiet" onClick={onClose} />
      </header>
      <div className="c-dialog-body">{children}</div>
      {footer && <footer>{footer}</footer>}
    </dialog>
  )
}
