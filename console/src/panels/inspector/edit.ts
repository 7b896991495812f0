// How editors change components: one field of one or several nodes, as one step while one types.

import {
  type Command,
  type Editor,
  type NodeId,
  type SceneComponent,
  type SceneNode,
  setComponent,
} from '@gemel/scene'
import { together } from '../context'

/** The same component on each selected node. */
export interface Edited<T extends SceneComponent> {
  /** Of the first node; what is shown where all agree. */
  readonly component: T
  readonly all: readonly T[]
  readonly nodes: readonly SceneNode[]
  /** Entities of the first node and those above it. */
  readonly near: readonly string[]
  /** Changes a field; `field` names it, so that typing is one step. */
  readonly change: (field: string, update: (component: T) => T) => void
}

/** The value all agree on, or `null`. */
export function common<T, V>(all: readonly T[], get: (it: T) => V): V | null {
  const [first, ...others] = all
  if (first === undefined) return null
  const value = get(first)
  return others.every((it) => get(it) === value) ? value : null
}

/** An object with members set, and those that are `undefined` taken away. */
export function withMembers<T extends object>(before: T, changes: Readonly<Record<string, unknown>>): T {
  const members = Object.entries({ ...before, ...changes }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(members) as T
}

export interface Place {
  readonly id: NodeId
  readonly index: number
}

export function changeComponents<T extends SceneComponent>(
  editor: Editor,
  places: readonly Place[],
  field: string,
  update: (component: T) => T,
): void {
  const { document } = editor.store.getState()
  const mergeKey = `component:${places.map((it) => `${it.id}.${it.index}`).join()}:${field}`
  const commands: Command[] = places.flatMap(({ id, index }) => {
    const component = document.nodes.get(id)?.components[index]
    return component ? [setComponent(id, index, update(component as T), mergeKey)] : []
  })
  const [first] = commands
  if (first)
    editor.run(
      commands.length === 1
        ? first
        : together(`${first.label} of ${commands.length} nodes`, commands, mergeKey),
    )
}
