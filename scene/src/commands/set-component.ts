// Adds, changes and removes components of a node, by their number.

import type { NodeId, SceneComponent } from '../document/types'
import type { Command } from '../editor/types'
import { changeNodes, command } from './patch'

/** What people call each kind of component. */
const NAMES: Readonly<Record<SceneComponent['type'], string>> = {
  ModelRef: 'model',
  SubModelRef: 'sub-model',
  Animation: 'animation',
  Tag: 'tag',
  ModelShader: 'model shader',
  MotionIndicator: 'motion indicator',
  DataOverlay: 'overlay',
  EntityBinding: 'entity binding',
  PlaneGeometry: 'plane',
  Light: 'light',
  Camera: 'camera',
  '?': 'unknown component',
}

export function componentName(type: SceneComponent['type']): string {
  return NAMES[type]
}

/** Replaces a component; typing in one field merges into one step of the history. */
export function setComponent(
  id: NodeId,
  index: number,
  component: SceneComponent,
  mergeKey?: string,
): Command {
  return command(
    `Change ${componentName(component.type)}`,
    (document) =>
      changeNodes(document, [id], (node) =>
        node.components[index] === undefined
          ? null
          : { ...node, components: node.components.with(index, component) },
      ),
    mergeKey === undefined ? {} : { mergeKey },
  )
}

/** Adds a component before number `index`; at the end without one. */
export function addComponent(id: NodeId, component: SceneComponent, index?: number): Command {
  return command(`Add ${componentName(component.type)}`, (document) =>
    changeNodes(document, [id], (node) => ({
      ...node,
      components: node.components.toSpliced(index ?? node.components.length, 0, component),
    })),
  )
}

export function removeComponent(id: NodeId, index: number): Command {
  return command('Remove component', (document) =>
    changeNodes(document, [id], (node) =>
      node.components[index] === undefined
        ? null
        : { ...node, components: node.components.toSpliced(index, 1) },
    ),
  )
}
