// Three-way merge of JSON: members of objects one by one, everything else as a whole.

import { isEqualJson, isObject } from './json'
import type { Json, JsonObject } from './types'

/** Both changed the same thing, differently. */
export interface Clash {
  readonly path: string
  readonly mine: Json | undefined
  readonly theirs: Json | undefined
}

export function mergeJson(
  base: Json | undefined,
  mine: Json | undefined,
  theirs: Json | undefined,
  prefer: 'mine' | 'theirs',
  clashes: Clash[],
  path = '',
): Json | undefined {
  if (isEqualJson(mine, theirs) || isEqualJson(base, theirs)) return mine
  if (isEqualJson(base, mine)) return theirs
  if (isObject(mine) && isObject(theirs))
    return mergeObjects(isObject(base) ? base : {}, mine, theirs, prefer, clashes, path)
  clashes.push({ path, mine, theirs })
  return prefer === 'mine' ? mine : theirs
}

function mergeObjects(
  base: JsonObject,
  mine: JsonObject,
  theirs: JsonObject,
  prefer: 'mine' | 'theirs',
  clashes: Clash[],
  path: string,
): JsonObject {
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs), ...Object.keys(base)])]
  const members = names.flatMap((name) => {
    const at = path === '' ? name : `${path}/${name}`
    const merged = mergeJson(own(base, name), own(mine, name), own(theirs, name), prefer, clashes, at)
    return merged === undefined ? [] : [[name, merged] as const]
  })
  return Object.fromEntries(members)
}

function own(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}
