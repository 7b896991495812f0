// The tree of entities as data: which rows there are, where the keyboard goes, what may move where. Pure.

/** What ListEntities says of an entity, as far as the tree shows it. */
export interface TreeNode {
  readonly id: string
  readonly name: string
  readonly parentId: string
  readonly hasChildren: boolean
  readonly state: string
  readonly error: string | undefined
  readonly description: string
}

/** The children of one parent, as far as they were asked for. */
export interface Branch {
  readonly ids: readonly string[]
  readonly nextToken: string | undefined
  readonly isLoading: boolean
  readonly error: unknown
}

export interface Tree {
  readonly nodes: ReadonlyMap<string, TreeNode>
  readonly branches: ReadonlyMap<string, Branch>
  readonly expanded: ReadonlySet<string>
}

export type Row =
  | { readonly kind: 'node'; readonly id: string; readonly level: number; readonly position: number; readonly count: number }
  /** Children that are on their way, not yet asked for, or did not come. */
  | { readonly kind: 'loading' | 'more' | 'error'; readonly id: string; readonly parentId: string; readonly level: number }

export const ROOT = '$ROOT'

/** Every row that is open, in the order of the screen. */
export function flatten(tree: Tree): Row[] {
  const rows: Row[] = []
  // Own stack: 30 levels are the rule, but a server may say otherwise.
  const stack: { readonly branch: Branch; readonly parentId: string; readonly level: number; next: number }[] = []
  const open = (parentId: string, level: number) => {
    const branch = tree.branches.get(parentId)
    if (branch) stack.push({ branch, parentId, level, next: 0 })
    else rows.push({ kind: 'loading', id: `loading:${parentId}`, parentId, level })
  }
  open(ROOT, 1)
  while (stack.length > 0) {
    const top = stack[stack.length - 1]
    if (!top) break
    const id = top.branch.ids[top.next++]
    if (id === undefined) {
      pushRest(rows, top.branch, top.parentId, top.level)
      stack.pop()
      continue
    }
    // -1 is ARIA's word for "not known yet".
    const count = top.branch.nextToken === undefined ? top.branch.ids.length : -1
    rows.push({ kind: 'node', id, level: top.level, position: top.next, count })
    if (tree.expanded.has(id) && tree.nodes.get(id)?.hasChildren) open(id, top.level + 1)
  }
  return rows
}

function pushRest(rows: Row[], branch: Branch, parentId: string, level: number): void {
  if (branch.error) rows.push({ kind: 'error', id: `error:${parentId}`, parentId, level })
  else if (branch.isLoading) rows.push({ kind: 'loading', id: `loading:${parentId}`, parentId, level })
  else if (branch.nextToken !== undefined) rows.push({ kind: 'more', id: `more:${parentId}`, parentId, level })
}

export type KeyStep =
  | { readonly kind: 'focus'; readonly index: number }
  | { readonly kind: 'expand' | 'collapse'; readonly id: string }

/** Where a key of the ARIA tree pattern leads from the row at `index`. */
export function stepOf(key: string, rows: readonly Row[], index: number, tree: Tree, pageRows: number): KeyStep | null {
  const row = rows[index]
  const at = (to: number): KeyStep => ({ kind: 'focus', index: Math.max(0, Math.min(rows.length - 1, to)) })
  switch (key) {
    case 'ArrowDown': return at(index + 1)
    case 'ArrowUp': return at(index - 1)
    case 'PageDown': return at(index + pageRows)
    case 'PageUp': return at(index - pageRows)
    case 'Home': return at(0)
    case 'End': return at(rows.length - 1)
    case 'ArrowRight': {
      if (row?.kind !== 'node' || !tree.nodes.get(row.id)?.hasChildren) return null
      return tree.expanded.has(row.id) ? at(index + 1) : { kind: 'expand', id: row.id }
    }
    case 'ArrowLeft': {
      if (!row) return null
      if (row.kind === 'node' && tree.expanded.has(row.id) && tree.nodes.get(row.id)?.hasChildren) return { kind: 'collapse', id: row.id }
      const parent = parentIndex(rows, index)
      return parent === -1 ? null : at(parent)
    }
    default: return null
  }
}

/** The row that `index` hangs under; -1 at the top. */
export function parentIndex(rows: readonly Row[], index: number): number {
  const level = rows[index]?.level ?? 1
  for (let at = index - 1; at >= 0; at--) if ((rows[at]?.level ?? 1) < level) return at
  return -1
}

/** The next row whose name begins with what was typed, beginning after `index` and going round. */
export function findTyped(rows: readonly Row[], index: number, text: string, tree: Tree): number {
  const wanted = text.toLowerCase()
  // A second letter narrows from where one is; a first one moves on.
  const start = text.length > 1 ? 0 : 1
  for (let step = start; step < rows.length + start; step++) {
    const at = (index + step) % rows.length
    const row = rows[at]
    if (row?.kind === 'node' && tree.nodes.get(row.id)?.name.toLowerCase().startsWith(wanted)) return at
  }
  return -1
}

/** Which rows are selected after a click or a key at `index`: alone, with ctrl (toggle) or shift (range). */
export function selectionAfter(
  selected: ReadonlySet<string>, anchor: string | null, rows: readonly Row[], index: number, how: 'only' | 'toggle' | 'range',
): ReadonlySet<string> {
  const row = rows[index]
  if (row?.kind !== 'node') return selected
  if (how === 'only') return new Set([row.id])
  if (how === 'toggle') {
    const next = new Set(selected)
    if (!next.delete(row.id)) next.add(row.id)
    return next
  }
  const from = rows.findIndex((it) => it.kind === 'node' && it.id === anchor)
  const [first, last] = from === -1 ? [index, index] : [Math.min(from, index), Math.max(from, index)]
  return new Set(rows.slice(first, last + 1).flatMap((it) => (it.kind === 'node' ? [it.id] : [])))
}

/** The selected entities that do not already go with a selected ancestor. */
export function topmost(ids: Iterable<string>, parentOf: (id: string) => string | undefined): string[] {
  const chosen = new Set(ids)
  return [...chosen].filter((id) => {
    for (let up = parentOf(id); up !== undefined && up !== ROOT; up = parentOf(up)) if (chosen.has(up)) return false
    return true
  })
}

/** Why entities may not go below a new parent, in words; `null` when they may. */
export function moveRefusal(
  ids: readonly string[], targetId: string, parentOf: (id: string) => string | undefined, nameOf: (id: string) => string,
): string | null {
  const moved = new Set(ids)
  if (moved.size === 0) return 'Choose what to move first.'
  if (moved.has(targetId)) return `“${nameOf(targetId)}” cannot be moved below itself.`
  for (let up: string | undefined = targetId; up !== undefined && up !== ROOT; up = parentOf(up)) {
    if (moved.has(up)) return `“${nameOf(targetId)}” is below “${nameOf(up)}”: an entity cannot be moved below its own descendant.`
  }
  if (ids.every((id) => parentOf(id) === targetId)) {
    const where = targetId === ROOT ? 'at the top level' : `below “${nameOf(targetId)}”`
    return ids.length === 1 ? `“${nameOf(ids[0] ?? '')}” is already ${where}.` : `They are already ${where}.`
  }
  return null
}

/** Which rows the screen needs: those in the window, a few around it, and the focused one. */
export function visibleRange(scrollTop: number, height: number, rowHeight: number, count: number, overscan = 8): readonly [number, number] {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - overscan)
  const last = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + overscan)
  return [Math.min(first, last), last]
}

/** Names as people order them: “Mixer 2” before “Mixer 10”. */
export const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare
