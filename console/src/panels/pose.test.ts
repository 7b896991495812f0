// Camera nodes and the camera of the screen say the same.

import { addNodes, emptyScene, newCamera, newNode, type Vec3 } from '@gemel/scene'
import { describe, expect, it } from 'vitest'
import { localOfPose, poseOf, rotationOf } from './pose'

describe('poses', () => {
  it.each<[Vec3, Vec3]>([
    [
      [0, 2, 10],
      [0, 0, 0],
    ],
    [
      [5, 5, 5],
      [1, 0, -3],
    ],
    [
      [-4, 1, 0],
      [3, 1, 0],
    ],
    [
      [0, 9, 0.01],
      [0, 0, 0],
    ],
  ])('from %j to %j and back', (position, target) => {
    const node = newNode({ name: 'View', components: [newCamera()] })
    const parent = newNode({ name: 'Turned', position: [3, 0, -2], transform: { rotation: [0.2, 1, -0.4] } })
    const document = addNodes([parent, { ...node, parentId: parent.id }]).apply(emptyScene())
    const local = localOfPose(document, { parentId: parent.id }, { position, target })
    const moved = {
      ...document,
      nodes: new Map(
        [...document.nodes].map(([id, it]) => [
          id,
          id === node.id ? { ...it, transform: { ...it.transform, ...local } } : it,
        ]),
      ),
    }
    const pose = poseOf(moved, moved.nodes.get(node.id) ?? node)
    pose.position.forEach((it, i) => expect(it).toBeCloseTo(position[i] ?? 0, 4))
    const wanted = direction(position, target)
    direction(pose.position, pose.target).forEach((it, i) => expect(it).toBeCloseTo(wanted[i] ?? 0, 3))
  })

  it('looks straight ahead without turning', () =>
    rotationOf({ position: [0, 0, 5], target: [0, 0, 0] }).forEach((it) => expect(it).toBeCloseTo(0)))
})

function direction(from: Vec3, to: Vec3): readonly number[] {
  const by = [to[0] - from[0], to[1] - from[1], to[2] - from[2]]
  const length = Math.hypot(...by)
  return by.map((it) => it / length)
}
