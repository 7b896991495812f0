// Which editor a kind of component has.

import type { SceneComponent } from '@gemel/scene'
import type { ReactNode } from 'react'
import { CameraEditor } from './camera-editor'
import type { Edited } from './edit'
import { LightEditor } from './light-editor'
import { ModelEditor } from './model-editor'
import { MotionEditor } from './motion-editor'
import { OverlayEditor } from './overlay-editor'
import {
  AnimationEditor,
  EntityBindingEditor,
  PlaneEditor,
  SubModelEditor,
  UnknownEditor,
} from './small-editors'
import { ShaderEditor, TagEditor } from './tag-editor'

/** `Edited` of any kind is `Edited` of the kind its component says. */
export function editorOf(edited: Edited<SceneComponent>): ReactNode {
  const as = <T extends SceneComponent>() => edited as unknown as Edited<T>
  switch (edited.component.type) {
    case 'Tag':
      return <TagEditor {...as<Extract<SceneComponent, { type: 'Tag' }>>()} />
    case 'ModelRef':
      return <ModelEditor {...as<Extract<SceneComponent, { type: 'ModelRef' }>>()} />
    case 'ModelShader':
      return <ShaderEditor {...as<Extract<SceneComponent, { type: 'ModelShader' }>>()} />
    case 'MotionIndicator':
      return <MotionEditor {...as<Extract<SceneComponent, { type: 'MotionIndicator' }>>()} />
    case 'DataOverlay':
      return <OverlayEditor {...as<Extract<SceneComponent, { type: 'DataOverlay' }>>()} />
    case 'Light':
      return <LightEditor {...as<Extract<SceneComponent, { type: 'Light' }>>()} />
    case 'Camera':
      return <CameraEditor {...as<Extract<SceneComponent, { type: 'Camera' }>>()} />
    case 'PlaneGeometry':
      return <PlaneEditor {...as<Extract<SceneComponent, { type: 'PlaneGeometry' }>>()} />
    case 'Animation':
      return <AnimationEditor {...as<Extract<SceneComponent, { type: 'Animation' }>>()} />
    case 'EntityBinding':
      return <EntityBindingEditor {...as<Extract<SceneComponent, { type: 'EntityBinding' }>>()} />
    case 'SubModelRef':
      return <SubModelEditor {...as<Extract<SceneComponent, { type: 'SubModelRef' }>>()} />
    case '?':
      return <UnknownEditor {...as<Extract<SceneComponent, { type: '?' }>>()} />
  }
}
