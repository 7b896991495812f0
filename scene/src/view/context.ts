// What every part of the picture may use.

import type { Camera, Group, WebGLRenderer } from 'three'
import type { Problem, RuleGroup, SceneNode } from '../document/types'
import type { AssetLoader, EditorState } from '../editor/types'
import type { DocumentView } from './document-view'
import type { LiveIndex } from './live-index'
import type { ModelPools } from './model-pools'
import type { ModelAsset, ModelStore } from './model-store'
import type { Overlays } from './overlays'
import type { Picker } from './picker'
import type { TagBatch } from './tags'
import type { TextureStore } from './texture-store'

export interface Animated {
  /** Called before each frame while it runs; answers whether another frame is needed. */
  frame: (seconds: number) => boolean
}

export interface ViewContext {
  /** Everything a document draws hangs here, flat, with finished matrices. */
  readonly root: Group
  readonly assets: AssetLoader
  readonly models: ModelStore
  readonly pools: ModelPools
  readonly standIns: { readonly loading: ModelAsset; readonly broken: ModelAsset }
  readonly textures: TextureStore
  readonly tags: TagBatch
  readonly overlays: Overlays
  readonly picker: Picker
  readonly live: LiveIndex
  readonly animated: Set<Animated>
  readonly view: () => DocumentView
  readonly rule: (id: string | undefined) => RuleGroup | undefined
  readonly shows: () => EditorState['shows']
  readonly isEditing: () => boolean
  readonly prefersStill: () => boolean
  /** What is looked with; null without a screen. */
  readonly screen: () => { readonly camera: Camera; readonly renderer: WebGLRenderer } | null
  /** The world or what casts shadows changed. */
  readonly shadowsChanged: () => void
  readonly invalidate: () => void
  /** A component that cannot be drawn as it says; undefined when it is well again. */
  readonly report: (node: SceneNode, index: number, problem: string | undefined,
    severity?: Problem['severity']) => void
}
