// Two documents as one picture each, with what differs coloured: green came, red went, yellow changed.

import { newModelShader, type NodeId, type RuleGroup, type SceneComponent, type SceneDiff, type SceneDocument, type SceneNode } from '@gemel/scene'

export const DIFF_COLORS = { added: '#2bb534', removed: '#e03131', changed: '#f2a900' } as const
type Kind = keyof typeof DIFF_COLORS

const RULE = (kind: Kind) => `gemel_diff_${kind}`

/** Which nodes of the two documents differ, and how. */
export function changedNodes(diff: SceneDiff): { readonly before: ReadonlyMap<NodeId, Kind>; readonly after: ReadonlyMap<NodeId, Kind> } {
  const before = new Map<NodeId, Kind>()
  const after = new Map<NodeId, Kind>()
  for (const change of diff.nodes) {
    if (change.kind !== 'added') before.set(change.before.id, change.kind)
    if (change.kind !== 'removed') after.set(change.after.id, change.kind)
  }
  return { before, after }
}

/** A copy of a document, only to be looked at: rules that always hold colour the models of changed nodes. */
export function coloured(document: SceneDocument, changes: ReadonlyMap<NodeId, Kind>): SceneDocument {
  const nodes = new Map([...document.nodes].map(([id, node]) => {
    const kind = changes.get(id)
    return [id, kind ? withColor(node, kind) : node] as const
  }))
  const rules: Record<string, RuleGroup> = { ...document.rules }
  for (const kind of Object.keys(DIFF_COLORS) as Kind[]) {
    rules[RULE(kind)] = { statements: [{ expression: '1 == 1', target: `iottwinmaker.common.color:${DIFF_COLORS[kind]}` }] }
  }
  return { ...document, nodes, rules }
}

function withColor(node: SceneNode, kind: Kind): SceneNode {
  const others = node.components.filter((it) => it.type !== 'ModelShader').map((it): SceneComponent => (it.type === 'PlaneGeometry' ? { ...it, color: DIFF_COLORS[kind] } : it.type === 'Tag' ? { ...it, chosenColor: DIFF_COLORS[kind] } : it))
  return { ...node, components: [...others, { ...newModelShader(), ruleBasedMapId: RULE(kind) }] }
}
