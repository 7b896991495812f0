// Which parts of the picture follow which property, so that a write touches those and no others.

import type { DataBindingContext, ValueDataBinding } from '../document/types'
import { keyOf, type LiveKey, type LiveValue, type LiveValues, type PropertyRef } from '../live'

/** Something drawn that follows properties. */
export interface Follower {
  /** Called at the next frame after a property it follows was written. */
  liveChanged: () => void
}
export type BindingTemplate = Readonly<Record<string, string>>

function filled(text: string | undefined, template: BindingTemplate): string | undefined {
  const name = text?.match(/^\$\{(.+)\}$/)?.[1]
  return name === undefined ? text : template[name]
}

/** The property a binding means, its `${name}` templates filled in; undefined when a part is missing. */
export function propertyOf(binding: ValueDataBinding | undefined,
  template: BindingTemplate): PropertyRef | undefined {
  const context: DataBindingContext | undefined = binding?.dataBindingContext
  const entityId = filled(context?.entityId, template)
  const componentName = filled(context?.componentName, template)
  const propertyName = filled(context?.propertyName, template)
  if (!entityId || !componentName || !propertyName) return undefined
  return { entityId, componentName, propertyName }
}

export class LiveIndex {
  readonly #followers = new Map<LiveKey, Set<Follower>>()
  readonly #dirty = new Set<Follower>()
  readonly #live: LiveValues
  readonly #stop: () => void
  template: BindingTemplate = {}

  constructor(live: LiveValues, invalidate: () => void) {
    this.#live = live
    this.#stop = live.listen((keys) => {
      const before = this.#dirty.size
      for (const key of keys) for (const follower of this.#followers.get(key) ?? []) this.#dirty.add(follower)
      if (this.#dirty.size > before) invalidate()
    })
  }

  follow(ref: PropertyRef, follower: Follower): () => void {
    const key = keyOf(ref)
    let set = this.#followers.get(key)
    if (!set) this.#followers.set(key, (set = new Set()))
    set.add(follower)
    return () => {
      set.delete(follower)
      this.#dirty.delete(follower)
      if (set.size === 0 && this.#followers.get(key) === set) this.#followers.delete(key)
    }
  }

  value(ref: PropertyRef | undefined): LiveValue | undefined {
    return ref && this.#live.get(keyOf(ref))
  }

  /** Once a frame: tells the followers of what was written since the last one. */
  beforeFrame(): void {
    if (this.#dirty.size === 0) return
    const dirty = [...this.#dirty]
    this.#dirty.clear()
    for (const follower of dirty) follower.liveChanged()
  }

  dispose(): void {
    this.#stop()
    this.#followers.clear()
    this.#dirty.clear()
  }
}
