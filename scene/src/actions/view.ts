// Actions that change how one looks at the scene, never the scene.

import { inTreeOrder, subtree } from '../document/query'
import type { NodeId, Vec3 } from '../document/types'
import type { CameraMode, EditorState, Tool } from '../editor/types'
import { hasSelection, isWritable } from './selection'
import type { Action, ActionContext } from './types'

const always = (): boolean => true

const selecting: readonly Action[] = [
  {
    id: 'select-all',
    label: 'Select all',
    group: 'select',
    keys: ['mod+a'],
    isEnabled: (state) => state.document.nodes.size > 0,
    run: ({ editor }) => {
      const { document, hidden } = editor.store.getState()
      const gone = new Set([...hidden].flatMap((id) => subtree(document, id).map((node) => node.id)))
      editor.select(
        inTreeOrder(document)
          .map((node) => node.id)
          .filter((id) => !gone.has(id)),
      )
    },
  },
  {
    id: 'deselect',
    label: 'Deselect',
    group: 'select',
    keys: ['mod+shift+a'],
    isEnabled: hasSelection,
    run: ({ editor }) => editor.select([]),
  },
  {
    id: 'escape',
    label: 'Cancel',
    group: 'select',
    keys: ['escape'],
    isEnabled: (state) => state.placement !== null || hasSelection(state) || state.cameraMode === 'walk',
    run: ({ editor }) => {
      const { placement, cameraMode } = editor.store.getState()
      if (placement !== null) editor.set({ placement: null })
      else if (cameraMode === 'walk') editor.set({ cameraMode: 'orbit' })
      else editor.select([])
    },
  },
  {
    id: 'hide',
    label: 'Hide or show',
    group: 'select',
    keys: ['h'],
    isEnabled: hasSelection,
    isOn: (state) => hasSelection(state) && state.selection.every((id) => state.hidden.has(id)),
    run: ({ editor }) => {
      const { hidden, selection } = editor.store.getState()
      editor.set({ hidden: toggled(hidden, selection) })
    },
  },
  {
    id: 'show-all',
    label: 'Show all',
    group: 'select',
    keys: ['shift+h'],
    isEnabled: (state) => state.hidden.size > 0,
    run: ({ editor }) => editor.set({ hidden: new Set() }),
  },
  {
    id: 'isolate',
    label: 'Show only these',
    group: 'select',
    keys: ['i'],
    isEnabled: hasSelection,
    run: isolate,
  },
  {
    id: 'lock',
    label: 'Lock or unlock',
    group: 'select',
    keys: ['shift+l'],
    isEnabled: (state) => isWritable(state) && hasSelection(state),
    isOn: (state) => hasSelection(state) && state.selection.every((id) => state.locked.has(id)),
    run: ({ editor }) => {
      const { locked, selection } = editor.store.getState()
      editor.set({ locked: toggled(locked, selection) })
    },
  },
  {
    id: 'find',
    label: 'Find a node',
    group: 'select',
    keys: ['mod+f', '/'],
    isEnabled: always,
    run: ({ intend }) => intend('find'),
  },
]

/** All of some nodes in a set, or none of them if all were. */
function toggled(set: ReadonlySet<NodeId>, ids: readonly NodeId[]): ReadonlySet<NodeId> {
  const next = new Set(set)
  const areAll = ids.every((id) => set.has(id))
  for (const id of ids) {
    if (areAll) next.delete(id)
    else next.add(id)
  }
  return next
}

/** Hides what is neither selected, nor above it, nor below it. */
function isolate({ editor }: ActionContext): void {
  const { document, selection } = editor.store.getState()
  const shown = new Set(selection)
  const open = new Set<NodeId>()
  for (const id of selection) {
    for (
      let parentId = document.nodes.get(id)?.parentId;
      parentId;
      parentId = document.nodes.get(parentId)?.parentId
    )
      open.add(parentId)
  }
  const hidden = new Set<NodeId>()
  const waiting = [...document.rootIds]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (shown.has(id)) continue
    if (open.has(id)) for (const childId of document.nodes.get(id)?.childIds ?? []) waiting.push(childId)
    else hidden.add(id)
  }
  editor.set({ hidden })
}

const TOOLS: readonly (readonly [tool: Tool, label: string, keys: readonly string[]])[] = [
  ['select', 'Select', ['v', 'q']],
  ['translate', 'Move', ['w']],
  ['rotate', 'Rotate', ['e']],
  ['scale', 'Scale', ['r']],
]

