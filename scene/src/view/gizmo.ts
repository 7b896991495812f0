// Handles to move, turn and scale what is selected: shown live, one command at the end of a drag.

import { Box3, Matrix4, Object3D, Vector3, type Camera, type Scene } from 'three'
import { TransformControls } from 'three/addons/controls/TransformControls.js'
import { transformNodes } from '../commands/transform-nodes'
import type { NodeId, Transform } from '../document/types'
import type { Editor, EditorState } from '../editor/types'
import type { DocumentView } from './document-view'
import { transformOf } from './document-view'
import type { Entry } from './entry'

interface Dragged {
  readonly entry: Entry
  readonly world: Matrix4
  readonly parentInverse: Matrix4
}

/** The nodes of a selection that no other selected node carries along. */
export function tops(view: DocumentView, ids: readonly NodeId[]): Entry[] {
  const chosen = new Set(ids)
  return ids.flatMap((id) => {
    const entry = view.entries.get(id)
    if (!entry) return []
    for (let above = entry.parent; above; above = above.parent) if (chosen.has(above.id)) return []
    return [entry]
  })
}

/** Tags and overlays face the viewer: turning or scaling them says nothing. */
export function isPointLike(entry: Entry): boolean {
  const { components } = entry.node
  return components.length > 0 && entry.node.childIds.length === 0
    && components.every(({ type }) => type === 'Tag' || type === 'DataOverlay' || type === 'EntityBinding')
}

export class Gizmo {
  readonly controls: TransformControls
  isDragging = false
  readonly #proxy = new Object3D()
  readonly #helper: Object3D
  readonly #editor: Editor
  readonly #view: DocumentView
  readonly #hold: (isHeld: boolean) => void
  #start = new Matrix4()
  #dragged: Dragged[] = []
  #previews = new Map<NodeId, Matrix4>()

