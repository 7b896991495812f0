// The list of actions: keys are unambiguous, and each does what it says.

import { describe, expect, it } from 'vitest'
import { ACTIONS, actionOf, keysLabel, matchAction, runKey, type KeyPress } from '../actions'
import { addNodes } from '../commands/add-nodes'
import { newNode, newScene } from '../document/defaults'
import { worldTransform } from '../document/query'
import type { NodeId } from '../document/types'
import { createEditor } from '../editor/create'
import type { SceneHandle } from '../editor/types'
import type { ActionContext } from './types'

function press(keys: string, more: Partial<KeyPress> = {}): KeyPress {
  const parts = keys.split('+')
  return {
    key: parts.at(-1) ?? '',
    ctrlKey: parts.includes('ctrl'),
    metaKey: parts.includes('meta'),
    shiftKey: parts.includes('shift'),
    altKey: parts.includes('alt'),
    ...more,
  }
}

function setUp() {
  const editor = createEditor({ document: newScene(), now: () => 0 })
  const [a, b, c] = [
    newNode({ name: 'a', position: [1, 0, 0] }),
    newNode({ name: 'b' }),
    newNode({ name: 'c', position: [5, 0, 0] }),
  ]
  editor.run(addNodes([a]))
  editor.run(addNodes([b], { parentId: a.id }))
  editor.run(addNodes([c]))
  editor.select([])
  const intents: string[] = []
  const said: string[] = []
  const framed: (readonly NodeId[] | undefined)[] = []
  let clip = ''
  const handle = {
    frame: (ids?: readonly NodeId[]) => void framed.push(ids),
    pose: () => ({ position: [10, 5, 0], target: [0, 0, 0] }),
    bounds: () => null,
    lookFrom: () => undefined,
  } as unknown as SceneHandle
  const context: ActionContext = {
    editor,
    handle,
    intend: (intent) => intents.push(intent),
    say: (message) => said.push(message),
    clipboard: {
      read: async () => clip,
      write: (text) => {
        clip = text
      },
    },
  }
  const names = (): readonly string[] =>
    [...editor.store.getState().document.nodes.values()].map((node) => node.name)
  const run = (id: string): void => {
    const action = actionOf(id)
    if (action === undefined) throw new Error(id)
    if (!action.isEnabled(editor.store.getState())) throw new Error(`${id} is not enabled`)
    action.run(context)
  }
  return {
    editor,
    context,
    a: a.id,
    b: b.id,
    c: c.id,
    intents,
    said,
    framed,
    names,
    run,
    state: () => editor.store.getState(),
  }
}

