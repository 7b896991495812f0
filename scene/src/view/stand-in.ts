// What stands where a model is on its way or could not be had: a box of a metre one can see and select.

import { BoxGeometry, Mesh, MeshBasicMaterial, Group } from 'three'
import { ModelAsset } from './model-store'

/** A model made by code: a see-through box with its edges drawn as thin bars. */
export function standInAsset(name: string, color: string): ModelAsset {
  const asset = new ModelAsset(`stand-in:${name}`)
  const scene = new Group()
  const faces = new MeshBasicMaterial({ color, transparent: true, opacity: 0.16, depthWrite: false })
  const edges = new MeshBasicMaterial({ color })
  scene.add(new Mesh(new BoxGeometry(1, 1, 1), faces))
  const thick = 0.02
  for (const axis of [0, 1, 2]) for (const a of [-0.5, 0.5]) for (const b of [-0.5, 0.5]) {
    const size = [thick, thick, thick]
    size[axis] = 1 + thick
    const bar = new Mesh(new BoxGeometry(...size as [number, number, number]), edges)
    bar.position.setComponent((axis + 1) % 3, a)
    bar.position.setComponent((axis + 2) % 3, b)
    scene.add(bar)
  }
  for (const child of scene.children) child.position.y += 0.5
  asset.settle(scene, [], '')
  return asset
}
