// The two components other pages use: a scene to look at, and a scene to edit.

import { useMemo } from 'react'
import { parseScene } from '../document/parse'
import type { SceneDocument } from '../document/types'
import { createEditor } from '../editor/create'
import { SceneCanvas, type SceneCanvasProps } from './scene-canvas'

export type SceneEditorProps = SceneCanvasProps
/** A scene to edit; the host makes the editor and brings the panels. */
export function SceneEditor(props: SceneEditorProps) {
  return <SceneCanvas {...props} />
}

export interface SceneViewerProps extends Omit<SceneCanvasProps, 'editor' | 'onDrop'> {
  /** The text of a scene document, or one that was read. */
  readonly document: string | SceneDocument
}
/** A scene to look at: live values, tags that open, no editing. */
export function SceneViewer({ document, ...props }: SceneViewerProps) {
  const editor = useMemo(() => {
    const read = typeof document === 'string' ? parseScene(document) : { document, problems: [] }
    const made = createEditor({ document: read.document, problems: read.problems, isReadOnly: true,
      now: () => performance.now() })
    made.set({ shows: { ...made.store.getState().shows, grid: false, helpers: false } })
    return made
  }, [document])
  return <SceneCanvas {...props} editor={editor} />
}
