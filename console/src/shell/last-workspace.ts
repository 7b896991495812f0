// The workspace one worked in last, so that the console opens there.

const STORED = 'gemel.last-workspace'

export function lastWorkspace(): string | null {
  return localStorage.getItem(STORED)
}

export function keepLastWorkspace(workspaceId: string): void {
  localStorage.setItem(STORED, workspaceId)
}

/** Where `/` leads: the last workspace if it is still there, the only one, or the list. */
export function landing(ids: readonly string[], last: string | null): string | null {
  if (last !== null && ids.includes(last)) return last
  return ids.length === 1 ? (ids[0] ?? null) : null
}
