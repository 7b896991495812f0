// What an action is: a thing a person can do, as menu, toolbar, palette, keys and help know it.

import type { Editor, EditorState, SceneHandle } from '../editor/types'

/** What an action needs from its host: a text field to rename in, a save, a list of shortcuts, a file dialogue. */
export type Intent = 'rename' | 'save' | 'shortcuts' | 'find' | 'add-model'

export interface ClipboardPort {
  readonly read: () => Promise<string>
  readonly write: (text: string) => void | Promise<void>
}

export interface ActionContext {
  readonly editor: Editor
  readonly handle: SceneHandle | null
  readonly clipboard: ClipboardPort
  readonly intend: (intent: Intent) => void
  /** Tells the person why nothing happened. */
  readonly say?: (message: string) => void
}

export type ActionGroup = 'edit' | 'select' | 'arrange' | 'add' | 'tool' | 'camera' | 'show' | 'scene'

export interface Action {
  readonly id: string
  readonly label: string
  readonly group: ActionGroup
  /** `mod` is Ctrl, or Command on a Mac; the first is shown in menus. */
  readonly keys: readonly string[]
  readonly isEnabled: (state: EditorState) => boolean
  readonly run: (context: ActionContext) => void
  /** For what is on or off: which it is. */
  readonly isOn?: (state: EditorState) => boolean
  /** A label that says more just now: "Undo move 3 nodes". */
  readonly labelNow?: (state: EditorState) => string
  /** Also does its work while it is held down: arrows. */
  readonly repeats?: boolean
}
