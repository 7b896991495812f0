// Where things stand in JSON text: the range of a path, and the path of a place, also while the text is not whole.

import { jsonLanguage } from '@codemirror/lang-json'
import type { JsonPath } from './json-editor-schema'

type Node = ReturnType<typeof jsonLanguage.parser.parse>['topNode']

export interface Range {
  readonly from: number
  readonly to: number
}

export function parseTree(text: string): Node {
  return jsonLanguage.parser.parse(text).topNode
}

const VALUES = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null'])

function nameOf(property: Node, text: string): string | null {
  const key = property.getChild('PropertyName')
  if (!key) return null
  try {
    return String(JSON.parse(text.slice(key.from, key.to)))
  } catch {
    return text.slice(key.from + 1, key.to)
  }
}

function* childrenOf(node: Node): Generator<Node> {
  for (let child = node.firstChild; child; child = child.nextSibling) yield child
}

function valuesIn(node: Node): Node[] {
  return [...childrenOf(node)].filter((it) => VALUES.has(it.name))
}

/** The range of the value at a path, or of its name; the nearest thing above when it is not in the text. */
export function rangeOf(text: string, path: JsonPath, what: 'value' | 'name' = 'value'): Range {
  let [node] = valuesIn(parseTree(text))
  let name: Node | null = null
  for (const step of path) {
    if (!node) break
    let next: Node | undefined
    let key: Node | null = null
    if (typeof step === 'number' || node.name === 'Array') next = valuesIn(node)[Number(step)]
    else {
      const property: Node | undefined = [...childrenOf(node)].find((it) => it.name === 'Property' && nameOf(it, text) === step)
      key = property?.getChild('PropertyName') ?? null
      next = property ? (valuesIn(property)[0] ?? property) : undefined
    }
    if (!next) return headOf(node)
    node = next
    name = key
  }
  if (what === 'name' && name) return { from: name.from, to: name.to }
  return node ? headOf(node) : { from: 0, to: Math.min(1, text.length) }
}

/** Objects and lists are marked at their bracket only: a whole red page tells nothing. */
function headOf(node: Node): Range {
  return node.name === 'Object' || node.name === 'Array' ? { from: node.from, to: node.from + 1 } : { from: node.from, to: node.to }
}

export interface Place {
  /** The object or list around, or for a value the path of that value. */
  readonly path: JsonPath
  readonly kind: 'name' | 'value'
  /** What completion replaces. */
  readonly replace: Range
  /** Names the object has already. */
  readonly taken: readonly string[]
  /** A colon follows already, so that only the name is to be put in. */
  readonly hasColon: boolean
}

/** What may be written at a place of the text. */
export function placeAt(text: string, at: number): Place | null {
  const tree = parseTree(text)
  const leaf = tree.resolveInner(at, -1)
  const word: Range = { from: at - (/[\w.-]*$/.exec(text.slice(0, at))?.[0].length ?? 0), to: at }
  for (let node: Node | null = leaf; node; node = node.parent) {
    if (node.name === 'Property') {
      const key = node.getChild('PropertyName')
      if (key && at > key.from && at <= key.to) return namePlace(text, node.parent, { from: key.from, to: key.to }, /^\s*:/.test(text.slice(key.to)))
      const colon = key ? text.indexOf(':', key.to) : -1
      if (colon !== -1 && at > colon) {
        const [value] = valuesIn(node)
        if (value && (value.name === 'Object' || value.name === 'Array')) return null
        const isIn = value !== undefined && at >= value.from && at <= value.to
        if (value && !isIn && at > value.to) return null
        return { kind: 'value', path: pathOf(node, text), replace: isIn ? { from: value.from, to: value.to } : word, taken: [], hasColon: false }
      }
    }
    if (node.name === 'Object') return namePlace(text, node, leaf.name === 'String' || leaf.name === '⚠' ? { from: Math.min(leaf.from, word.from), to: at } : word, false)
    if (node.name === 'Array') {
      const before = valuesIn(node).filter((it) => it.to <= at && !(it.from < at && at <= it.to)).length
      return { kind: 'value', path: [...pathOf(node, text), before], replace: leaf.name === 'String' ? { from: leaf.from, to: leaf.to } : word, taken: [], hasColon: false }
    }
  }
  return text.trim() === '' ? { kind: 'value', path: [], replace: word, taken: [], hasColon: false } : null
}

function namePlace(text: string, object: Node | null, replace: Range, hasColon: boolean): Place | null {
  if (!object) return null
  const taken = [...childrenOf(object)].flatMap((it) => (it.name === 'Property' && it.from !== replace.from ? [nameOf(it, text) ?? ''] : []))
  return { kind: 'name', path: pathOf(object, text), replace, taken, hasColon }
}

/** The path of a value or property from the top of the text. */
export function pathOf(node: Node, text: string): JsonPath {
  const path: (string | number)[] = []
  for (let it: Node | null = node; it; it = it.parent) {
    if (it.name === 'Property') path.unshift(nameOf(it, text) ?? '')
    else if (it.parent?.name === 'Array') {
      const at = it.from
      path.unshift(valuesIn(it.parent).findIndex((value) => value.from === at))
    }
  }
  return path
}

/** The path of the name or value under a place, for help. */
export function pathAt(text: string, at: number): JsonPath | null {
  const leaf = parseTree(text).resolveInner(at, 1)
  return leaf.name === 'PropertyName' || VALUES.has(leaf.name) ? pathOf(leaf, text) : null
}
