// Which meshes the line around nodes follows.

import type { Mesh, SkinnedMesh } from 'three'
import type { NodeId } from '../document/types'
import type { DocumentView } from './document-view'
import type { Entry } from './entry'
import type { Outlined } from './outline'
import { modelPartOf } from './parts/model-part'
import { PlanePart } from './parts/plane-part'
import { MotionPart } from './parts/motion-part'

/** The meshes of nodes and of all below them, with the matrices they follow. */
export function outlinedOf(view: DocumentView, ids: readonly NodeId[]): Outlined[] {
  const found: Outlined[] = []
  const seen = new Set<Entry>()
  const visit = (entry: Entry) => {
    if (seen.has(entry) || !entry.isShown) return
    seen.add(entry)
    add(entry, found)
    for (const childId of entry.node.childIds) {
      const child = view.entries.get(childId)
      if (child) visit(child)
    }
  }
  for (const id of ids) {
    const entry = view.entries.get(id)
    if (entry) visit(entry)
  }
  return found
}

function add(entry: Entry, found: Outlined[]): void {
  for (const part of entry.parts) {
    if (part instanceof PlanePart || part instanceof MotionPart) {
      if (part.mesh.visible) found.push({ geometry: part.mesh.geometry, matrix: part.mesh.matrixWorld })
    }
  }
  const reference = entry.node.components.find((each) => each.type === 'SubModelRef')
  const model = modelPartOf(reference ? entry.parent : entry)
  if (!model) return
  if (model.solo) {
    const root = reference?.type === 'SubModelRef' ? model.solo.find(reference.selector) : model.solo.group
    root?.traverse((object) => {
      const mesh = object as Mesh
      if (!mesh.isMesh || !mesh.visible || (object as SkinnedMesh).isSkinnedMesh) return
      found.push({ geometry: mesh.geometry, matrix: mesh.matrixWorld })
    })
  } else if (!reference) {
    for (const { geometry } of model.drawn.primitives) found.push({ geometry, matrix: model.matrix })
  }
}
