// What the view keeps for each node: where it stands, whether it shows, and what draws its components.

import { Matrix4, type Box3, type Ray } from 'three'
import type { NodeId, SceneComponent, SceneNode } from '../document/types'
import type { Tint } from './model-pools'

/** Draws one component. What it draws stands outside the tree of nodes: three never walks thousands of
 *  nodes. */
export interface Part {
  /** The component changed; false when another part must take over. */
  update: (component: SceneComponent) => boolean
  /** The node stands elsewhere. */
  place?: () => void
  /** The node shows or hides, or the kind is switched on or off. */
  show?: () => void
  /** What a shader of this node or one above it lays over models. */
  retint?: () => void
  /** Components or children of the node changed, which may ask for another way to draw. */
  reconsider?: () => void
  bounds?: (into: Box3) => void
  /** It only says where something is that has no body: nothing can stand on it. */
  readonly isSign?: true
  /** The nearest hit of a ray, in world space. */
  hit?: (ray: Ray) => PartHit | null
  dispose: () => void
}

export interface PartHit {
  readonly distance: number
  /** Unit length, in world space. */
  readonly normal: readonly [number, number, number]
  /** The node meant, when it is not the part's own. */
  readonly nodeId?: NodeId
  /** The named mesh inside a model. */
  readonly mesh?: string
}

export class Entry {
  parent: Entry | null = null
  readonly world = new Matrix4()
  /** While being dragged: stands here, whatever the document says. */
  preview: Matrix4 | null = null
  isShown = true
  /** What its own shader lays over models here and below. */
  ownTint: Tint | null = null
  tint: Tint | null = null
  parts: (Part | null)[] = []
  components: readonly SceneComponent[] = []

  constructor(readonly id: NodeId, public node: SceneNode) {}
}
