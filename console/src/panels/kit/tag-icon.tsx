// The icon of a tag as the picture shows it, small: shape and colour by kind, a sign of our own for custom ones.

import { ICON_COLORS, ICON_PATHS } from '@gemel/scene'
import type { ReactNode } from 'react'

type Name = keyof typeof ICON_COLORS

const SHAPES: Readonly<Record<Name, ReactNode>> = {
  Info: (
    <>
      <circle cx="12" cy="12" r="9.5" />
      <path fill="#fff" d="M10.8 10.5h2.4v7h-2.4zM10.7 6.5h2.6v2.4h-2.6z" />
    </>
  ),
  Warning: (
    <>
      <path d="M12 2.5 22.5 21h-21z" strokeLinejoin="round" />
      <path fill="#fff" d="M10.9 9h2.2v6h-2.2zM10.9 16.5h2.2v2.2h-2.2z" />
    </>
  ),
  Error: (
    <>
      <path d="M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8z" />
      <path fill="#fff" d="M10.8 6.5h2.4v7h-2.4zM10.8 15.3h2.4v2.4h-2.4z" />
    </>
  ),
  Video: (
    <>
      <rect x="2.5" y="2.5" width="19" height="19" rx="5" />
      <path fill="#fff" d="M6 8.5h8v7H6zM15 11l3.5-2.5v7L15 13z" />
    </>
  ),
  Custom: <circle cx="12" cy="12" r="10.5" />,
}

/** `icon`: the short name, or with its namespace. */
export function TagIcon({
  icon,
  custom,
  color,
  size = 20,
}: {
  readonly icon: string | undefined
  readonly custom?: string
  readonly color?: string
  readonly size?: number
}): ReactNode {
  const short = icon?.slice(icon.lastIndexOf(':') + 1)
  const name: Name = short !== undefined && short in ICON_COLORS ? (short as Name) : 'Info'
  const sign = name === 'Custom' && custom ? ICON_PATHS[custom] : undefined
  return (
    <svg
      className="c-tag-icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
      style={{ fill: name === 'Custom' ? (color ?? ICON_COLORS.Custom) : ICON_COLORS[name] }}
    >
      {SHAPES[name]}
      {name === 'Custom' &&
        (sign ? (
          <path d={sign} fill="#fff" transform="translate(5.4 5.4) scale(0.55)" />
        ) : (
          <text x="12" y="16" fontSize="10" fontWeight="700" textAnchor="middle" fill="#fff">
            {(custom ?? '★').slice(0, 2).toUpperCase()}
          </text>
        ))}
    </svg>
  )
}
