// Adds a component to the selected nodes: only what makes sense on them.

import {
  addComponent,
  componentOf,
  newAnimation,
  newEntityBinding,
  newLight,
  newModel,
  newModelShader,
  newMotionIndicator,
  newOverlay,
  newPlane,
  newTag,
  type SceneComponent,
  type SceneNode,
} from '@gemel/scene'
import type { ReactNode } from 'react'
import { type Composer, together, useComposer } from '../context'
import type { IconName } from '../kit/icon'
import { MenuButton, type MenuItem } from '../kit/menu'

interface Choice {
  readonly label: string
  readonly icon: IconName
  readonly make: (node: SceneNode) => SceneComponent | null
}

const CHOICES: readonly Choice[] = [
  { label: 'Tag', icon: 'tag', make: (node) => (componentOf(node, 'Tag') ? null : newTag()) },
  {
    label: 'Overlay panel',
    icon: 'panel',
    make: (node) =>
      componentOf(node, 'DataOverlay') ? null : newOverlay('OverlayPanel', `### ${node.name}`),
  },
  {
    label: 'Entity (what this is in the twin)',
    icon: 'link',
    make: (node) => (componentOf(node, 'EntityBinding') ? null : newEntityBinding('')),
  },
  {
    label: 'Model shader (colour by a rule)',
    icon: 'shader',
    make: (node) => (componentOf(node, 'ModelShader') ? null : newModelShader()),
  },
  {
    label: 'Animation',
    icon: 'animation',
    make: (node) => {
      const model = componentOf(node, 'ModelRef')
      return model && !componentOf(node, 'Animation') ? newAnimation(model.uri) : null
    },
  },
  {
    label: 'Motion indicator',
    icon: 'motion',
    make: (node) => (componentOf(node, 'MotionIndicator') ? null : newMotionIndicator()),
  },
  { label: 'Light', icon: 'light', make: (node) => (componentOf(node, 'Light') ? null : newLight('Point')) },
  { label: 'Plane', icon: 'plane', make: (node) => (componentOf(node, 'PlaneGeometry') ? null : newPlane()) },
]

export function AddComponent({ nodes }: { readonly nodes: readonly SceneNode[] }): ReactNode {
  const composer = useComposer()
  return (
    <div className="c-add">
      <MenuButton
        icon="plus"
        label="Add component"
        text="Add component"
        items={() => items(composer, nodes)}
      />
    </div>
  )
}

function items({ editor, pickAsset }: Composer, nodes: readonly SceneNode[]): readonly MenuItem[] {
  const add = (label: string, make: Choice['make']) => {
    const commands = nodes.flatMap((node) => {
      const component = make(node)
      return component ? [addComponent(node.id, component)] : []
    })
    if (commands[0])
      editor.run(
        commands.length === 1
          ? commands[0]
          : together(`Add ${label.toLowerCase()} to ${commands.length} nodes`, commands),
      )
  }
  const choices = CHOICES.map(({ label, icon, make }) => ({
    id: label,
    label,
    icon,
    isDisabled: nodes.every((it) => make(it) === null),
    run: () => add(label, make),
  }))
  const model: MenuItem = {
    id: 'model',
    label: '3D model…',
    icon: 'model',
    isDisabled: nodes.some((it) => componentOf(it, 'ModelRef')),
    run: () =>
      void pickAsset('model').then((uri) => {
        if (uri !== null) add('3D model', () => newModel(uri))
      }),
  }
  return [...choices, model]
}
