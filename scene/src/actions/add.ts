// Actions that add things: at once, or where the next click puts them.

import { addNodes } from '../commands/add-nodes'
import { addComponent } from '../commands/set-component'
import {
  newCamera,
  newLight,
  newModelShader,
  newMotionIndicator,
  newNode,
  newOverlay,
  newPlane,
  newTag,
} from '../document/defaults'
import { lookRotation } from '../document/matrix'
import type { Light, MotionIndicator, SceneComponent, Vec3 } from '../document/types'
import type { EditorState } from '../editor/types'
import { canChange, changeable, isWritable } from './selection'
import type { Action, ActionContext } from './types'

/** Things that the next click on a surface places. */
const PLACED: readonly (readonly [id: string, label: string, name: string, make: () => SceneComponent])[] = [
  ['tag', 'Tag', 'Tag', () => newTag()],
  ['annotation', 'Annotation', 'Annotation', () => newOverlay('TextAnnotation', 'Text')],
  ...(
    [
      ['LinearPlane', 'plane'],
      ['LinearCylinder', 'cylinder'],
      ['CircularCylinder', 'ring'],
    ] as const
  ).map(
    ([shape, words]: readonly [MotionIndicator['shape'], string]) =>
      [
        `motion-${words}`,
        `Motion indicator, ${words}`,
        'Motion indicator',
        () => newMotionIndicator(shape),
      ] as const,
  ),
  ['plane', 'Plane', 'Plane', () => newPlane()],
]

const LIGHTS: readonly (readonly [type: Light['lightType'], position: Vec3])[] = [
  ['Ambient', [0, 3, 0]],
  ['Directional', [5, 10, 5]],
  ['Hemisphere', [0, 10, 0]],
  ['Point', [0, 3, 0]],
]

/** New things without a place of their own stand where one looks at. */
function targetOf({ handle }: ActionContext): Vec3 {
  return handle?.pose().target ?? [0, 0, 0]
}

const simple: readonly Action[] = [
  {
    id: 'add-node',
    label: 'Empty node',
    group: 'add',
    keys: [],
    isEnabled: isWritable,
    run: (context) => context.editor.run(addNodes([newNode({ name: 'Node', position: targetOf(context) })])),
  },
  {
    id: 'add-model',
    label: '3D model',
    group: 'add',
    keys: [],
    isEnabled: isWritable,
    run: ({ intend }) => intend('add-model'),
  },
  ...LIGHTS.map(([type, [x, y, z]]): Action => ({
    id: `add-light-${type.toLowerCase()}`,
    label: `${type} light`,
    group: 'add',
    keys: [],
    isEnabled: isWritable,
    run: (context) => {
      const at = targetOf(context)
      const node = newNode({
        name: `${type} light`,
        components: [newLight(type)],
        position: [at[0] + x, at[1] + y, at[2] + z],
      })
      context.editor.run(addNodes([node]))
    },
  })),
  {
    id: 'add-camera',
    label: 'Camera from this view',
    group: 'add',
    keys: [],
    isEnabled: isWritable,
    run: ({ editor, handle }) => {
      const { position, target } = handle?.pose() ?? {
        position: [0, 2, 10] as const,
        target: [0, 0, 0] as const,
      }
      const transform = { position, rotation: lookRotation(position, target) }
      editor.run(addNodes([newNode({ name: 'Camera', components: [newCamera()], transform })]))
    },
  },
]

const onSelection: readonly Action[] = [
  {
    id: 'add-model-shader',
    label: 'Model shader',
    group: 'add',
    keys: [],
    isEnabled: (state) => isOne(state) && !has(state, 'ModelShader'),
    run: ({ editor }) => addTo(editor, newModelShader()),
  },
  {
    id: 'add-overlay',
    label: 'Overlay panel',
    group: 'add',
    keys: [],
    isEnabled: (state) => isOne(state) && has(state, 'Tag') && !has(state, 'DataOverlay'),
    run: ({ editor }) => addTo(editor, newOverlay('OverlayPanel')),
  },
]

function addTo(editor: ActionContext['editor'], component: SceneComponent): void {
  const [id] = changeable(editor.store.getState())
  if (id !== undefined) editor.run(addComponent(id, component))
}

function isOne(state: EditorState): boolean {
  return canChange(state) && state.selection.length === 1
}

function has({ document, selection }: EditorState, type: SceneComponent['type']): boolean {
  const node = document.nodes.get(selection[0] ?? ('' as never))
  return node?.components.some((component) => component.type === type) ?? false
}

export const ADD_ACTIONS: readonly Action[] = [
  ...simple,
  ...PLACED.map(([id, label, name, make]): Action => ({
    id: `add-${id}`,
    label,
    group: 'add',
    keys: [],
    isEnabled: isWritable,
    isOn: (state) => state.placement?.label === label,
    run: ({ editor }) => editor.set({ placement: { label, name, components: [make()] } }),
  })),
  ...onSelection,
]
