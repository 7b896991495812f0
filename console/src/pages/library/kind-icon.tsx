// A picture for each kind of object, drawn here.

import type { ReactNode } from 'react'
import type { Kind } from './rows'

const SHAPES: Readonly<Record<Kind, ReactNode>> = {
  folder: <path d="M3 6.5A1.5 1.5 0 0 1 4.5 5h4.2l2 2.2h8.8A1.5 1.5 0 0 1 21 8.7v8.8a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5z" className="lib-fill" />,
  model: <path d="M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9" />,
  image: <path d="M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 17M15 9.5a1 1 0 1 0 .01 0" />,
  scene: <path d="M9 4c-3 0-1.5 7-4.5 8 3 1 1.5 8 4.5 8M15 4c3 0 1.5 7 4.5 8-3 1-1.5 8-4.5 8" />,
  text: <path d="M6 3h9l4 4v14H6zM9 10h7M9 13.5h7M9 17h4" />,
  document: <path d="M6 3h9l4 4v14H6zM15 3v4h4M9 16c3-1 4-5 4-6.5s-1.5-1.5-1.5 0 1.5 5 4.5 6" />,
  video: <path d="M4 6h11v12H4zM15 11l5-3v8l-5-3" />,
  audio: <path d="M9 18V6l10-2v12M9 18a2.5 2 0 1 1-.01-.5M19 16a2.5 2 0 1 1-.01-.5" />,
  other: <path d="M6 3h9l4 4v14H6zM15 3v4h4" />,
}

export function KindIcon({ kind, size_px = 20 }: { readonly kind: Kind; readonly size_px?: number }): ReactNode {
  return (
    <svg className={`lib-icon lib-icon-${kind}`} viewBox="0 0 24 24" width={size_px} height={size_px} aria-hidden="true" focusable="false">
      {SHAPES[kind]}
    </svg>
  )
}
