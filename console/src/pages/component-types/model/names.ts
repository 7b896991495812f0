// Ids for new types: the prefix that the workspace's own types share, and what is left to say.

/** `com.example.bakery.` when most own types begin so; else one made of the workspace's name. */
export function prefixOf(ownIds: readonly string[], workspaceId: string): string {
  const counts = new Map<string, number>()
  for (const id of ownIds) {
    const at = Math.max(id.lastIndexOf('.'), id.lastIndexOf(':'))
    if (at > 0) counts.set(id.slice(0, at + 1), (counts.get(id.slice(0, at + 1)) ?? 0) + 1)
  }
  const [best] = [...counts].toSorted((one, other) => other[1] - one[1] || one[0].length - other[0].length)
  const word = workspaceId.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '')
  return best?.[0] ?? `com.example.${word || 'twin'}.`
}

/** `com.example.pump` becomes `com.example.pump-copy`, with a number where that is taken. */
export function copyOf(id: string, taken: ReadonlySet<string>, prefix: string): string {
  const isOwn = !id.startsWith('com.amazon.') && !id.startsWith('com.gemel.')
  const base = isOwn ? `${id}-copy` : `${prefix}${id.slice(Math.max(id.lastIndexOf('.'), id.lastIndexOf(':')) + 1)}`
  let next = base
  for (let n = 2; taken.has(next); n++) next = `${base}-${n}`
  return next.slice(0, 256)
}

/** A name that is not among those there are: `property1`. */
export function freeName(base: string, taken: readonly string[]): string {
  let n = 1
  while (taken.includes(`${base}${n}`)) n++
  return `${base}${n}`
}
