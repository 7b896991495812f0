// Actions that change the document: undo, delete, duplicate, clipboard, groups, arranging, nudging.

import { alignNodes, distributeNodes, type Axis, type Boxes } from '../commands/arrange-nodes'
import { duplicateNodes } from '../commands/duplicate-nodes'
import { groupNodes, ungroupNodes, whyNotUngroup } from '../commands/group-nodes'
import { countOf } from '../commands/patch'
import { copyNodes, pasteNodes, readCopiedNodes } from '../commands/paste-nodes'
import { removeNodes } from '../commands/remove-nodes'
import { transformNodes } from '../commands/transform-nodes'
import { setSnapToFloor } from '../commands/set-node-properties'
import { topmost, worldTransform } from '../document/query'
import type { NodeId, Vec3 } from '../document/types'
import { localFromWorld } from '../commands/reparent-nodes'
import type { EditorState } from '../editor/types'
import { canChange, changeable, hasSelection, isWritable } from './selection'
import type { Action, ActionContext } from './types'

function tellLocked({ editor, say }: ActionContext): void {
  const state = editor.store.getState()
  const count = state.selection.length - changeable(state).length
  if (count > 0)
    say?.(count === 1 ? 'A locked node was left as it is.' : `${count} locked nodes were left as they are.`)
}

function withLabel(verb: string, label: string | null): string {
  return label === null ? verb : `${verb} ${label.charAt(0).toLowerCase()}${label.slice(1)}`
}

const history: readonly Action[] = [
  {
    id: 'undo',
    label: 'Undo',
    group: 'edit',
    keys: ['mod+z'],
    repeats: true,
    isEnabled: (state) => isWritable(state) && state.undoLabel !== null,
    labelNow: (state) => withLabel('Undo', state.undoLabel),
    run: ({ editor }) => editor.undo(),
  },
  {
    id: 'redo',
    label: 'Redo',
    group: 'edit',
    keys: ['mod+shift+z', 'mod+y'],
    repeats: true,
    isEnabled: (state) => isWritable(state) && state.redoLabel !== null,
    labelNow: (state) => withLabel('Redo', state.redoLabel),
    run: ({ editor }) => editor.redo(),
  },
]

const clipboard: readonly Action[] = [
  {
    id: 'copy',
    label: 'Copy',
    group: 'edit',
    keys: ['mod+c'],
    isEnabled: hasSelection,
    run: ({ editor, clipboard: port }) => {
      const { document, selection } = editor.store.getState()
      void port.write(copyNodes(document, selection))
    },
  },
  {
    id: 'cut',
    label: 'Cut',
    group: 'edit',
    keys: ['mod+x'],
    isEnabled: canChange,
    run: (context) => {
      const { editor } = context
      const state = editor.store.getState()
      const ids = changeable(state)
      void context.clipboard.write(copyNodes(state.document, ids))
      tellLocked(context)
      editor.run(removeNodes(ids, `Cut ${countOf(topmost(state.document, ids).length)}`))
    },
  },
  {
    id: 'paste',
    label: 'Paste',
    group: 'edit',
    keys: ['mod+v'],
    isEnabled: isWritable,
    run: (context) => void pasteFrom(context),
  },
  {
    id: 'duplicate',
    label: 'Duplicate',
    group: 'edit',
    keys: ['mod+d'],
    isEnabled: canChange,
    run: (context) => {
      const state = context.editor.store.getState()
      tellLocked(context)
      context.editor.run(duplicateNodes(state.document, changeable(state)))
    },
  },
  {
    id: 'delete',
    label: 'Delete',
    group: 'edit',
    keys: ['delete', 'backspace'],
    isEnabled: canChange,
    run: (context) => {
      const state = context.editor.store.getState()
      const ids = changeable(state)
      tellLocked(context)
      context.editor.run(removeNodes(ids, `Delete ${countOf(topmost(state.document, ids).length)}`))
    },
  },
  {
    id: 'rename',
    label: 'Rename',
    group: 'edit',
    keys: ['f2', 'enter'],
    isEnabled: (state) => canChange(state) && state.selection.length === 1,
    run: ({ intend }) => intend('rename'),
  },
]

async function pasteFrom({ editor, clipboard: port, say }: ActionContext): Promise<void> {
  let text: string
  try {
    text = await port.read()
  } catch {
    say?.(
      'The browser does not let the clipboard be read. Allow it for this site, or press Ctrl+V in the scene.',
    )
    return
  }
  pasteText(editor, text, say)
}

/** Pastes a text, as one that came with the browser's own paste event; beside what is selected. */
export function pasteText(
  editor: ActionContext['editor'],
  text: string,
  say?: (message: string) => void,
): void {
  const copied = readCopiedNodes(text)
  if (copied === null) {
    say?.('There are no nodes on the clipboard. Copy some in this scene or another first.')
    return
  }
  const { document, selection } = editor.store.getState()
  const parentId = document.nodes.get(selection[0] ?? ('' as never))?.parentId ?? null
  editor.run(pasteNodes(copied, { parentId }))
}