describe('keys', () => {
  it('stand for one action each, and ids too', () => {
    const keys = ACTIONS.flatMap((action) => action.keys)
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
    const ids = ACTIONS.map((action) => action.id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  const rows: readonly (readonly [KeyPress, string | undefined])[] = [
    [press('ctrl+z'), 'undo'],
    [press('meta+z'), 'undo'],
    [press('ctrl+shift+Z'), 'redo'],
    [press('ctrl+y'), 'redo'],
    [press('Delete'), 'delete'],
    [press('Backspace'), 'delete'],
    [press('f'), 'focus'],
    [press('shift+F'), 'frame-all'],
    [press('Home'), 'frame-all'],
    [press('?', { shiftKey: true }), 'shortcuts'],
    [press('?'), 'shortcuts'],
    [press('7', { code: 'Numpad7' }), 'view-top'],
    [press('&', { code: 'Digit1', shiftKey: true }), 'view-back'],
    [press('ø', { code: 'KeyO', altKey: true }), 'camera-orbit'],
    [press('ArrowLeft'), 'nudge-left'],
    [press('shift+ArrowUp'), 'nudge-away-far'],
    [press('w'), 'tool-translate'],
    [press('W', { shiftKey: true }), undefined],
    [press('ctrl+w'), undefined],
    [press('alt+w'), 'camera-walk'],
    [press('F2'), 'rename'],
    [press('Escape'), 'escape'],
    [press('z'), undefined],
    [press('Shift', { shiftKey: true }), undefined],
    [press('я', { code: 'KeyZ', ctrlKey: true }), 'undo'],
  ]
  it.each(rows)('%j', (keys, id) => expect(matchAction(keys)?.id).toBe(id))

  it('do nothing that cannot be done now, and repeat only what may', () => {
    const { context, a, editor, state } = setUp()
    expect(runKey(press('Delete'), context)).toBe(false)
    editor.select([a])
    expect(runKey({ ...press('ctrl+d'), repeat: true }, context)).toBe(true)
    expect(state().document.nodes.size).toBe(3)
    expect(runKey(press('ctrl+d'), context)).toBe(true)
    expect(state().document.nodes.size).toBe(5)
  })

  it('are told to people', () => {
    expect([
      keysLabel('mod+shift+z'),
      keysLabel('mod+shift+z', true),
      keysLabel('arrowleft'),
      keysLabel('?'),
      keysLabel('f2'),
    ]).toEqual(['Ctrl+Shift+Z', '⇧⌘Z', '←', '?', 'F2'])
  })
})

describe('actions', () => {
  it('copy and paste within a scene, under free names, beside what is selected', async () => {
    const { run, names, editor, b, state, a } = setUp()
    editor.select([b])
    run('copy')
    run('paste')
    await Promise.resolve()
    await Promise.resolve()
    expect(names()).toEqual(['a', 'b', 'c', 'b 2'])
    const [pasted] = state().selection
    expect(state().document.nodes.get(pasted as NodeId)?.parentId).toBe(a)
    expect(worldTransform(state().document, pasted as NodeId).position).toEqual([1, 0, 0])
  })

  it('say so when there is nothing to paste', async () => {
    const { run, said } = setUp()
    run('paste')
    await Promise.resolve()
    await Promise.resolve()
    expect(said).toEqual(['There are no nodes on the clipboard. Copy some in this scene or another first.'])
  })

  it('leave locked nodes as they are, also below a locked one', () => {
    const { run, names, editor, a, b, c, said, state } = setUp()
    editor.set({ locked: new Set([a]) })
    editor.select([b])
    expect(actionOf('delete')?.isEnabled(state())).toBe(false)
    editor.select([b, c])
    run('delete')
    expect(names()).toEqual(['a', 'b'])
    expect(said).toEqual(['A locked node was left as it is.'])
  })

  it('delete a node and its parent once', () => {
    const { run, names, editor, a, b, state } = setUp()
    editor.select([a, b])
    run('delete')
    expect(names()).toEqual(['c'])
    expect(state().undoLabel).toBe('Delete node')
    run('undo')
    expect(names()).toEqual(['a', 'b', 'c'])
    expect(actionOf('redo')?.labelNow?.(state())).toBe('Redo delete node')
  })

  it('group in the middle, and ungroup', () => {
    const { run, editor, a, c, state } = setUp()
    editor.select([a, c])
    run('group')
    const [group] = state().selection
    expect(state().document.nodes.get(group as NodeId)).toMatchObject({
      name: 'Group',
      transform: { position: [3, 0, 0] },
      childIds: [a, c],
    })
    run('ungroup')
    expect(state().document.rootIds).toEqual([a, c])
    expect(state().document.nodes.get(c)?.transform.position).toEqual([5, 0, 0])
  })

  it('hide, show only some, and show all', () => {
    const { run, editor, a, b, c, state } = setUp()
    editor.select([b])
    run('hide')
    expect([...state().hidden]).toEqual([b])
    run('isolate')
    expect([...state().hidden]).toEqual([c])
    run('show-all')
    expect(state().hidden.size).toBe(0)
    run('select-all')
    expect(state().selection).toEqual([a, b, c])
  })

  it('nudge as one sees it: away is where the camera looks', () => {
    const { run, editor, c, state } = setUp()
    editor.select([c])
    run('nudge-away')
    expect(state().document.nodes.get(c)?.transform.position[0]).toBeCloseTo(4.9)
    run('nudge-right-far')
    expect(state().document.nodes.get(c)?.transform.position[2]).toBeCloseTo(-1)
    run('nudge-up')
    expect(state().document.nodes.get(c)?.transform.position[1]).toBeCloseTo(0.1)
  })

  it('align and distribute', () => {
    const { run, editor, a, c, state } = setUp()
    editor.select([a, c])
    run('align-x-max')
    expect(state().document.nodes.get(a)?.transform.position).toEqual([5, 0, 0])
  })

  it('cancel the nearest thing first', () => {
    const { run, editor, a, state } = setUp()
    editor.select([a])
    run('add-tag')
    expect(state().placement?.components[0]?.type).toBe('Tag')
    run('escape')
    expect([state().placement, state().selection]).toEqual([null, [a]])
    run('escape')
    expect(state().selection).toEqual([])
    expect(actionOf('escape')?.isEnabled(state())).toBe(false)
  })

  it('ask the host for what they cannot do', () => {
    const { run, editor, a, intents, framed } = setUp()
    editor.select([a])
    for (const id of ['rename', 'save', 'shortcuts', 'find', 'add-model', 'focus', 'frame-all']) run(id)
    expect(intents).toEqual(['rename', 'save', 'shortcuts', 'find', 'add-model'])
    expect(framed).toEqual([[a], undefined])
  })

  it('add a camera that looks as one looks now', () => {
    const { run, state } = setUp()
    run('add-camera')
    const [id] = state().selection
    const { position, rotation } = worldTransform(state().document, id as NodeId)
    expect(position).toEqual([10, 5, 0])
    expect(rotation[1]).toBeGreaterThan(1)
  })

  it('change nothing when read-only', () => {
    const { editor, a, context, state } = setUp()
    editor.select([a])
    editor.set({ isReadOnly: true })
    const { document } = state()
    for (const action of ACTIONS) if (action.isEnabled(state())) action.run(context)
    expect(state().document).toBe(document)
  })
})
