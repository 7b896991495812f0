// The picture of a scene: what hosts may use of it.

export { SceneCanvas, type SceneCanvasProps } from './scene-canvas'
export { SceneEditor, SceneViewer, type SceneEditorProps, type SceneViewerProps } from './scene-editor'
export type { ContextMenu } from './pointer'
export type { Theme } from './surroundings'
export type { BindingTemplate } from './live-index'
export type { Decoders } from './model-loader'
