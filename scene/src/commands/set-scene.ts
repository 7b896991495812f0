// Changes what the scene as a whole says: its properties, its unit, or everything.

import type { Json, LengthUnit, SceneDocument, SceneProperties } from '../document/types'
import type { Command } from '../editor/types'
import { command } from './patch'
import { withChanges } from './set-node-properties'

/** Sets properties of the scene; `undefined` takes one away. */
export function setSceneProperties(
  changes: { readonly [member in keyof SceneProperties]?: Json | undefined },
  label = 'Change scene settings',
  mergeKey?: string,
): Command {
  return command(
    label,
    ({ properties }) => ({ top: { properties: withChanges(properties, changes) } }),
    mergeKey === undefined ? {} : { mergeKey },
  )
}

export function setUnit(unit: LengthUnit): Command {
  return command(`Measure in ${unit}`, () => ({ top: { unit } }))
}

/** Puts another document in the place of this one, as when a version is restored or two are merged. */
export function replaceDocument(next: SceneDocument, label = 'Replace scene'): Command {
  return { label, apply: () => next, inverse: (document) => replaceDocument(document, label) }
}
