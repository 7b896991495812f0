// The order of children that two people changed.

import type { NodeId } from './types'

/** Orders the children that stay: as the one who ordered them has them, with those of the other at their
 *  neighbours. */
export function mergeChildren(
  members: readonly NodeId[],
  base: readonly NodeId[],
  mine: readonly NodeId[],
  theirs: readonly NodeId[],
): readonly NodeId[] {
  const stays = new Set(members)
  const inMine = mine.filter((id) => stays.has(id))
  const inTheirs = theirs.filter((id) => stays.has(id))
  const [first, second] =
    isReordered(base, mine) || !isReordered(base, theirs) ? [inMine, inTheirs] : [inTheirs, inMine]
  const order = [...first]
  const placed = new Set(order)
  let before: NodeId | undefined
  for (const id of second) {
    if (!placed.has(id)) {
      order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id)
      placed.add(id)
    }
    before = id
  }
  return [...order, ...members.filter((id) => !placed.has(id))]
}

/** Whether those that are in both stand in another order. */
function isReordered(base: readonly NodeId[], now: readonly NodeId[]): boolean {
  const inNow = new Set(now)
  const inBase = new Set(base)
  const [before, after] = [base.filter((id) => inNow.has(id)), now.filter((id) => inBase.has(id))]
  return before.some((id, index) => id !== after[index])
}