const groups: readonly Action[] = [
  {
    id: 'group',
    label: 'Group',
    group: 'arrange',
    keys: ['mod+g'],
    isEnabled: canChange,
    run: (context) => {
      tellLocked(context)
      context.editor.run(groupNodes(changeable(context.editor.store.getState())))
    },
  },
  {
    id: 'ungroup',
    label: 'Ungroup',
    group: 'arrange',
    keys: ['mod+shift+g'],
    isEnabled: (state) =>
      !state.isReadOnly && changeable(state).some((id) => whyNotUngroup(state.document, id) === null),
    run: (context) => {
      const state = context.editor.store.getState()
      context.editor.run(ungroupNodes(state.document, changeable(state)))
    },
  },
  {
    id: 'snap-to-floor',
    label: 'Snap to floor',
    group: 'arrange',
    keys: [],
    isEnabled: canChange,
    isOn: (state) =>
      hasSelection(state) && state.selection.every((id) => state.document.nodes.get(id)?.snapToFloor),
    run: ({ editor }) => {
      const state = editor.store.getState()
      const ids = changeable(state)
      editor.run(setSnapToFloor(ids, !ids.every((id) => state.document.nodes.get(id)?.snapToFloor)))
    },
  },
]

const ENDS = [
  ['min', 'lowest'],
  ['center', 'middle'],
  ['max', 'highest'],
] as const

function hasAtLeast(state: EditorState, least: number): boolean {
  return !state.isReadOnly && changeable(state).length >= least
}

/** The boxes around nodes as they are drawn now. */
function boxesOf({ handle }: ActionContext, ids: readonly NodeId[]): Boxes {
  return new Map(
    ids.flatMap((id) => {
      const box = handle?.bounds([id]) ?? null
      return box === null ? [] : [[id, box] as const]
    }),
  )
}

function arranging(axis: Axis): readonly Action[] {
  const name = axis.toUpperCase()
  return [
    ...ENDS.map(([to, words]): Action => ({
      id: `align-${axis}-${to}`,
      label: `Align to the ${words} ${name}`,
      group: 'arrange',
      keys: [],
      isEnabled: (state) => hasAtLeast(state, 2),
      run: (context) => {
        const ids = changeable(context.editor.store.getState())
        context.editor.run(alignNodes(ids, axis, to, boxesOf(context, ids)))
      },
    })),
    {
      id: `distribute-${axis}`,
      label: `Distribute along ${name}`,
      group: 'arrange',
      keys: [],
      isEnabled: (state) => hasAtLeast(state, 3),
      run: (context) => {
        const ids = changeable(context.editor.store.getState())
        context.editor.run(distributeNodes(ids, axis, boxesOf(context, ids)))
      },
    },
  ]
}

/** How far an arrow moves things while snapping is off. */
const NUDGE_M = 0.1
const NUDGES = [
  ['arrowleft', 'left', [-1, 0]],
  ['arrowright', 'right', [1, 0]],
  ['arrowup', 'away', [0, 1]],
  ['arrowdown', 'nearer', [0, -1]],
] as const

/** Arrows move as one sees it: along the axis of the world that points most to the right, or away. */
function nudge(context: ActionContext, right: number, away: number, up: number, factor: number): void {
  const { editor, handle } = context
  const state = editor.store.getState()
  const step = (state.snapping.isOn ? state.snapping.translate_m : NUDGE_M) * factor
  const pose = handle?.pose()
  const x = pose ? pose.target[0] - pose.position[0] : 0
  const z = pose ? pose.target[2] - pose.position[2] : -1
  const ahead = Math.abs(x) > Math.abs(z) ? [Math.sign(x), 0] : [0, Math.sign(z) || -1]
  const [aheadX = 0, aheadZ = -1] = ahead
  const by: Vec3 = [
    (away * aheadX - right * aheadZ) * step,
    up * step,
    (away * aheadZ + right * aheadX) * step,
  ]
  const ids = topmost(state.document, changeable(state))
  const changes = new Map(
    ids.map((id) => {
      const world = worldTransform(state.document, id)
      const position: Vec3 = [world.position[0] + by[0], world.position[1] + by[1], world.position[2] + by[2]]
      const node = state.document.nodes.get(id)
      return [
        id,
        { position: localFromWorld(state.document, { ...world, position }, node?.parentId ?? null).position },
      ] as const
    }),
  )
  editor.run(
    transformNodes(changes, { label: `Move ${countOf(ids.length)}`, mergeKey: `nudge:${ids.join(' ')}` }),
  )
}

const canNudge = (state: EditorState): boolean => canChange(state) && state.cameraMode !== 'walk'

function nudging(factor: 1 | 10): readonly Action[] {
  const [prefix, words] = factor === 1 ? ['', ''] : ['shift+', ' far']
  const vertical = [
    ['pageup', 'up', 1],
    ['pagedown', 'down', -1],
  ] as const
  return [
    ...NUDGES.map(([key, name, [right, away]]): Action => ({
      id: `nudge-${name}${words.trim() && '-far'}`,
      label: `Move ${name}${words}`,
      group: 'arrange',
      keys: [`${prefix}${key}`],
      repeats: true,
      isEnabled: canNudge,
      run: (context) => nudge(context, right, away, 0, factor),
    })),
    ...vertical.map(([key, name, up]): Action => ({
      id: `nudge-${name}${words.trim() && '-far'}`,
      label: `Move ${name}${words}`,
      group: 'arrange',
      keys: [`${prefix}${key}`],
      repeats: true,
      isEnabled: canNudge,
      run: (context) => nudge(context, 0, 0, up, factor),
    })),
  ]
}

export const EDIT_ACTIONS: readonly Action[] = [
  ...history,
  ...clipboard,
  ...groups,
  ...(['x', 'y', 'z'] as const).flatMap(arranging),
  ...nudging(1),
  ...nudging(10),
]
