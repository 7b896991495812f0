// A small picture in the corner: what the selected camera sees.

import { PerspectiveCamera, Vector3, Vector4, type Object3D, type Scene, type WebGLRenderer } from 'three'
import type { Camera } from '../document/types'
import type { EditorState } from '../editor/types'
import type { Entry } from './entry'
import type { DocumentView } from './document-view'

export const INSET = { width: 232, height: 130, right: 14, bottom: 120 } as const

const viewport = new Vector4()

/** The camera node to look through: the one selected node, if it is one, while editing. */
export function insetEntry(view: DocumentView, { selection, isReadOnly }: EditorState): Entry | null {
  const [id] = selection
  const entry = !isReadOnly && selection.length === 1 && id ? view.entries.get(id) : undefined
  return entry?.node.components.some(({ type }) => type === 'Camera') ? entry : null
}

/** Draws over a corner of the picture, without what the editor lays over the scene. */
export function drawInset(renderer: WebGLRenderer, scene: Scene, entry: Entry,
  hidden: readonly Object3D[]): void {
  const settings = entry.node.components.find((each): each is Camera => each.type === 'Camera')?.camera
  const { clientWidth, clientHeight } = renderer.domElement
  if (!settings || clientWidth < 420 || clientHeight < 320) return
  const fov = settings.cameraType === 'Perspective' ? settings.fov : 30
  const camera = new PerspectiveCamera(fov, INSET.width / INSET.height, Math.max(settings.near, 0.01),
    settings.far)
  camera.zoom = settings.zoom > 0 ? settings.zoom : 1
  entry.world.decompose(camera.position, camera.quaternion, new Vector3())
  camera.updateProjectionMatrix()
  const shown = hidden.filter(({ visible }) => visible)
  for (const object of shown) object.visible = false
  renderer.getViewport(viewport)
  const x = clientWidth - INSET.right - INSET.width
  renderer.setViewport(x, INSET.bottom, INSET.width, INSET.height)
  renderer.setScissor(x, INSET.bottom, INSET.width, INSET.height)
  renderer.setScissorTest(true)
  renderer.render(scene, camera)
  renderer.setScissorTest(false)
  renderer.setViewport(viewport)
  for (const object of shown) object.visible = true
}
