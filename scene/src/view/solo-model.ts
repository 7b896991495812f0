// A model drawn as its own tree, for nodes that move, hide or colour its meshes one by one.

import { AnimationMixer, Group, type Intersection, type Material, type Mesh, type Object3D, Raycaster,
  type Ray, Vector3, Matrix4 } from 'three'
import { clone } from 'three/addons/utils/SkeletonUtils.js'
import type { MeshName } from '../editor/types'
import { disposeMaterial, type ModelAsset } from './model-store'
import { tintedMaterial, type Tint } from './model-pools'

const raycaster = new Raycaster()

/** The named meshes (and groups) of a model, for people to choose from. */
export function namesOf(root: Object3D): MeshName[] {
  return root.children.flatMap((child) => {
    const children = namesOf(child)
    return child.name ? [{ name: child.name, children }] : children
  })
}

/** The object a sub-model reference means: a name, or (old documents) a number three once gave. */
export function findMesh(root: Object3D, selector: string | number): Object3D | undefined {
  return typeof selector === 'number' ? root.getObjectById(selector) : root.getObjectByName(selector)
}

export class SoloModel {
  /** Holds the node's matrix; the model's own transform is kept below it. */
  readonly group = new Group()
  readonly scene: Object3D
  #mixer: AnimationMixer | null = null
  #clips: readonly string[] = []
  readonly #tints = new Map<Object3D, Tint | null>()
  readonly #originals = new Map<Mesh, Material | Material[]>()
  readonly #made: Material[] = []

  constructor(readonly asset: ModelAsset, look: { castShadow: boolean; receiveShadow: boolean }) {
    if (!asset.scene) throw new Error('A model is drawn only after it was loaded.')
    this.scene = clone(asset.scene)
    this.scene.traverse((object) => {
      object.castShadow = look.castShadow
      object.receiveShadow = look.receiveShadow
      const mesh = object as Mesh
      if (mesh.isMesh) this.#originals.set(mesh, mesh.material)
    })
    this.group.matrixAutoUpdate = false
    this.group.add(this.scene)
  }

  place(matrix: Matrix4): void {
    this.group.matrix.copy(matrix)
    this.group.matrixWorldNeedsUpdate = true
    this.group.updateMatrixWorld(true)
  }

  find(selector: string | number): Object3D | undefined {
    return findMesh(this.scene, selector)
  }

  /** Lays a tint over a part of the tree (its root: over all of it); null takes it away. */
  tint(object: Object3D, tint: Tint | null): void {
    if (tint === null) this.#tints.delete(object)
    else this.#tints.set(object, tint)
    for (const [mesh, original] of this.#originals) {
      const wanted = this.#tintOf(mesh)
      if (wanted === ((mesh.userData['tint'] as Tint | undefined) ?? null)) continue
      mesh.userData['tint'] = wanted ?? undefined
      mesh.material = wanted === null ? original
        : Array.isArray(original)
          ? original.map((each) => this.#tinted(each, wanted)) : this.#tinted(original, wanted)
    }
  }

  #tintOf(mesh: Object3D): Tint | null {
    for (let object: Object3D | null = mesh; object; object = object.parent) {
      const tint = this.#tints.get(object)
      if (tint !== undefined) return tint
    }
    return null
  }

  #tinted(original: Material, tint: Tint): Material {
    const name = `${original.uuid} ${tint}`
    const known = this.#made.find((material) => material.userData['tintName'] === name)
    if (known) return known
    const material = tintedMaterial(original, tint)
    material.userData = { ...material.userData, tintName: name }
    this.#made.push(material)
    return material
  }

  /** Plays these clips and no others. */
  play(names: readonly string[]): void {
    if (names.join('\0') === this.#clips.join('\0')) return
    this.#clips = names
    this.#mixer ??= new AnimationMixer(this.scene)
    for (const clip of this.asset.clips) {
      const action = this.#mixer.clipAction(clip)
      if (names.includes(clip.name)) action.play()
      else action.stop()
    }
  }

  get isPlaying(): boolean {
    return this.#clips.length > 0
  }

  advance(seconds: number): void {
    this.#mixer?.update(seconds)
  }

  hit(ray: Ray): Intersection | null {
    raycaster.ray.copy(ray)
    const hits = raycaster.intersectObject(this.group, true)
    return hits.find(({ object }) => isShown(object, this.group)) ?? null
  }

  dispose(): void {
    this.group.removeFromParent()
    this.#mixer?.stopAllAction()
    this.#mixer?.uncacheRoot(this.scene)
    for (const material of this.#made) disposeMaterial(material, false)
    this.scene.traverse((object) => {
      if ('skeleton' in object) (object as { skeleton: { dispose: () => void } }).skeleton.dispose()
    })
  }
}

function isShown(object: Object3D, until: Object3D): boolean {
  for (let each: Object3D | null = object; each && each !== until; each = each.parent) {
    if (!each.visible) return false
  }
  return true
}

/** The normal of a hit in world space. */
export function normalOf(hit: Intersection): [number, number, number] {
  const normal = hit.face
    ? hit.face.normal.clone().transformDirection(hit.object.matrixWorld) : new Vector3(0, 1, 0)
  return [normal.x, normal.y, normal.z]
}
