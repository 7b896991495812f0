// A menu at a point or under a button: keyboard, sections, shortcuts; closes by itself.

import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { Icon, type IconName } from './icon'

export interface MenuItem {
  readonly id: string
  readonly label: string
  readonly icon?: IconName | undefined
  readonly keys?: string | undefined
  readonly hint?: string
  readonly isDisabled?: boolean
  readonly isDanger?: boolean
  /** A title above this item. */
  readonly heading?: string
  readonly run: () => void
}

export interface MenuProps {
  readonly label: string
  readonly at: { readonly x: number; readonly y: number }
  readonly items: readonly MenuItem[]
  readonly onClose: () => void
}

export function Menu({ label, at, items, onClose }: MenuProps): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null
    const it = box.current
    if (!it) return
    const { width, height } = it.getBoundingClientRect()
    it.style.left = `${Math.max(4, Math.min(at.x, innerWidth - width - 4))}px`
    it.style.top = `${Math.max(4, Math.min(at.y, innerHeight - height - 4))}px`
    it.querySelector<HTMLElement>('[role=menuitem]:not([aria-disabled=true])')?.focus()
    return () => before?.focus({ preventScroll: true })
  }, [at])
  useEffect(() => {
    const away = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) onClose()
    }
    globalThis.addEventListener('pointerdown', away, true)
    globalThis.addEventListener('blur', onClose)
    return () => {
      globalThis.removeEventListener('pointerdown', away, true)
      globalThis.removeEventListener('blur', onClose)
    }
  }, [onClose])
  const step = (by: number) => {
    const all = [
      ...(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]:not([aria-disabled=true])') ?? []),
    ]
    const now = all.indexOf(document.activeElement as HTMLElement)
    all[(now + by + all.length) % all.length]?.focus()
  }
  return createPortal(
    <div
      ref={box}
      className="c-menu"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Tab') onClose()
        else if (event.key === 'ArrowDown') step(1)
        else if (event.key === 'ArrowUp') step(-1)
        else if (event.key !== 'Enter' && event.key !== ' ') return event.stopPropagation()
        event.stopPropagation()
        if (event.key !== 'Enter' && event.key !== ' ') event.preventDefault()
      }}
      onContextMenu={(event) => event.preventDefault()}
    >
      {items.map((it) => (
        <div key={it.id}>
          {it.heading && <div className="c-menu-heading">{it.heading}</div>}
          <button
            type="button"
            role="menuitem"
            aria-disabled={it.isDisabled}
            className={it.isDanger ? 'c-danger' : undefined}
            title={it.hint}
            onClick={() => {
              if (it.isDisabled) return
              onClose()
              it.run()
            }}
          >
            {it.icon ? <Icon name={it.icon} /> : <i className="c-icon" />}
            <span>{it.label}</span>
            {it.keys && <kbd>{it.keys}</kbd>}
          </button>
        </div>
      ))}
    </div>,
    document.body,
  )
}

/** A button that opens a menu below itself. */
export function MenuButton({
  icon,
  label,
  text,
  items,
  kind = 'plain',
}: {
  readonly icon: IconName
  readonly label: string
  readonly text?: string
  readonly items: () => readonly MenuItem[]
  readonly kind?: 'plain' | 'primary' | 'quiet'
}): ReactNode {
  const [at, setAt] = useState<{ readonly x: number; readonly y: number } | null>(null)
  const close = useCallback(() => setAt(null), [])
  return (
    <>
      <button
        type="button"
        className={`c-button c-${kind}${text ? '' : ' c-square'}`}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={at !== null}
        onClick={(event) => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect()
          setAt({ x: left, y: bottom + 4 })
        }}
      >
        <Icon name={icon} />
        {text && <span>{text}</span>}
      </button>
      {at && <Menu label={label} at={at} items={items()} onClose={close} />}
    </>
  )
}
