// Short messages over the scene: what was done, what failed, with a way to take it back.

import { type ReactNode, useEffect, useState } from 'react'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { useStore } from 'zustand'
import { Icon } from '../../panels/kit/icon'

export interface Toast {
  readonly id: number
  readonly text: string
  readonly type: 'info' | 'success' | 'warning' | 'error'
  readonly undo?: () => void
  readonly ms: number
}

export type Toasts = StoreApi<readonly Toast[]>

let nextId = 1

export function createToasts(): Toasts {
  return createStore<readonly Toast[]>(() => [])
}

export function say(toasts: Toasts, text: string, type: Toast['type'] = 'info', undo?: () => void): number {
  const id = nextId++
  // Errors stay until they are read; what can be taken back stays a little longer.
  const ms = type === 'error' ? 30_000 : undo ? 8000 : 5000
  toasts.setState(
    (before) =>
      [...before.filter((it) => it.text !== text), { id, text, type, ms, ...(undo ? { undo } : {}) }].slice(
        -4,
      ),
    true,
  )
  return id
}

export function ToastList({ toasts }: { readonly toasts: Toasts }): ReactNode {
  const items = useStore(toasts)
  return (
    <div className="c-toasts" role="status" aria-live="polite">
      {items.map((it) => (
        <One
          key={it.id}
          toast={it}
          onGone={() => toasts.setState((before) => before.filter((other) => other.id !== it.id), true)}
        />
      ))}
    </div>
  )
}

function One({ toast, onGone }: { readonly toast: Toast; readonly onGone: () => void }): ReactNode {
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (isHeld) return undefined
    const timer = setTimeout(onGone, toast.ms)
    return () => clearTimeout(timer)
    // The clock starts anew when it is let go.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isHeld, toast.ms])
  return (
    <div
      className={`c-toast c-toast-${toast.type}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
    >
      <Icon
        name={
          toast.type === 'error'
            ? 'error'
            : toast.type === 'warning'
              ? 'warning'
              : toast.type === 'success'
                ? 'check'
                : 'info'
        }
      />
      <span>{toast.text}</span>
      {toast.undo && (
        <button
          type="button"
          className="c-button c-quiet"
          onClick={() => {
            toast.undo?.()
            onGone()
          }}
        >
          Undo
        </button>
      )}
      <button type="button" className="c-button c-quiet c-square" aria-label="Dismiss" onClick={onGone}>
        <Icon name="close" size={12} />
      </button>
    </div>
  )
}
