// Where the boxes of the inheritance graph stand: ancestors above, heirs below, few crossings.

/** [heir, parent]. */
export type Edge = readonly [string, string]

export interface Placed {
  readonly id: string
  readonly x: number
  readonly y: number
}

export interface Layout {
  readonly boxes: readonly Placed[]
  readonly edges: readonly Edge[]
  readonly width: number
  readonly height: number
}

export interface Measures {
  readonly boxWidth: number
  readonly boxHeight: number
  readonly gapX: number
  readonly gapY: number
}

export const MEASURES: Measures = { boxWidth: 250, boxHeight: 54, gapX: 24, gapY: 52 }

/** Lays out a graph around `focus`; edges that would make a circle are left out of the levels. */
export function layOut(focus: string, edges: readonly Edge[], measures: Measures = MEASURES): Layout {
  const ids = [...new Set([focus, ...edges.flat()])]
  const levels = levelsOf(ids, edges)
  const rows = ordered(levels, edges)
  const step = measures.boxWidth + measures.gapX
  const widest = Math.max(...rows.map((it) => it.length))
  const width = widest * step - measures.gapX
  const boxes = rows.flatMap((row, level) => {
    const left = (width - (row.length * step - measures.gapX)) / 2
    return row.map((id, index) => ({ id, x: left + index * step, y: level * (measures.boxHeight + measures.gapY) }))
  })
  const height = rows.length * (measures.boxHeight + measures.gapY) - measures.gapY
  return { boxes, edges, width, height }
}

/** The level of each: one below its lowest parent. */
function levelsOf(ids: readonly string[], edges: readonly Edge[]): string[][] {
  const parents = new Map<string, string[]>()
  for (const [heir, parent] of edges) parents.set(heir, [...(parents.get(heir) ?? []), parent])
  const known = new Map<string, number>()
  const level = (id: string, path: readonly string[]): number => {
    const done = known.get(id)
    if (done !== undefined) return done
    const above = (parents.get(id) ?? []).filter((it) => it !== id && !path.includes(it))
    const found = Math.max(-1, ...above.map((it) => level(it, [...path, id]))) + 1
    known.set(id, found)
    return found
  }
  for (const id of ids) level(id, [])
  sink(ids, edges, known)
  const rows: string[][] = []
  for (const id of ids) (rows[known.get(id) ?? 0] ??= []).push(id)
  return rows.map((row) => (row ?? []).toSorted())
}

/** A root stands just above its highest heir, not at the top of the page. */
function sink(ids: readonly string[], edges: readonly Edge[], known: Map<string, number>): void {
  const heirs = new Map<string, string[]>()
  for (const [heir, parent] of edges) heirs.set(parent, [...(heirs.get(parent) ?? []), heir])
  for (const id of ids) {
    if (edges.some(([heir]) => heir === id)) continue
    const below = (heirs.get(id) ?? []).map((it) => known.get(it) ?? 1)
    if (below.length > 0) known.set(id, Math.max(0, Math.min(...below) - 1))
  }
}

/** Orders each row by the middle of its neighbours, down and up a few times. */
function ordered(rows: string[][], edges: readonly Edge[]): string[][] {
  const result = rows.map((it) => [...it])
  const neighbours = (id: string, isDown: boolean) =>
    edges.filter((it) => it[isDown ? 0 : 1] === id).map((it) => it[isDown ? 1 : 0])
  for (let round = 0; round < 4; round++) {
    const isDown = round % 2 === 0
    const places = new Map(result.flatMap((row) => row.map((id, index) => [id, index / row.length] as const)))
    result.forEach((row, level) => {
      const middle = (id: string) => {
        const near = neighbours(id, isDown).flatMap((it) => places.get(it) ?? [])
        return near.length > 0 ? near.reduce((sum, it) => sum + it, 0) / near.length : places.get(id) ?? 0
      }
      const middles = new Map(row.map((id) => [id, middle(id)]))
      const sorted = row.toSorted((one, other) => (middles.get(one) ?? 0) - (middles.get(other) ?? 0))
      result[level] = sorted
      sorted.forEach((id, index) => places.set(id, index / sorted.length))
    })
  }
  return result
}

/** The edges from a type up to all its ancestors. */
export function edgesUp(id: string, parentsOf: (id: string) => readonly string[]): Edge[] {
  const edges: Edge[] = []
  const seen = new Set<string>()
  const waiting = [id]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    for (const parent of parentsOf(next)) {
      edges.push([next, parent])
      waiting.push(parent)
    }
  }
  return edges
}

/** Where an arrow key leads: up and down along the lines, else to the nearest box that way. */
export function neighbour({ boxes, edges }: Layout, from: string, key: string): string | undefined {
  const here = boxes.find((it) => it.id === from)
  if (!here) return undefined
  const isAhead: Readonly<Record<string, (it: Placed) => boolean>> = {
    ArrowUp: (it) => it.y < here.y, ArrowDown: (it) => it.y > here.y,
    ArrowLeft: (it) => it.y === here.y && it.x < here.x, ArrowRight: (it) => it.y === here.y && it.x > here.x,
  }
  const joined = new Set(edges.flatMap(([heir, parent]) => (heir === from ? [parent] : parent === from ? [heir] : [])))
  const all = boxes.filter(isAhead[key] ?? (() => false))
  const along = all.filter((it) => joined.has(it.id))
  const ahead = along.length > 0 ? along : all
  const distance = (it: Placed) => Math.abs(it.y - here.y) * 1_000 + Math.abs(it.x - here.x)
  return ahead.toSorted((one, other) => distance(one) - distance(other))[0]?.id
}
