// A text of a scene as a picture one can turn.

import { createEditor, LiveValues, type SceneDocument } from '@gemel/scene'
import { SceneCanvas } from '@gemel/scene/view'
import { type ReactNode, useMemo } from 'react'
import { useConsole } from '../../../kit/context'
import { assetLoader } from '../../../objects/assets'
import { DECODERS } from '../../../objects/decoders'
import type { ObjectName } from '../../../objects/uri'

export function ScenePicture({ document, base, label }: { readonly document: SceneDocument; readonly base: ObjectName; readonly label: string }): ReactNode {
  const { clients, theme } = useConsole()
  const { bucket, key } = base
  const parts = useMemo(() => {
    const editor = createEditor({ document, isReadOnly: true, now: () => performance.now() })
    editor.set({ shows: { ...editor.store.getState().shows, helpers: false } })
    return { editor, assets: assetLoader(clients, { base: { bucket, key } }), live: new LiveValues() }
  }, [clients, document, bucket, key])
  return <div className="sc-stage"><SceneCanvas {...parts} decoders={DECODERS} theme={theme} label={label} /></div>
}
