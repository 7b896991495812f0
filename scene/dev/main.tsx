// A page to look at the view alone while working on it: ?scene=file.json&theme=dark&edit=1. Never shipped.

import { StrictMode, useState } from 'react'
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

function Page() {
  const [theme] = useState<'light' | 'dark'>(query.get('theme') === 'dark' ? 'dark' : 'light')
  const ready = (handle: SceneHandle) => Object.assign(window, { handle, editor, live, keyOf })
  return (
    <SceneCanvas editor={editor} live={live} assets={assets} theme={theme} decoders={{ base: '/decoders/' }} onReady={ready}
      onProblems={(problems) => Object.assign(window, { problems })} />
  )
}
createRoot(document.getElementById('root') as HTMLElement).render(<StrictMode><Page /></StrictMode>)
