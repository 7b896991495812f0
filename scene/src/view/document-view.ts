// The document on the screen: one entry a node, brought up to date by what changed and nothing else.

import { Box3, Euler, Matrix4, Quaternion, Vector3 } from 'three'
import type { NodeId, SceneComponent, SceneDocument, SceneNode, Transform } from '../document/types'
import { Entry, type Part } from './entry'

export type PartFactory = (component: SceneComponent, entry: Entry, index: number) => Part | null
export interface EntryRules {
  /** Places a node that does not simply stand in its parent (a mesh inside a model). */
  readonly baseOf?: (entry: Entry) => Matrix4 | null
}

const position = new Vector3()
const quaternion = new Quaternion()
const scale = new Vector3()
const euler = new Euler()

/** The matrix of a transform as the document writes it. */
export function matrixOf(transform: Transform, into: Matrix4): Matrix4 {
  const [x, y, z] = transform.rotation
  return into.compose(position.fromArray(transform.position),
    quaternion.setFromEuler(euler.set(x, y, z, 'XYZ')),
    scale.fromArray(transform.scale))
}

/** The transform of a matrix, as the document writes it. */
export function transformOf(matrix: Matrix4): Transform {
  matrix.decompose(position, quaternion, scale)
  euler.setFromQuaternion(quaternion, 'XYZ')
  // Adding nothing makes a plain zero of a negative one.
  return {
    position: [position.x + 0, position.y + 0, position.z + 0],
    rotation: [euler.x + 0, euler.y + 0, euler.z + 0],
    scale: [scale.x, scale.y, scale.z],
  }
}

export class DocumentView {
  readonly entries = new Map<NodeId, Entry>()
  #document: SceneDocument | null = null
  #hidden: ReadonlySet<NodeId> = new Set()
  readonly #makePart: PartFactory
  readonly #rules: EntryRules

  constructor(makePart: PartFactory, rules: EntryRules = {}) {
    this.#makePart = makePart
    this.#rules = rules
  }

  get document(): SceneDocument | null {
    return this.#document
  }

  /** Draws another revision; unchanged nodes are told by being the same object. */
  sync(document: SceneDocument, hidden: ReadonlySet<NodeId>): void {
    const before = this.#document
    const isHiddenChanged = hidden !== this.#hidden
    if (document === before && !isHiddenChanged) return
    this.#document = document
    this.#hidden = hidden
    const changed: Entry[] = []
    if (document.nodes !== before?.nodes) this.#syncNodes(document, changed)
    if (before && document.rules !== before.rules) for (const entry of this.entries.values()) this.#syncParts(entry, true)
    if (isHiddenChanged) this.refreshAll()
    const concerned = new Set<Entry>()
    for (const entry of changed) {
      concerned.add(entry)
      if (entry.parent) concerned.add(entry.parent)
    }
    for (const { parts } of concerned) for (const part of parts) part?.reconsider?.()
  }

  #syncNodes(document: SceneDocument, changed: Entry[]): void {
    const orphaned = new Set<Entry>()
    for (const [id, entry] of this.entries) {
      if (document.nodes.has(id)) continue
      if (entry.parent) orphaned.add(entry.parent)
      for (const part of entry.parts) part?.dispose()
      this.entries.delete(id)
    }
    for (const entry of orphaned) if (this.entries.has(entry.id)) changed.push(entry)
    for (const [id, node] of document.nodes) {
      const entry = this.entries.get(id)
      if (!entry) {
        const made = new Entry(id, node)
        this.entries.set(id, made)
        changed.push(made)
      } else if (entry.node !== node) {
        entry.node = node
        changed.push(entry)
      }
    }
    for (const entry of changed) entry.parent = this.#parentOf(entry.node)
    // Where it stands comes before what it is made of: parts are placed as they are made.
    if (changed.length > 200) this.refreshAll()
    else for (const entry of changed) this.refresh(entry)
    for (const entry of changed) this.#syncParts(entry, false)
  }

  #parentOf(node: SceneNode): Entry | null {
    return node.parentId === null ? null : this.entries.get(node.parentId) ?? null
  }

  #syncParts(entry: Entry, isEverything: boolean): void {
    const { components } = entry.node
    if (!isEverything && components === entry.components) return
    for (let i = components.length; i < entry.parts.length; i++) entry.parts[i]?.dispose()
    entry.parts.length = Math.min(entry.parts.length, components.length)
    components.forEach((component, i) => {
      const part = entry.parts[i]
      if (!isEverything && part !== undefined && component === entry.components[i]) return
      const isSameType = entry.components[i]?.type === component.type
      if (part && isSameType && part.update(component)) return
      part?.dispose()
      entry.parts[i] = this.#makePart(component, entry, i)
    })
    entry.components = components
  }

  refreshAll(): void {
    for (const id of this.#document?.rootIds ?? []) {
      const entry = this.entries.get(id)
      if (entry) this.refresh(entry)
    }
  }

  /** Works out anew where a node and all below it stand, show and are tinted. */
  refresh(entry: Entry): void {
    const { parent, node } = entry
    if (entry.preview) entry.world.copy(entry.preview)
    else matrixOf(node.transform, entry.world)
    const base = this.#rules.baseOf?.(entry) ?? parent?.world
    if (base) entry.world.premultiply(base)
    const isShown = (parent?.isShown ?? true) && !this.#hidden.has(entry.id)
    const tint = entry.ownTint ?? parent?.tint ?? null
    const isShownChanged = isShown !== entry.isShown
    const isTintChanged = tint !== entry.tint
    entry.isShown = isShown
    entry.tint = tint
    for (const part of entry.parts) {
      part?.place?.()
      if (isShownChanged) part?.show?.()
      if (isTintChanged) part?.retint?.()
    }
    for (const childId of node.childIds) {
      const child = this.entries.get(childId)
      if (!child) continue
      child.parent = entry
      this.refresh(child)
    }
  }

  /** Lets nodes stand elsewhere without a command; `null` takes it back. Matrices are local to the parent. */
  preview(matrices: ReadonlyMap<NodeId, Matrix4> | null): void {
    if (!matrices) {
      for (const entry of this.entries.values()) {
        if (!entry.preview) continue
        entry.preview = null
        this.refresh(entry)
      }
      return
    }
    for (const [id, matrix] of matrices) {
      const entry = this.entries.get(id)
      if (!entry) continue
      entry.preview = matrix
      this.refresh(entry)
    }
  }

  /** All switches of a kind were thrown, or a setting of the scene changed. */
  each(call: (part: Part, entry: Entry) => void): void {
    for (const entry of this.entries.values()) for (const part of entry.parts) if (part) call(part, entry)
  }

  /** The box around nodes and all below them, in world space; empty when nothing of them is drawn. */
  bounds(ids?: Iterable<NodeId>): Box3 {
    const box = new Box3()
    const add = (entry: Entry) => {
      for (const part of entry.parts) part?.bounds?.(box)
      if (ids) for (const childId of entry.node.childIds) {
        const child = this.entries.get(childId)
        if (child) add(child)
      }
    }
    if (ids) for (const id of ids) {
      const entry = this.entries.get(id)
      if (entry) add(entry)
    } else for (const entry of this.entries.values()) if (entry.isShown) add(entry)
    return box
  }

  dispose(): void {
    this.each((part) => part.dispose())
    this.entries.clear()
    this.#document = null
  }
}
