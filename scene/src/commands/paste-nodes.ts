// Nodes to and from the clipboard, with the rules they use, within a scene and across scenes.

import { isEqualJson, isObject, printJson, readJson } from '../document/json'
import { parseScene } from '../document/parse'
import { sceneToJson } from '../document/print'
import { inTreeOrder, subtree, topmost, worldTransform } from '../document/query'
import { ruleIdsOf } from '../document/rule-ids'
import type {
  Json,
  NodeId,
  RuleGroup,
  SceneComponent,
  SceneDocument,
  SceneNode,
  Vec3,
} from '../document/types'
import type { Command } from '../editor/types'
import { parentIn, type Place } from './add-nodes'
import { cloneNodes, FreeNames } from './clone-nodes'
import { command, countOf, TreeChange } from './patch'
import { localFromWorld } from './reparent-nodes'
import { renameIn } from './set-rule'

/** The member that says that a text on the clipboard is nodes of ours, and its version. */
const MARK = 'gemel-scene-nodes'

/** Nodes that were copied: trees of their own, standing where they stood in the world. */
export interface CopiedNodes {
  readonly nodes: readonly SceneNode[]
  readonly rules: Readonly<Record<string, RuleGroup>>
}

/** Nodes and all below them as text for the clipboard. */
export function copyNodes(document: SceneDocument, ids: readonly NodeId[]): string {
  const tops = topmost(document, ids)
  const nodes = new Map<NodeId, SceneNode>()
  for (const id of tops) {
    const [top, ...below] = subtree(document, id)
    if (top !== undefined) nodes.set(id, { ...top, parentId: null, transform: worldTransform(document, id) })
    for (const node of below) nodes.set(node.id, node)
  }
  const used = new Set([...nodes.values()].flatMap((node) => node.components.flatMap(ruleIdsOf)))
  const rules = Object.fromEntries(Object.entries(document.rules).filter(([id]) => used.has(id)))
  const scene = sceneToJson({ nodes, rootIds: tops, rules, unit: 'meters', properties: {}, raw: {} })
  return printJson({ [MARK]: 1, scene })
}

/** Reads nodes from the text of a clipboard; `null` if it holds none. */
export function readCopiedNodes(text: string): CopiedNodes | null {
  if (!text.includes(MARK)) return null
  let json: Json
  try {
    json = readJson(text)
  } catch {
    return null
  }
  if (!isObject(json) || json[MARK] !== 1 || !isObject(json['scene'])) return null
  const { document } = parseScene(json['scene'])
  return document.nodes.size === 0 ? null : { nodes: inTreeOrder(document), rules: document.rules }
}

export interface PasteOptions extends Place {
  /** Where in the world the first of them comes to stand, the others as they stood beside it; unmoved
   *  without it. */
  readonly at?: Vec3
}

/** Adds copied nodes under a parent, with the rules they use; a rule that is another here gets another
 *  name. */
export function pasteNodes(copied: CopiedNodes, options: PasteOptions = {}): Command {
  const nodes = cloneNodes(copied.nodes)
  const tops = nodes.filter((node) => node.parentId === null)
  const selects = tops.map((node) => node.id)
  return command(
    `Paste ${countOf(tops.length)}`,
    (document) => {
      const { rules, renamed } = mergeRules(document.rules, copied.rules)
      const parentId = parentIn(document, options)
      const change = new TreeChange(document)
      const names = new FreeNames(change.childrenOf(parentId), (id) => change.node(id))
      const from = tops[0]?.transform.position ?? [0, 0, 0]
      const to = options.at ?? from
      for (const node of nodes) {
        const components = node.components.map((component) => renameAll(component, renamed))
        if (node.parentId !== null) {
          change.set({ ...node, components })
          continue
        }
        const name = names.take(node.name)
        const { position } = node.transform
        const moved: Vec3 = [
          position[0] + to[0] - from[0],
          position[1] + to[1] - from[1],
          position[2] + to[2] - from[2],
        ]
        const transform = localFromWorld(document, { ...node.transform, position: moved }, parentId)
        change.set({ ...node, name, components, transform })
      }
      change.attach(parentId, selects, options.index)
      return change.patch(rules === document.rules ? {} : { rules })
    },
    { selects },
  )
}

interface MergedRules {
  readonly rules: Readonly<Record<string, RuleGroup>>
  readonly renamed: ReadonlyMap<string, string>
}

function mergeRules(
  mine: Readonly<Record<string, RuleGroup>>,
  theirs: Readonly<Record<string, RuleGroup>>,
): MergedRules {
  const added: [string, RuleGroup][] = []
  const renamed = new Map<string, string>()
  const taken = new Set([...Object.keys(mine), ...Object.keys(theirs)])
  for (const [id, rule] of Object.entries(theirs)) {
    const own = Object.hasOwn(mine, id) ? mine[id] : undefined
    if (own === undefined) added.push([id, rule])
    else if (!isEqualJson(own as Json, rule as Json)) {
      const next = freeRuleId(id, taken)
      taken.add(next)
      renamed.set(id, next)
      added.push([next, rule])
    }
  }
  return {
    rules: added.length === 0 ? mine : Object.fromEntries([...Object.entries(mine), ...added]),
    renamed,
  }
}

function freeRuleId(id: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number += 1) if (!taken.has(`${id}_${number}`)) return `${id}_${number}`
}

function renameAll(component: SceneComponent, renamed: ReadonlyMap<string, string>): SceneComponent {
  if (renamed.size === 0) return component
  // New names are never among the old ones, so that one renaming cannot touch another.
  return [...renamed].reduce((changed, [id, next]) => renameIn(changed, id, next), component)
}
