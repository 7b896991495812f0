// What every part of the editor gets: the draft, how to change it, what is known around it.

import type { ComponentTypeSummary } from '@aws-sdk/client-iottwinmaker'
import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { TypeDraft, TypeOf } from '../model/draft'
import type { Effective } from '../model/effective'
import type { Problem } from '../model/validate'

export interface EditorProps {
  readonly draft: TypeDraft
  readonly change: (change: Partial<TypeDraft>, field?: string) => void
  readonly types: readonly ComponentTypeSummary[]
  readonly functions: readonly FunctionConfiguration[]
  readonly typeOf: TypeOf
  /** The draft with what it inherits. */
  readonly effective: Effective
  /** What it inherits alone. */
  readonly below: Effective
  readonly problems: readonly Problem[]
  readonly isNew: boolean
}

/** The problem to show at a field: the first error at the path or below it. */
export function problemAt(problems: readonly Problem[], path: string): string | undefined {
  return problems.find((it) => it.severity === 'error' && (it.path === path || it.path.startsWith(`${path}.`)))?.message
}

/** A map with a key renamed or changed in its place. */
export function withKey<T>(map: Readonly<Record<string, T>>, old: string, key: string, value: T): Record<string, T> {
  if (!Object.hasOwn(map, old)) return { ...map, [key]: value }
  return Object.fromEntries(Object.entries(map).map(([name, it]) => (name === old ? [key, value] : [name, it])))
}

export function withoutKey<T>(map: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key))
}

/** A map with a key moved by one place. */
export function withMoved<T>(map: Readonly<Record<string, T>>, key: string, by: -1 | 1): Record<string, T> {
  const entries = Object.entries(map)
  const from = entries.findIndex(([name]) => name === key)
  const to = from + by
  const [moved] = entries.slice(from, from + 1)
  if (!moved || to < 0 || to >= entries.length) return { ...map }
  return Object.fromEntries(entries.toSpliced(from, 1).toSpliced(to, 0, moved))
}

/** Types to choose from, own ones first. */
export function typeOptions(types: readonly ComponentTypeSummary[], except: string) {
  return types.filter((it) => it.componentTypeId !== except).map((it) => ({
    value: it.componentTypeId ?? '', label: it.componentTypeId ?? '',
    description: it.componentTypeName || it.description || '',
  }))
}
