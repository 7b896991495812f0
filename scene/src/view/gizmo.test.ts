// Dragging: shown at once, written once, and only what the tool changes.

import { expect, it } from 'vitest'
import { PerspectiveCamera, Scene, Vector3 } from 'three'
import { newModel, newTag } from '../document/defaults'
import type { NodeId } from '../document/types'
import { Gizmo } from './gizmo'
import { makeWorld } from './test-world'

/** As much of an element as the handles listen to. */
const element = () => Object.assign(new EventTarget(),
  { style: {}, ownerDocument: new EventTarget() }) as unknown as HTMLElement

function setUp() {
  const test = makeWorld()
  const held: boolean[] = []
  const camera = new PerspectiveCamera()
  const gizmo = new Gizmo(camera, element(), new Scene(), test.editor, test.world.view,
    (isHeld) => held.push(isHeld), () => undefined)
  const sync = () => {
    test.frame()
    gizmo.sync(test.editor.store.getState())
  }
  const fire = (type: 'mouseDown' | 'objectChange' | 'mouseUp') => gizmo.controls.dispatchEvent({ type } as never)
  const transform = (id: NodeId) => test.editor.store.getState().document.nodes.get(id)?.transform
  return { ...test, gizmo, held, sync, fire, transform }
}

it('moves several nodes around their middle, as one step', () => {
  const { add, editor, sync, gizmo, fire, transform, held, world } = setUp()
  const [a, b] = add({ name: 'a', components: [newModel('m.glb')] },
    { name: 'b', position: [4, 0, 0], components: [newModel('m.glb')] })
  editor.select([a!.id, b!.id])
  editor.set({ tool: 'translate' })
  sync()
  expect(gizmo.controls.object.position.toArray()).toEqual([2, 0, 0])
  fire('mouseDown')
  for (const x of [3, 5]) {
    gizmo.controls.object.position.x = x
    fire('objectChange')
  }
  expect(new Vector3().setFromMatrixPosition(world.view.entries.get(b!.id)!.world).x).toBe(7)
  expect(transform(b!.id)?.position).toEqual([4, 0, 0])
  fire('mouseUp')
  expect(transform(a!.id)?.position).toEqual([3, 0, 0])
  expect(transform(b!.id)?.position).toEqual([7, 0, 0])
  expect(editor.store.getState().undoLabel).toBe('Move 2 nodes')
  editor.undo()
  expect(transform(b!.id)?.position).toEqual([4, 0, 0])
  expect(held).toEqual([true, false])
})

it('turns nodes in their parents and leaves what it does not change to the last digit', () => {
  const { add, editor, sync, gizmo, fire, transform } = setUp()
  const [parent] = add({ name: 'p', position: [10, 0, 0], transform: { rotation: [0, Math.PI / 2, 0] } })
  const [child] = add({ name: 'c', parentId: parent!.id, position: [1, 0, 0],
    transform: { scale: [0.1, 0.2, 0.3] } })
  editor.select([child!.id, parent!.id].slice(0, 1))
  editor.set({ tool: 'rotate' })
  sync()
  fire('mouseDown')
  gizmo.controls.object.rotation.y += 0.5
  fire('objectChange')
  fire('mouseUp')
  expect(transform(child!.id)?.scale).toEqual([0.1, 0.2, 0.3])
  expect(transform(child!.id)?.rotation[1]).toBeCloseTo(0.5)
  expect(transform(child!.id)?.position[0]).toBeCloseTo(1)
})

it('keeps what stands on the floor on the floor, and gives a drag up whole', () => {
  const { add, editor, sync, gizmo, fire, transform, world } = setUp()
  const [node] = add({ name: 'n', snapToFloor: true, components: [newModel('m.glb')] })
  editor.select([node!.id])
  editor.set({ tool: 'translate' })
  sync()
  expect(gizmo.controls.showY).toBe(false)
  fire('mouseDown')
  gizmo.controls.object.position.set(2, 3, 0)
  fire('objectChange')
  expect(gizmo.cancel()).toBe(true)
  expect(new Vector3().setFromMatrixPosition(world.view.entries.get(node!.id)!.world).toArray()).toEqual([0,
    0, 0])
  sync()
  fire('mouseDown')
  gizmo.controls.object.position.set(2, 3, 0)
  fire('objectChange')
  fire('mouseUp')
  expect(transform(node!.id)?.position).toEqual([2, 0, 0])
})

it('is not there for tags to turn, for locked nodes, or for readers', () => {
  const { add, editor, sync, gizmo } = setUp()
  const [tag] = add({ name: 't', components: [newTag()] })
  editor.select([tag!.id])
  const isThere = () => {
    sync()
    return gizmo.controls.object !== undefined
  }
  editor.set({ tool: 'translate' })
  expect(isThere()).toBe(true)
  editor.set({ tool: 'rotate' })
  expect(isThere()).toBe(false)
  editor.set({ tool: 'translate', locked: new Set([tag!.id]) })
  expect(isThere()).toBe(false)
  editor.set({ locked: new Set(), isReadOnly: true })
  expect(isThere()).toBe(false)
})
