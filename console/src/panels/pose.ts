// Camera nodes and the camera of the screen: a node looks down its own −Z, the screen from a place to a target.

import {
  type CameraPose,
  invert,
  matrixOf,
  multiply,
  type NodeId,
  type SceneDocument,
  type SceneNode,
  type Transform,
  transformOf,
  type Vec3,
  worldMatrix,
  worldTransform,
} from '@gemel/scene'

/** How far before the camera its target is set. */
const AHEAD_M = 10

export function poseOf(document: SceneDocument, node: SceneNode): CameraPose {
  const {
    position,
    rotation: [x, y],
  } = worldTransform(document, node.id)
  const ahead: Vec3 = [-Math.sin(y), Math.sin(x) * Math.cos(y), -Math.cos(x) * Math.cos(y)]
  return {
    position,
    target: [
      position[0] + ahead[0] * AHEAD_M,
      position[1] + ahead[1] * AHEAD_M,
      position[2] + ahead[2] * AHEAD_M,
    ],
  }
}

/** Euler XYZ of one who looks from a place to a target, upright. */
export function rotationOf({ position, target }: CameraPose): Vec3 {
  const back = unit([position[0] - target[0], position[1] - target[1], position[2] - target[2]])
  // Straight up or down any turn is upright; take the one that is not.
  const right = Math.abs(back[1]) > 0.9999 ? ([1, 0, 0] as const) : unit([back[2], 0, -back[0]])
  const up: Vec3 = [
    back[1] * right[2] - back[2] * right[1],
    back[2] * right[0] - back[0] * right[2],
    back[0] * right[1] - back[1] * right[0],
  ]
  return [
    Math.atan2(-back[1], back[2]),
    Math.asin(Math.min(1, Math.max(-1, back[0]))),
    Math.atan2(-up[0], right[0]),
  ]
}

/** The transform of a node under its parent that looks as the screen does. */
export function localOfPose(
  document: SceneDocument,
  node: Pick<SceneNode, 'parentId'>,
  pose: CameraPose,
): Pick<Transform, 'position' | 'rotation'> {
  const { position, rotation } = localOf(document, node.parentId, {
    position: pose.position,
    rotation: rotationOf(pose),
    scale: [1, 1, 1],
  })
  return { position, rotation }
}

export function localOf(document: SceneDocument, parentId: NodeId | null, world: Transform): Transform {
  const inverse = invert(worldMatrix(document, parentId))
  return inverse === null ? world : transformOf(multiply(inverse, matrixOf(world)))
}

function unit([x, y, z]: Vec3): Vec3 {
  const length = Math.hypot(x, y, z) || 1
  return [x / length, y / length, z / length]
}
