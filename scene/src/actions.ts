// Everything a person can do in the composer, as one list; menu, toolbar, palette, keys and help read it.

import { ADD_ACTIONS } from './actions/add'
import { EDIT_ACTIONS } from './actions/edit'
import { VIEW_ACTIONS } from './actions/view'
import type { Action, ActionContext } from './actions/types'

export const ACTIONS: readonly Action[] = [...EDIT_ACTIONS, ...VIEW_ACTIONS, ...ADD_ACTIONS]

const byId = new Map(ACTIONS.map((action) => [action.id, action]))
const byKeys = new Map(ACTIONS.flatMap((action) => action.keys.map((keys) => [keys, action] as const)))

export function actionOf(id: string): Action | undefined {
  return byId.get(id)
}

/** The part of a keyboard event that says which keys are down. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  /** The key by its place; digits and letters are found by it where Shift or Alt make them another
   *  character. */
  readonly code?: string
}

/** The action that keys stand for, whether it is enabled or not. */
export function matchAction(press: KeyPress): Action | undefined {
  for (const key of namesOf(press)) {
    const mod = press.ctrlKey || press.metaKey ? 'mod+' : ''
    const alt = press.altKey ? 'alt+' : ''
    // A character that takes Shift, such as ?, is named without it.
    const found =
      byKeys.get(`${mod}${alt}${press.shiftKey ? 'shift+' : ''}${key}`) ??
      (press.shiftKey && !/^[a-z0-9]$|.{2}/.test(key) ? byKeys.get(`${mod}${alt}${key}`) : undefined)
    if (found !== undefined) return found
  }
  return undefined
}

function namesOf({ key, code }: KeyPress): readonly string[] {
  const place = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code ?? '')?.[1]?.toLowerCase()
  const name = key === ' ' ? 'space' : key.toLowerCase()
  return place === undefined || place === name ? [name] : [name, place]
}

/** Does what keys stand for; answers whether they stand for something that can be done now. */
export function runKey(press: KeyPress & { readonly repeat?: boolean }, context: ActionContext): boolean {
  const action = matchAction(press)
  if (action === undefined || !action.isEnabled(context.editor.store.getState())) return false
  if (press.repeat !== true || action.repeats === true) action.run(context)
  return true
}

/** Keys as people read them: `Ctrl+Shift+Z`, or `⇧⌘Z` on a Mac. */
export function keysLabel(keys: string, isMac = false): string {
  const parts = keys.split(/\+(?!$)/)
  const last = parts.pop() ?? ''
  const name =
    KEY_NAMES[last] ??
    (last.length === 1 ? last.toUpperCase() : `${last.charAt(0).toUpperCase()}${last.slice(1)}`)
  if (isMac) {
    const signs = ['alt', 'shift', 'mod'].map((part) => (parts.includes(part) ? MAC_SIGNS[part] : ''))
    return `${signs.join('')}${name}`
  }
  return [
    ...parts.map((part) => (part === 'mod' ? 'Ctrl' : `${part.charAt(0).toUpperCase()}${part.slice(1)}`)),
    name,
  ].join('+')
}

const MAC_SIGNS: Readonly<Record<string, string>> = { alt: '⌥', shift: '⇧', mod: '⌘' }
const KEY_NAMES: Readonly<Record<string, string>> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  escape: 'Esc',
  delete: 'Del',
  pageup: 'PgUp',
  pagedown: 'PgDn',
}
