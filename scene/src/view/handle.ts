// What the canvas can do for the panels around it.

import { Quaternion, Vector3, type Matrix4 } from 'three'
import type { Camera, NodeId } from '../document/types'
import type { CameraPose, SceneHandle } from '../editor/types'
import { transformOf } from './document-view'
import { modelPartOf } from './parts/model-part'
import { namesOf, findMesh } from './solo-model'
import type { Stage, StageOptions } from './stage'

/** Where a camera node looks from and at what. */
export function poseOfCamera(world: Matrix4): CameraPose {
  const position = new Vector3()
  const quaternion = new Quaternion()
  world.decompose(position, quaternion, new Vector3())
  const target = new Vector3(0, 0, -1).applyQuaternion(quaternion).multiplyScalar(5).add(position)
  return { position: position.toArray(), target: target.toArray() }
}

export function makeHandle(stage: Stage, { renderer, invalidate }: StageOptions): SceneHandle {
  const { world } = stage
  const entryOf = (id: NodeId) => {
    stage.sync()
    return world.view.entries.get(id)
  }
  const frame: SceneHandle['frame'] = (ids) => {
    stage.sync()
    stage.viewChosen()
    const single = ids?.length === 1 && ids[0] ? world.view.entries.get(ids[0]) : undefined
    if (single?.node.components.some(({ type }) => type === 'Camera')) stage.rig.flyTo(poseOfCamera(single.world))
    else {
      const box = world.view.bounds(ids)
      if (box.isEmpty() && ids) for (const id of ids) {
        const entry = world.view.entries.get(id)
        if (entry) box.expandByPoint(new Vector3().setFromMatrixPosition(entry.world))
      }
      // A tag alone is a point: keep some of what is around it in view.
      const size = box.getSize(new Vector3())
      if (!box.isEmpty() && Math.max(size.x, size.y, size.z) < 1.5) box.expandByScalar(1.2)
      if (!box.isEmpty()) stage.rig.flyTo(stage.rig.poseFor(box))
    }
  }
  return {
    frame,
    flyTo: (pose, ms) => {
      stage.viewChosen()
      stage.rig.flyTo(pose, ms)
    },
    pose: () => stage.rig.pose(),
    lookFrom: (direction) => {
      stage.viewChosen()
      stage.rig.lookFrom(new Vector3(...direction))
    },
    screenshot: async (width, height) => {
      // Not before its full light, unless that takes too long.
      await Promise.race([stage.lit, new Promise((resolve) => setTimeout(resolve, 4000))])
      stage.setPlain(true)
      stage.frame(0, true)
      const picture = cover(renderer.domElement, width, height)
      stage.setPlain(false)
      invalidate()
      return picture
    },
    worldTransform: (id) => {
      const entry = entryOf(id)
      return entry && transformOf(entry.world)
    },
    statistics: () => ({
      drawCalls: renderer.info.render.calls, triangles: renderer.info.render.triangles,
      textures: renderer.info.memory.textures, nodes: world.view.entries.size,
    }),
    meshesOf: (id) => {
      const root = modelPartOf(entryOf(id))?.asset.scene
      return root ? namesOf(root) : []
    },
    meshTransform: (id, name) => {
      const root = modelPartOf(entryOf(id))?.asset.scene
      const mesh = root && findMesh(root, name)
      return mesh ? transformOf(mesh.matrix) : undefined
    },
    clipsOf: (id) => modelPartOf(entryOf(id))?.asset.clips.map(({ name }) => name) ?? [],
    surfaceAt: (clientX, clientY) => stage.pointer.surfaceAt(clientX, clientY),
    nodeAt: (clientX, clientY) => stage.pointer.under(clientX, clientY)?.nodeId ?? null,
    bounds: (ids) => {
      stage.sync()
      const box = world.view.bounds(ids)
      return box.isEmpty() ? null : { min: box.min.toArray(), max: box.max.toArray() }
    },
    savedCameras: () => {
      stage.sync()
      return [...world.view.entries.values()].flatMap((entry) => {
        const saved = entry.node.components.find((each): each is Camera => each.type === 'Camera')
        return saved ? [{ nodeId: entry.id, name: entry.node.name, pose: poseOfCamera(entry.world) }] : []
      })
    },
    setOverlayOpen: (id, isOpen) => world.overlays.toggle(id, isOpen),
  }
}

/** The middle of a canvas just drawn, filling the size asked for. It must be read before the browser shows
 *  it. */
function cover(from: HTMLCanvasElement, width: number, height: number): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser cannot draw pictures (no 2D canvas).')
  const factor = Math.max(width / from.width, height / from.height)
  context.imageSmoothingQuality = 'high'
  context.drawImage(from, (width - from.width * factor) / 2, (height - from.height * factor) / 2,
    from.width * factor, from.height * factor)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be packed.'))),
      'image/png')
  })
}