  constructor(
    camera: Camera, element: HTMLElement, scene: Scene, editor: Editor, view: DocumentView,
    hold: (isHeld: boolean) => void, invalidate: () => void,
  ) {
    this.#editor = editor
    this.#view = view
    this.#hold = hold
    this.controls = new TransformControls(camera, element)
    this.controls.setSize(0.85)
    this.controls.setColors('#e5484d', '#46a758', '#3e8bff', '#ffc53d')
    this.#helper = this.controls.getHelper()
    scene.add(this.#proxy, this.#helper)
    this.controls.addEventListener('change', invalidate)
    this.controls.addEventListener('mouseDown', () => this.#begin())
    this.controls.addEventListener('objectChange', () => this.#drag())
    this.controls.addEventListener('mouseUp', () => this.#end())
  }

  /** Whether the mouse is on one of its handles. */
  get isHot(): boolean {
    return this.controls.enabled && this.controls.object !== undefined && this.controls.axis !== null
  }

  /** Follows the selection, the tool and the document. */
  sync(state: EditorState): void {
    if (this.isDragging) return
    const { tool, selection, locked } = state
    const entries = tops(this.#view, selection.filter((id) => !locked.has(id)))
    const isUseful = !state.isReadOnly && !state.placement && entries.length > 0
      && (tool === 'translate' || !entries.every(isPointLike))
    this.controls.enabled = isUseful && tool !== 'select'
    if (!isUseful || tool === 'select') {
      this.controls.detach()
      return
    }
    this.controls.setMode(tool)
    this.controls.setSpace(tool === 'scale' ? 'local' : state.space)
    const { isOn, translate_m, rotate_deg, scale } = state.snapping
    this.controls.setTranslationSnap(isOn ? translate_m : null)
    this.controls.setRotationSnap(isOn ? (rotate_deg * Math.PI) / 180 : null)
    this.controls.setScaleSnap(isOn ? scale : null)
    this.controls.showY = tool !== 'translate' || !entries.some(({ node }) => node.snapToFloor)
    this.#place(entries, state.space)
    if (this.controls.object !== this.#proxy) this.controls.attach(this.#proxy)
  }

  #place(entries: readonly Entry[], space: EditorState['space']): void {
    const box = new Box3()
    for (const { world } of entries) box.expandByPoint(new Vector3().setFromMatrixPosition(world))
    const [first] = entries
    if (entries.length === 1 && first) {
      first.world.decompose(this.#proxy.position, this.#proxy.quaternion, this.#proxy.scale)
    } else {
      box.getCenter(this.#proxy.position)
      this.#proxy.quaternion.identity()
      if (space === 'local') first?.world.decompose(new Vector3(), this.#proxy.quaternion, new Vector3())
    }
    this.#proxy.scale.set(1, 1, 1)
    this.#proxy.updateMatrixWorld(true)
  }

  #begin(): void {
    const { selection, locked } = this.#editor.store.getState()
    this.isDragging = true
    this.#hold(true)
    this.#proxy.updateMatrixWorld(true)
    this.#start.copy(this.#proxy.matrixWorld)
    this.#dragged = tops(this.#view, selection.filter((id) => !locked.has(id))).map((entry) => ({
      entry, world: entry.world.clone(), parentInverse: baseOf(entry).invert(),
    }))
  }

  #drag(): void {
    if (!this.isDragging) return
    this.#proxy.updateMatrixWorld(true)
    const delta = new Matrix4().copy(this.#start).invert().premultiply(this.#proxy.matrixWorld)
    this.#previews = new Map(this.#dragged.map(({ entry, world, parentInverse }) =>
      [entry.id, new Matrix4().multiplyMatrices(delta, world).premultiply(parentInverse)]))
    this.#view.preview(this.#previews)
  }

  #end(): void {
    if (!this.isDragging) return
    this.isDragging = false
    this.#hold(false)
    const changes = new Map<NodeId, Partial<Transform>>()
    const mode = this.controls.getMode()
    for (const { entry } of this.#dragged) {
      const matrix = this.#previews.get(entry.id)
      if (!matrix) continue
      const whole = transformOf(matrix)
      const { position } = whole
      const y = entry.node.snapToFloor ? entry.node.transform.position[1] : position[1]
      const moved: Partial<Transform> = { position: [position[0], y, position[2]] }
      // What the tool does not change stays to the last digit.
      changes.set(entry.id, mode === 'translate' ? moved
        : mode === 'rotate' ? { ...moved, rotation: whole.rotation } : { ...moved, scale: whole.scale })
    }
    this.#view.preview(null)
    this.#previews = new Map()
    const count = changes.size
    const [first] = this.#dragged
    const verb = mode === 'translate' ? 'Move' : mode === 'rotate' ? 'Rotate' : 'Scale'
    const what = count === 1 ? `"${first?.entry.node.name ?? ''}"` : `${count} nodes`
    if (count > 0) this.#editor.run(transformNodes(changes, { label: `${verb} ${what}` }))
  }

  get helper(): Object3D {
    return this.#helper
  }

  show(isShown: boolean): void {
    this.#helper.visible = isShown && this.controls.object !== undefined
  }

  /** Gives up a drag: everything stands where it stood. */
  cancel(): boolean {
    if (!this.isDragging) return false
    this.#previews = new Map()
    this.#dragged = []
    this.#view.preview(null)
    this.isDragging = false
    this.#hold(false)
    this.controls.reset()
    this.controls.detach()
    return true
  }

  dispose(): void {
    this.controls.detach()
    this.controls.dispose()
    this.#helper.removeFromParent()
    this.#proxy.removeFromParent()
  }
}

/** What a node's own transform is applied in. */
function baseOf(entry: Entry): Matrix4 {
  const own = entry.preview?.clone() ?? new Matrix4()
  if (!entry.preview) {
    const { position, rotation, scale } = entry.node.transform
    const object = new Object3D()
    object.position.fromArray(position)
    object.rotation.set(rotation[0], rotation[1], rotation[2], 'XYZ')
    object.scale.fromArray(scale)
    object.updateMatrix()
    own.copy(object.matrix)
  }
  return new Matrix4().multiplyMatrices(entry.world, own.invert())
}
