// What was chosen in the palette lately, kept in this browser.

const STORED = 'gemel.palette.recent'
const MOST = 20

export function readRecent(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORED) ?? '[]')
    return Array.isArray(kept) ? kept.filter((it): it is string => typeof it === 'string') : []
  } catch {
    return []
  }
}

export function keepRecent(id: string): void {
  const ids = [id, ...readRecent().filter((it) => it !== id)].slice(0, MOST)
  localStorage.setItem(STORED, JSON.stringify(ids))
}
