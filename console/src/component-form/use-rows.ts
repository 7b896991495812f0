// A map while it is typed: rows that may share a name for a moment, which a map cannot.

import { useRef, useState } from 'react'
import type { DataValue } from '@aws-sdk/client-iottwinmaker'
import { isSameValue } from './value'

export interface MapRow {
  readonly key: string
  readonly value: DataValue
}

export function toRows(map: Readonly<Record<string, DataValue>> | undefined): readonly MapRow[] {
  return Object.entries(map ?? {}).map(([key, value]) => ({ key, value }))
}

/** Later rows of the same name lose: that row is told so. */
export function toMap(rows: readonly MapRow[]): Record<string, DataValue> {
  const map: Record<string, DataValue> = {}
  for (const { key, value } of rows) if (!(key in map)) map[key] = value
  return map
}

export function duplicates(rows: readonly MapRow[]): ReadonlySet<number> {
  const seen = new Set<string>()
  const found = new Set<number>()
  rows.forEach(({ key }, n) => (seen.has(key) ? found.add(n) : seen.add(key)))
  return found
}

/** The rows on the screen; they follow the map when somebody else (the JSON tab) changes it. */
export function useRows(map: Readonly<Record<string, DataValue>> | undefined, onChange: (map: Record<string, DataValue> | undefined) => void) {
  const [rows, set] = useState<readonly MapRow[]>(() => toRows(map))
  const told = useRef(map)
  if (!isSameValue(told.current, map)) {
    told.current = map
    if (!isSameValue(toMap(rows), map ?? {})) set(toRows(map))
  }
  const change = (next: readonly MapRow[]) => {
    set(next)
    const made = next.length === 0 ? undefined : toMap(next)
    told.current = made
    onChange(made)
  }
  return [rows, change] as const
}
