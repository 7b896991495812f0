// The panels of data overlays over the canvas: React makes them, each frame moves them.

import { memo, useCallback } from 'react'
import { useStore } from 'zustand'
import { OverlayMarkdown } from './markdown'
import type { OverlayItem, Overlays } from './overlays'

export function OverlayLayer({ overlays }: { overlays: Overlays }) {
  const panels = useStore(overlays.store, (state) => state.panels)
  const revision = useStore(overlays.store, (state) => state.revision)
  return (
    <div className="gs-overlays">
      {panels.map((item) => (
        <Panel key={item.key} item={item} overlays={overlays} content={contentOf(item)} title={item.title} revision={revision} />
      ))}
    </div>
  )
}

function contentOf({ overlay }: OverlayItem): string {
  return overlay.dataRows.map((row) => row.content).join('\n\n')
}

interface PanelProps {
  readonly item: OverlayItem
  readonly overlays: Overlays
  readonly content: string
  readonly title: string
  readonly revision: number
}

const Panel = memo(function Panel({ item, overlays, content, title }: PanelProps) {
  const { key } = item
  const mount = useCallback((element: HTMLElement | null) => overlays.mounted(key, element), [overlays, key])
  const isPanel = item.overlay.subType === 'OverlayPanel'
  return (
    <section ref={mount} className={isPanel ? 'gs-panel' : 'gs-note'} aria-label={title}>
      {isPanel && !overlays.isAlwaysOpen && (
        <button type="button" className="gs-close" aria-label={`Close ${title}`} onClick={() => overlays.close(key)}>
          <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
            <path d="M3 3l10 10M13 3L3 13" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          </svg>
        </button>
      )}
      <OverlayMarkdown content={content} />
    </section>
  )
})
