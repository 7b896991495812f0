// The menu of nodes, out of the list of actions: in the tree and in the picture.

import {
  ACTIONS,
  type Action,
  actionOf,
  addNodes,
  keysLabel,
  type NodeId,
  newNode,
  newSubModel,
} from '@gemel/scene'
import { contextOf } from '../actions'
import type { Composer } from '../context'
import type { IconName } from '../kit/icon'
import type { MenuItem } from '../kit/menu'

const SECTIONS: readonly (readonly [heading: string, ids: readonly string[]])[] = [
  ['', ['focus', 'rename']],
  ['Edit', ['copy', 'cut', 'paste', 'duplicate', 'delete']],
  ['Arrange', ['group', 'ungroup', 'snap-to-floor']],
  ['Show', ['hide', 'isolate', 'show-all', 'lock']],
  ['Add to it', ['add-model-shader', 'add-overlay']],
]

const ICONS: Readonly<Record<string, IconName>> = {
  focus: 'fly',
  rename: 'text',
  copy: 'copy',
  paste: 'paste',
  duplicate: 'copy',
  delete: 'trash',
  hide: 'eye-off',
  'show-all': 'eye',
  lock: 'lock',
  'add-model-shader': 'shader',
  'add-overlay': 'panel',
  'snap-to-floor': 'floor',
  isolate: 'eye',
  undo: 'undo',
  redo: 'redo',
  save: 'save',
}

export const isMac: boolean = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '')

export function keysOf(action: Action | undefined): string | undefined {
  const [keys] = action?.keys ?? []
  return keys === undefined ? undefined : keysLabel(keys, isMac)
}

export function nodeMenu(
  composer: Composer,
  own: { readonly rename?: () => void } = {},
): readonly MenuItem[] {
  const state = composer.editor.store.getState()
  return SECTIONS.flatMap(([heading, ids]) => {
    const items = ids.flatMap((id) => {
      const action = actionOf(id)
      // What cannot be done to anything here is left out, rather than shown grey.
      if (!action || (state.isReadOnly && !['focus', 'copy', 'hide', 'show-all', 'isolate'].includes(id)))
        return []
      if (heading === 'Add to it' && !action.isEnabled(state)) return []
      const run = id === 'rename' && own.rename ? own.rename : () => action.run(contextOf(composer))
      return [
        {
          id,
          label: action.labelNow?.(state) ?? action.label,
          icon: ICONS[id],
          keys: keysOf(action),
          isDisabled: !action.isEnabled(state),
          isDanger: id === 'delete',
          run,
        },
      ]
    })
    return items.map((it, index) => (index === 0 && heading !== '' ? { ...it, heading } : it))
  })
}

/** The icon of an action, for toolbars and menus. */
export function iconOfAction(id: string): IconName | undefined {
  return ICONS[id]
}

/** All actions, for the palette and the list of shortcuts. */
export function allActions(): readonly Action[] {
  return ACTIONS
}

/** Makes a node of a named mesh, standing where the mesh stands, so that nothing jumps. */
export function addMeshNode(composer: Composer, parentId: NodeId, name: string): void {
  const transform = composer.handle()?.meshTransform(parentId, name)
  const node = newNode({ name, components: [newSubModel(name)], ...(transform ? { transform } : {}) })
  composer.editor.run({ ...addNodes([node], { parentId }, `Make a node of “${name}”`), selects: [node.id] })
}
