// A model alone in the view of scenes: turned and looked at, with its lights and its own size.

import { createEditor, LiveValues, parseScene } from '@gemel/scene'
import { SceneCanvas } from '@gemel/scene/view'
import { type ReactNode, useMemo, useState } from 'react'
import { useConsole } from '../../../kit/context'
import { assetLoader } from '../../../objects/assets'
import { type ObjectName, s3Uri } from '../../../objects/uri'
import { DECODERS } from '../../../objects/decoders'

export interface ModelStageProps {
  readonly name: ObjectName
  readonly etag: string
  /** A model that is stored nowhere yet, shown in place of the object. */
  readonly bytes?: Uint8Array<ArrayBuffer>
  readonly height_px?: number
}

export function ModelStage({ name, etag, bytes, height_px = 260 }: ModelStageProps): ReactNode {
  const { clients, theme } = useConsole()
  const [problem, setProblem] = useState<string | null>(null)
  // Another version of the object is another model: all is made anew.
  const stage = useMemo(() => {
    const uri = s3Uri(name)
    const text = JSON.stringify({
      specVersion: '1.0', version: '1', unit: 'meters', rules: {}, cameras: [], rootNodeIndexes: [0],
      properties: { environmentPreset: 'neutral' },
      nodes: [{ name: 'Model', transform: { position: [0, 0, 0] }, components: [{ type: 'ModelRef', uri, modelType: /\.gltf$/i.test(name.key) && !bytes ? 'GLTF' : 'GLB' }] }],
    })
    const editor = createEditor({ document: parseScene(text).document, isReadOnly: true, now: () => performance.now() })
    const stored = assetLoader(clients, { base: name })
    const assets = bytes ? { load: async (it: string) => (it === uri ? bytes.slice().buffer : await stored.load(it)) } : stored
    return { editor, assets, live: new LiveValues() }
    // oxlint-disable-next-line react/exhaustive-deps -- the name is made anew by each render of its owner
  }, [clients, name.bucket, name.key, etag, bytes])
  return (
    <div className="lib-stage" style={{ height: height_px }}>
      <SceneCanvas
        editor={stage.editor} assets={stage.assets} live={stage.live} decoders={DECODERS} theme={theme} label={`Model ${name.key}`}
        onProblems={(problems) => setProblem(problems[0]?.message ?? null)}
      />
      {problem && <div className="lib-stage-problem" role="alert">{problem}</div>}
    </div>
  )
}