/** While one walks, letters steer. */
const isNotWalking = (state: EditorState): boolean => state.cameraMode !== 'walk'

const tools: readonly Action[] = [
  ...TOOLS.map(([tool, label, keys]): Action => ({
    id: `tool-${tool}`,
    label,
    group: 'tool',
    keys,
    isEnabled: (state) => isWritable(state) && isNotWalking(state),
    isOn: (state) => state.tool === tool,
    run: ({ editor }) => editor.set({ tool }),
  })),
  {
    id: 'toggle-space',
    label: 'Local axes',
    group: 'tool',
    keys: ['l'],
    isEnabled: (state) => isWritable(state) && isNotWalking(state),
    isOn: (state) => state.space === 'local',
    run: ({ editor }) => editor.set({ space: editor.store.getState().space === 'local' ? 'world' : 'local' }),
  },
  {
    id: 'toggle-snapping',
    label: 'Snapping',
    group: 'tool',
    keys: ['m'],
    isEnabled: (state) => isWritable(state) && isNotWalking(state),
    isOn: (state) => state.snapping.isOn,
    run: ({ editor }) => {
      const { snapping } = editor.store.getState()
      editor.set({ snapping: { ...snapping, isOn: !snapping.isOn } })
    },
  },
]

const MODES: readonly (readonly [mode: CameraMode, label: string, key: string])[] = [
  ['orbit', 'Orbit', 'alt+o'],
  ['pan', 'Pan', 'alt+p'],
  ['walk', 'Walk', 'alt+w'],
]

/** From where one looks, as a direction. */
const VIEWS: readonly (readonly [id: string, label: string, keys: readonly string[], from: Vec3])[] = [
  ['top', 'From above', ['7'], [0, 1, 0]],
  ['bottom', 'From below', ['shift+7'], [0, -1, 0]],
  ['front', 'From the front', ['1'], [0, 0, 1]],
  ['back', 'From behind', ['shift+1'], [0, 0, -1]],
  ['right', 'From the right', ['3'], [1, 0, 0]],
  ['left', 'From the left', ['shift+3'], [-1, 0, 0]],
  ['iso', 'From a corner', ['0'], [1, 1, 1]],
]

const camera: readonly Action[] = [
  {
    id: 'focus',
    label: 'Focus on the selection',
    group: 'camera',
    keys: ['f'],
    isEnabled: hasSelection,
    run: ({ editor, handle }) => handle?.frame(editor.store.getState().selection),
  },
  {
    id: 'frame-all',
    label: 'Frame all',
    group: 'camera',
    keys: ['home', 'shift+f'],
    isEnabled: always,
    run: ({ handle }) => handle?.frame(),
  },
  ...MODES.map(([mode, label, key]): Action => ({
    id: `camera-${mode}`,
    label,
    group: 'camera',
    keys: [key],
    isEnabled: always,
    isOn: (state) => state.cameraMode === mode,
    run: ({ editor }) => editor.set({ cameraMode: mode }),
  })),
  ...VIEWS.map(([id, label, keys, from]): Action => ({
    id: `view-${id}`,
    label,
    group: 'camera',
    keys,
    isEnabled: always,
    run: ({ handle }) => handle?.lookFrom(from),
  })),
]

const SHOWS: readonly (readonly [kind: keyof EditorState['shows'], label: string, key: string])[] = [
  ['grid', 'Grid', 'g'],
  ['tags', 'Tags', 't'],
  ['overlays', 'Overlays', 'o'],
  ['motion', 'Motion indicators', 'shift+m'],
  ['helpers', 'Lights and cameras', 'shift+c'],
]

const shows = SHOWS.map(([kind, label, key]): Action => ({
  id: `show-${kind}`,
  label,
  group: 'show',
  keys: [key],
  isEnabled: isNotWalking,
  isOn: (state) => state.shows[kind],
  run: ({ editor }) => {
    const before = editor.store.getState().shows
    editor.set({ shows: { ...before, [kind]: !before[kind] } })
  },
}))

const scene: readonly Action[] = [
  {
    id: 'save',
    label: 'Save',
    group: 'scene',
    keys: ['mod+s'],
    isEnabled: isWritable,
    run: ({ intend }) => intend('save'),
  },
  {
    id: 'shortcuts',
    label: 'Keyboard shortcuts',
    group: 'scene',
    keys: ['?'],
    isEnabled: always,
    run: ({ intend }) => intend('shortcuts'),
  },
]

export const VIEW_ACTIONS: readonly Action[] = [...selecting, ...tools, ...camera, ...shows, ...scene]
