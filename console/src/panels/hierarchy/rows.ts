// The lines of the hierarchy: of a tree of any size only what is unfolded, or what a search finds and its ancestors.

import {
  type MeshName,
  type NodeId,
  type SceneComponent,
  type SceneDocument,
  type SceneNode,
  slotsOf,
} from '@gemel/scene'
import type { IconName } from '../kit/icon'

export interface NodeRow {
  readonly kind: 'node'
  readonly key: string
  readonly id: NodeId
  readonly depth: number
  readonly hasChildren: boolean
  readonly isExpanded: boolean
  /** Found by the search; ancestors of what was found are shown, too, but pale. */
  readonly isMatch: boolean
  readonly position: number
  readonly count: number
}
/** A named mesh inside the model of a node. */
export interface MeshRow {
  readonly kind: 'mesh'
  readonly key: string
  readonly id: NodeId
  readonly name: string
  readonly depth: number
  readonly hasChildren: boolean
  readonly isExpanded: boolean
  readonly position: number
  readonly count: number
}
export type Row = NodeRow | MeshRow

export interface RowsOptions {
  readonly document: SceneDocument
  readonly expanded: ReadonlySet<string>
  readonly query: string
  /** Meshes inside a node's model, when it is loaded and they are wanted. */
  readonly meshesOf?: (id: NodeId) => readonly MeshName[]
}

export const meshesKey = (id: NodeId, path: string): string => `${id}\u0000${path}`

export function rowsOf(options: RowsOptions): Row[] {
  const { document, query } = options
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = words.length > 0 ? search(document, words) : null
  const rows: Row[] = []
  const isShown = (id: NodeId) => found === null || found.shown.has(id)
  const walk = (ids: readonly NodeId[], depth: number) => {
    const shown = found === null ? ids : ids.filter(isShown)
    shown.forEach((id, index) => {
      const node = document.nodes.get(id)
      if (!node) return
      const hasMeshes = found === null && node.components.some((it) => it.type === 'ModelRef')
      const hasChildren = node.childIds.some(isShown) || hasMeshes
      const isExpanded = hasChildren && (found !== null || options.expanded.has(id))
      rows.push({
        kind: 'node',
        key: id,
        id,
        depth,
        hasChildren,
        isExpanded,
        isMatch: found === null || found.matches.has(id),
        position: index + 1,
        count: shown.length,
      })
      if (!isExpanded) return
      walk(node.childIds, depth + 1)
      if (hasMeshes) addMeshes(rows, options, node, depth + 1)
    })
  }
  walk(document.rootIds, 0)
  return rows
}

function addMeshes(rows: Row[], options: RowsOptions, node: SceneNode, depth: number): void {
  const walk = (meshes: readonly MeshName[], path: string, level: number) => {
    meshes.forEach((mesh, index) => {
      const key = meshesKey(node.id, `${path}/${index}`)
      const isExpanded = mesh.children.length > 0 && options.expanded.has(key)
      rows.push({
        kind: 'mesh',
        key,
        id: node.id,
        name: mesh.name,
        depth: level,
        hasChildren: mesh.children.length > 0,
        isExpanded,
        position: index + 1,
        count: meshes.length,
      })
      if (isExpanded) walk(mesh.children, `${path}/${index}`, level + 1)
    })
  }
  walk(options.meshesOf?.(node.id) ?? [], '', depth)
}

/** The nodes that have every word in their name, kinds, bindings or model, and all above them. */
export function search(
  document: SceneDocument,
  words: readonly string[],
): { readonly matches: Set<NodeId>; readonly shown: Set<NodeId> } {
  const matches = new Set<NodeId>()
  const shown = new Set<NodeId>()
  for (const node of document.nodes.values()) {
    const text = textOf(node)
    if (!words.every((word) => text.includes(word))) continue
    matches.add(node.id)
    for (
      let at: SceneNode | undefined = node;
      at && !shown.has(at.id);
      at = at.parentId === null ? undefined : document.nodes.get(at.parentId)
    )
      shown.add(at.id)
  }
  return { matches, shown }
}

const texts = new WeakMap<SceneNode, string>()
function textOf(node: SceneNode): string {
  let text = texts.get(node)
  if (text === undefined) {
    text = [
      node.name,
      ...node.components.flatMap((it) => [
        it.type,
        KIND_WORDS[it.type] ?? '',
        ...bindingWords(it),
        it.type === 'ModelRef' ? it.uri : '',
      ]),
    ]
      .join(' ')
      .toLowerCase()
    texts.set(node, text)
  }
  return text
}

function bindingWords(component: SceneComponent): readonly string[] {
  return slotsOf(component).flatMap(({ binding }) => {
    const { entityId = '', componentName = '', propertyName = '' } = binding?.dataBindingContext ?? {}
    return [entityId, componentName, propertyName]
  })
}

export const KIND_WORDS: Readonly<Partial<Record<SceneComponent['type'], string>>> = {
  ModelRef: '3D model',
  SubModelRef: 'Model part',
  Animation: 'Animation',
  Tag: 'Tag',
  ModelShader: 'Model shader (colour overlay)',
  MotionIndicator: 'Motion indicator',
  DataOverlay: 'Overlay panel, annotation',
  EntityBinding: 'Entity',
  PlaneGeometry: 'Plane',
  Light: 'Light',
  Camera: 'Camera',
  '?': 'Unknown',
}

const ICONS: readonly (readonly [SceneComponent['type'], IconName])[] = [
  ['Tag', 'tag'],
  ['Camera', 'camera'],
  ['Light', 'light'],
  ['MotionIndicator', 'motion'],
  ['ModelRef', 'model'],
  ['SubModelRef', 'part'],
  ['PlaneGeometry', 'plane'],
  ['ModelShader', 'shader'],
  ['?', 'unknown'],
  ['EntityBinding', 'link'],
]

/** The icon of a node: of the component that says most about it. */
export function iconOf(node: SceneNode): IconName {
  const overlay = node.components.find((it) => it.type === 'DataOverlay')
  for (const [type, icon] of ICONS) {
    if (type === 'ModelShader' && overlay) return overlay.subType === 'TextAnnotation' ? 'text' : 'panel'
    if (node.components.some((it) => it.type === type)) return icon
  }
  return overlay ? (overlay.subType === 'TextAnnotation' ? 'text' : 'panel') : 'empty'
}

/** All keys that can be unfolded. */
export function allExpandable(document: SceneDocument): Set<string> {
  return new Set([...document.nodes.values()].filter((it) => it.childIds.length > 0).map((it) => it.id))
}

/** The first row after `from` whose name begins with what was typed; goes round. */
export function typeAhead(
  rows: readonly Row[],
  from: number,
  typed: string,
  nameOf: (row: Row) => string,
): number {
  const text = typed.toLowerCase()
  for (let i = 0; i < rows.length; i++) {
    // One letter goes on to the next; more letters may stay where one is.
    const index = (from + i + (typed.length === 1 ? 1 : 0)) % rows.length
    if (
      nameOf(rows[index] as Row)
        .toLowerCase()
        .startsWith(text)
    )
      return index
  }
  return -1
}
