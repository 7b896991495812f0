// A page to look at the view alone while working on it: ?scene=file.json&theme=dark&edit=1. Never shipped.

import { StrictMode, useEffect, useState } from 'react'
import { _roots } from '@react-three/fiber'
import { createRoot } from 'react-dom/client'
import { createEditor, keyOf, LiveValues, parseScene, type AssetLoader, type SceneHandle } from '../src/index'
import { SceneCanvas } from '../src/view/index'

const query = new URLSearchParams(location.search)
const name = query.get('scene') ?? 'scene.json'
const text = await (await fetch(`/${name}`)).text()
const parsed = parseScene(text)
const editor = createEditor({ ...parsed, isReadOnly: !query.has('edit'), now: () => performance.now() })
const live = new LiveValues()
const assets: AssetLoader = {
  load: async (uri, signal) => {
    const path = uri.replace(/^s3:\/\/[^/]+\//, '')
    const answer = await fetch(`/${path}`, { signal: signal ?? null })
    if (!answer.ok || answer.headers.get('content-type') === 'text/html') throw new Error(`No file ${path}`)
    return answer.arrayBuffer()
  },
}

/** Changes the editor some times and then takes everything down; answers what the renderer still holds. */
async function cycle(rounds = 10): Promise<object[]> {
  const canvas = document.querySelector('canvas') as HTMLCanvasElement
  const gl = _roots.get(canvas)?.store.getState().gl
  const seen: object[] = []
  for (let i = 0; i < rounds; i++) {
    const done = new Promise((resolve) => window.addEventListener('gemel:scene-loaded', resolve, { once: true }))
    mounted.show?.(createEditor({ ...parsed, isReadOnly: false, now: () => performance.now() }))
    await done
    await new Promise((resolve) => setTimeout(resolve, 300))
    seen.push({ ...gl?.info.memory })
  }
  root.unmount()
  await new Promise((resolve) => setTimeout(resolve, 100))
  seen.push({ ...gl?.info.memory, programs: gl?.info.programs?.length })
  return seen
}
const mounted: { show?: (next: typeof editor) => void } = {}

function Page() {
  const [shown, setShown] = useState(editor)
  useEffect(() => {
    mounted.show = setShown
  }, [])
  const [theme] = useState<'light' | 'dark'>(query.get('theme') === 'dark' ? 'dark' : 'light')
  const ready = (handle: SceneHandle) => Object.assign(window, { handle, editor, live, keyOf })
  return (
    <SceneCanvas editor={shown} live={live} assets={assets} theme={theme} decoders={{ base: '/decoders/' }} onReady={ready}
      onProblems={(problems) => Object.assign(window, { problems })} />
  )
}
const root = createRoot(document.getElementById('root') as HTMLElement)
Object.assign(window, { cycle })
root.render(<StrictMode><Page /></StrictMode>)
