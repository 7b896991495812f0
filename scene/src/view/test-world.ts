// For tests: a world without a screen, whose models are boxes made by code.

import { AnimationClip, BoxGeometry, Group, Mesh, MeshStandardMaterial } from 'three'
import { addNodes } from '../commands/add-nodes'
import { emptyScene, newNode, type NewNode } from '../document/defaults'
import type { NodeId, Problem, RuleGroup, SceneNode } from '../document/types'
import { createEditor } from '../editor/create'
import type { Editor } from '../editor/types'
import { keyOf, LiveValues } from '../live'
import { World } from './world'

/** A model of two named boxes in two materials; `broken.glb` cannot be read. */
export async function readBoxes(uri: string): Promise<{ scene: Group; clips: AnimationClip[] }> {
  if (uri.includes('broken')) throw new Error('404: no such file')
  const scene = new Group()
  scene.name = 'Scene'
  const body = new Mesh(new BoxGeometry(2, 2, 2), new MeshStandardMaterial({ name: 'steel' }))
  body.name = 'body'
  body.position.y = 1
  const lid = new Mesh(new BoxGeometry(1, 0.2, 1), new MeshStandardMaterial({ name: 'paint' }))
  lid.name = 'lid'
  lid.position.y = 2.1
  scene.add(body, lid)
  return { scene, clips: [new AnimationClip('turn', 1, [])] }
}

export interface TestWorld {
  readonly world: World
  readonly editor: Editor
  readonly live: LiveValues
  readonly problems: () => readonly Problem[]
  readonly frames: () => number
  readonly add: (...nodes: readonly (NewNode & { readonly parentId?: NodeId })[]) => SceneNode[]
  /** One frame: what the editor says, live values, movement. */
  readonly frame: (seconds?: number) => boolean
  readonly settle: () => Promise<void>
}

export function makeWorld(rules: Readonly<Record<string, RuleGroup>> = {}): TestWorld {
  const live = new LiveValues()
  let problems: readonly Problem[] = []
  let frames = 0
  const editor = createEditor({ document: { ...emptyScene(), rules }, now: () => performance.now() })
  const world = new World({
    live, assets: { load: () => Promise.reject(new Error('nothing here')) }, read: readBoxes,
    invalidate: () => {
      frames += 1
    },
    screen: () => null, prefersStill: () => false,
    problemsChanged: (next) => {
      problems = next
    },
  })
  const frame = (seconds = 0.016) => {
    world.sync(editor.store.getState())
    return world.beforeFrame(seconds, null)
  }
  const settle = async () => {
    frame()
    await new Promise((resolve) => setTimeout(resolve, 5))
    frame()
  }
  const add: TestWorld['add'] = (...nodes) => nodes.map(({ parentId, ...node }) => {
    const made = newNode(node)
    editor.run(addNodes([made], { parentId: parentId ?? null }))
    return made
  })
  return { world, editor, live, problems: () => problems, frames: () => frames, add, frame, settle }
}

/** A binding to `entity/telemetry/<property>`, and its key. */
export function bindingOf(propertyName: string, entityId = 'entity') {
  const ref = { entityId, componentName: 'telemetry', propertyName }
  return { binding: { dataBindingContext: ref }, key: keyOf(ref) }
}
