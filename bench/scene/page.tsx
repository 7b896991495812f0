// The page measured: ?kind=M|T&count=5000&mode=viewer|editor|floor. The runner (run.py) drives
// `window.bench`.

import { createRoot } from 'react-dom/client'
import { createEditor, LiveValues, keyOf, parseScene, type SceneHandle } from '@gemel/scene'
import { SceneEditor, SceneViewer } from '@gemel/scene/view'
import { cubeGlb, documentOf } from './documents'
import { floor } from './floor'

const query = new URLSearchParams(location.search)
const kind = query.get('kind') === 'T' ? 'T' : 'M'
const count = Number(query.get('count') ?? 200)
const mode = query.get('mode') ?? 'viewer'
const state = { ready_ms: 0, frame: () => undefined as void, drawCalls: () => 0,
  write: () => undefined as void }
Object.assign(window, { bench: state })

/** Turns the camera a little, so that the next frame must be drawn. */
function turning(handle: SceneHandle): () => void {
  let angle = 0
  const { position, target } = handle.pose()
  const radius = Math.hypot(position[0] - target[0], position[2] - target[2])
  return () => {
    angle += 0.01
    handle.flyTo({ position: [target[0] + radius * Math.sin(angle), position[1],
      target[2] + radius * Math.cos(angle)], target }, 0)
  }
}

const root = document.getElementById('root') as HTMLElement
if (mode === 'floor') {
  Object.assign(state, floor(root, count))
} else {
  const text = documentOf(kind, count)
  const live = new LiveValues()
  const glb = cubeGlb()
  const assets = { load: async () => glb.slice(0) }
  let handle: SceneHandle | null = null
  const common = {
    live, assets, onReady: (made: SceneHandle) => {
      handle = made
    },
  }
  window.addEventListener('gemel:scene-loaded', () => {
    if (!handle || state.ready_ms > 0) return
    const shown = handle
    state.ready_ms = performance.now()
    state.frame = turning(shown)
    state.drawCalls = () => shown.statistics().drawCalls
    // A tenth of the values change, as in a plant with a value from each sensor every ten seconds.
    state.write = () => live.write(Array.from({ length: Math.ceil(count / 10) }, () => [
      keyOf({ entityId: `entity-${Math.floor(Math.random() * count)}`, componentName: 'telemetry',
        propertyName: 'temperature' }),
      { value: Math.random() * 60, time_ms: Date.now() },
    ] as const))
  })
  if (mode === 'editor') {
    const parsed = parseScene(text)
    const editor = createEditor({ ...parsed, now: () => performance.now() })
    Object.assign(window, { editor })
    createRoot(root).render(<SceneEditor editor={editor} {...common} />)
  } else createRoot(root).render(<SceneViewer document={text} {...common} />)
}
