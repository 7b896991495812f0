// A reference to a mesh inside the parent's model: moves, hides and colours that mesh, and is selected by it.

import { Box3, Matrix4, type Object3D } from 'three'
import type { SceneComponent, SubModelRef } from '../../document/types'
import type { ViewContext } from '../context'
import { matrixOf } from '../document-view'
import type { Entry, Part } from '../entry'
import { modelPartOf } from './model-part'
import { findMesh } from '../solo-model'

const local = new Matrix4()

export class SubModelPart implements Part {
  #reference: SubModelRef

  constructor(readonly context: ViewContext, readonly entry: Entry, reference: SubModelRef,
    readonly index: number) {
    this.#reference = reference
    this.place()
  }

  #mesh(): Object3D | undefined {
    return modelPartOf(this.entry.parent)?.solo?.find(this.#reference.selector)
  }

  update(component: SceneComponent): boolean {
    const isSame = (component as SubModelRef).selector === this.#reference.selector
    this.#reference = component as SubModelRef
    return isSame
  }

  place(): void {
    const mesh = this.#mesh()
    const parent = modelPartOf(this.entry.parent)
    if (parent?.solo && !mesh) {
      this.context.report(this.entry.node, this.index,
        `The model above has no mesh named “${this.#reference.selector}”.`, 'warning')
    }
    if (!mesh) return
    local.copy(this.entry.preview ?? matrixOf(this.entry.node.transform, local))
    local.decompose(mesh.position, mesh.quaternion, mesh.scale)
    mesh.updateMatrixWorld(true)
    mesh.visible = this.entry.isShown
    parent?.solo?.tint(mesh, this.entry.tint)
  }

  show(): void {
    this.place()
  }

  retint(): void {
    this.place()
  }

  bounds(into: Box3): void {
    const mesh = this.#mesh()
    if (mesh) into.union(new Box3().setFromObject(mesh))
  }

  dispose(): void {
    const parent = modelPartOf(this.entry.parent)
    const mesh = this.#mesh()
    const original = parent?.asset.scene && findMesh(parent.asset.scene, this.#reference.selector)
    if (!mesh || !original) return
    original.matrix.decompose(mesh.position, mesh.quaternion, mesh.scale)
    mesh.visible = true
    parent?.solo?.tint(mesh, null)
    mesh.updateMatrixWorld(true)
  }
}

/** What a node that refers to a mesh stands in: the mesh's own parent inside the model. */
export function subModelBase(entry: Entry): Matrix4 | null {
  const reference = entry.node.components.find((each): each is SubModelRef => each.type === 'SubModelRef')
  if (!reference) return null
  const mesh = modelPartOf(entry.parent)?.solo?.find(reference.selector)
  return mesh?.parent ? mesh.parent.matrixWorld : null
}
