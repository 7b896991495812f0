// What a page is. Each folder in pages/ has a `page.tsx` that exports `page` (or `pages`); the console finds it by itself.

import type { ComponentType } from 'react'

export interface Page {
  /** Below /console, in React Router's words: `/workspaces/:workspaceId/entities/:entityId?`. */
  readonly path: string
  /** What the navigation and the palette call it. */
  readonly title: string
  /** Where it stands in the side navigation; absent for pages that are reached from others. */
  readonly nav?: { readonly section: 'workspace' | 'account'; readonly order: number }
  /** Loaded when it is first shown. */
  readonly load: () => Promise<{ readonly Page: ComponentType }>
  /** Takes the whole window, without navigation (composer, view mode). */
  readonly isFullscreen?: boolean
}

/** A command of the palette and of shortcuts, registered while its owner is mounted. */
export interface PaletteAction {
  readonly id: string
  readonly label: string
  readonly group: string
  readonly keys?: string
  readonly run: () => void
}
