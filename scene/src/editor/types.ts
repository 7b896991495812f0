// What an editor is: a document, what is selected, how one looks at it, and the ways to change it.

import type { NodeId, Problem, SceneComponent, SceneDocument, Transform, Vec3 } from '../document/types'
import type { StoreApi } from 'zustand/vanilla'

/** A change: document in, document out, with its way back. Commands are values; nothing else writes a document. */
export interface Command {
  /** What the undo menu says: "Move 3 nodes". */
  readonly label: string
  readonly apply: (document: SceneDocument) => SceneDocument
  /** The command that undoes this one, made before it is applied. */
  readonly inverse: (document: SceneDocument) => Command
  /** Commands with the same merge key within 500 ms become one step of the history (a drag, typing). */
  readonly mergeKey?: string
  /** Nodes to select after it ran. */
  readonly selects?: readonly NodeId[]
}

export type Tool = 'select' | 'translate' | 'rotate' | 'scale'
export type CameraMode = 'orbit' | 'pan' | 'walk'
/** What the next click on a surface places; `name` and `components` of the node to be made. */
export interface Placement {
  readonly label: string
  readonly name: string
  readonly components: readonly SceneComponent[]
}
export interface Snapping {
  readonly isOn: boolean
  readonly translate_m: number
  readonly rotate_deg: number
  readonly scale: number
}

export interface EditorState {
  readonly document: SceneDocument
  readonly selection: readonly NodeId[]
  /** Hidden and locked nodes, for this session only; a hidden parent hides its children. */
  readonly hidden: ReadonlySet<NodeId>
  readonly locked: ReadonlySet<NodeId>
  readonly hovered: NodeId | null
  readonly isReadOnly: boolean
  readonly tool: Tool
  readonly space: 'local' | 'world'
  readonly cameraMode: CameraMode
  readonly snapping: Snapping
  readonly placement: Placement | null
  /** Which kinds are shown: tags, overlays, motion indicators, lights' and cameras' helpers. */
  readonly shows: { readonly tags: boolean; readonly overlays: boolean; readonly motion: boolean; readonly helpers: boolean; readonly grid: boolean }
  readonly problems: readonly Problem[]
  readonly undoLabel: string | null
  readonly redoLabel: string | null
  /** Whether the document differs from what was last saved. */
  readonly isDirty: boolean
  /** Rises with each change of the document. */
  readonly revision: number
}

/** An editor without a screen. Its store is vanilla zustand: `editor.store.getState()`, `useStore(editor.store, …)`. */
export interface Editor {
  readonly store: StoreApi<EditorState>
  /** Runs a command as one step of the history; does nothing when read-only. */
  readonly run: (command: Command) => void
  readonly undo: () => void
  readonly redo: () => void
  /** Selects nodes: instead of, beside, or by turns with what is selected. */
  readonly select: (ids: readonly NodeId[], how?: 'set' | 'add' | 'toggle') => void
  /** Changes how one looks at the scene; never the document. */
  readonly set: (view: Partial<Pick<EditorState, 'hidden' | 'locked' | 'hovered' | 'tool' | 'space' | 'cameraMode' | 'snapping' | 'placement' | 'shows' | 'isReadOnly'>>) => void
  /** Opens another document: history and selection begin anew. */
  readonly open: (document: SceneDocument, problems?: readonly Problem[]) => void
  /** Says that the present document is what is stored. */
  readonly saved: () => void
}

/** Camera of the screen, in world metres. */
export interface CameraPose {
  readonly position: Vec3
  readonly target: Vec3
}

/** What the canvas can do for panels; `null` until it is mounted. */
export interface SceneHandle {
  /** Flies so that the nodes (and all below them) fill the view; all nodes when none are named. */
  readonly frame: (ids?: readonly NodeId[]) => void
  readonly flyTo: (pose: CameraPose, ms?: number) => void
  readonly pose: () => CameraPose
  /** A picture of what is on screen, as PNG. */
  readonly screenshot: (width: number, height: number) => Promise<Blob>
  /** World transform of a node as drawn. */
  readonly worldTransform: (id: NodeId) => Transform | undefined
  readonly statistics: () => { readonly drawCalls: number; readonly triangles: number; readonly textures: number; readonly nodes: number }
  /** The named meshes inside the model of a node, once it is loaded; for sub-model references. */
  readonly meshesOf: (id: NodeId) => readonly MeshName[]
  /** The names of the clips of the model of a node. */
  readonly clipsOf: (id: NodeId) => readonly string[]
  /** How a named mesh stands in its parent inside the model: the transform for a new sub-model node. */
  readonly meshTransform: (id: NodeId, name: string) => Transform | undefined
  /** The surface under a place of the window (model, plane or the ground); null when there is only sky. */
  readonly surfaceAt: (clientX: number, clientY: number) => SurfacePoint | null
  /** The node under a place of the window. */
  readonly nodeAt: (clientX: number, clientY: number) => NodeId | null
  /** The box around nodes and all below them (all nodes when none are named), world metres; null when nothing is drawn. */
  readonly bounds: (ids?: readonly NodeId[]) => { readonly min: Vec3; readonly max: Vec3 } | null
  /** Looks at the same middle from this direction, such as `[0, 1, 0]` from above. */
  readonly lookFrom: (direction: Vec3) => void
  /** The camera nodes and where they look. */
  readonly savedCameras: () => readonly { readonly nodeId: NodeId; readonly name: string; readonly pose: CameraPose }[]
  /** Opens or closes the overlay panels of a node; by turns without `isOpen`. */
  readonly setOverlayOpen: (id: NodeId, isOpen?: boolean) => void
}
/** A point of a surface and the direction out of it, world metres. */
export interface SurfacePoint {
  readonly position: Vec3
  readonly normal: Vec3
}
export interface MeshName {
  readonly name: string
  readonly children: readonly MeshName[]
}

/** Reads what documents name: `s3://bucket/key`, http(s), or relative to the scene. The host knows how, and signs. */
export interface AssetLoader {
  readonly load: (uri: string, signal?: AbortSignal) => Promise<ArrayBuffer>
}
