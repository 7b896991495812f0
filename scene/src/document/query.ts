// Questions to a document: who stands where, what is bound, what is used. Pure.

import type { PropertyRef } from '../live'
import { IDENTITY_MATRIX, matrixOf, multiply, transformOf, type Matrix } from './matrix'
import { ruleIdsOf } from './rule-ids'
import type {
  ComponentType,
  DataBindingContext,
  NodeId,
  SceneComponent,
  SceneDocument,
  SceneNode,
  Transform,
  ValueDataBinding,
} from './types'

export function childrenOf(document: SceneDocument, parentId: NodeId | null): readonly SceneNode[] {
  const ids = parentId === null ? document.rootIds : (document.nodes.get(parentId)?.childIds ?? [])
  return ids.flatMap((id) => document.nodes.get(id) ?? [])
}

/** The nodes above a node, the nearest first. */
export function ancestors(document: SceneDocument, id: NodeId): readonly SceneNode[] {
  const found: SceneNode[] = []
  let parentId = document.nodes.get(id)?.parentId ?? null
  while (parentId !== null) {
    const parent = document.nodes.get(parentId)
    if (parent === undefined) break
    found.push(parent)
    parentId = parent.parentId
  }
  return found
}

/** The nodes below a node, each before its children, in the order of the tree. */
export function descendants(document: SceneDocument, id: NodeId): readonly SceneNode[] {
  return subtree(document, id).slice(1)
}

/** A node and all below it, each before its children. */
export function subtree(document: SceneDocument, id: NodeId): readonly SceneNode[] {
  const found: SceneNode[] = []
  const waiting = [id]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const node = document.nodes.get(next)
    if (node === undefined) continue
    found.push(node)
    for (let at = node.childIds.length - 1; at >= 0; at -= 1) waiting.push(node.childIds[at] as NodeId)
  }
  return found
}

/** All nodes in the order of the tree. */
export function inTreeOrder(document: SceneDocument): readonly SceneNode[] {
  return document.rootIds.flatMap((id) => subtree(document, id))
}

/** From so many nodes on it is quicker to walk the whole tree than to find the place of each. */
const MANY = 32

/** Of several nodes those that have none of the others above them, in the order of the tree. */
export function topmost(document: SceneDocument, ids: readonly NodeId[]): readonly NodeId[] {
  const chosen = new Set(ids.filter((id) => document.nodes.has(id)))
  const top = [...chosen].filter((id) => !ancestors(document, id).some((above) => chosen.has(above.id)))
  if (top.length < 2) return top
  if (top.length > MANY) {
    const isTop = new Set(top)
    return inTreeOrder(document).flatMap((node) => (isTop.has(node.id) ? node.id : []))
  }
  const places = new Map(top.map((id) => [id, placeOf(document, id)] as const))
  return top.toSorted((one, other) => comparePlaces(places.get(one) ?? [], places.get(other) ?? []))
}

/** The number of a node among its siblings, and of each above it, from the root down. */
function placeOf(document: SceneDocument, id: NodeId): readonly number[] {
  const numbers: number[] = []
  for (let node = document.nodes.get(id); node !== undefined;) {
    const siblings =
      node.parentId === null ? document.rootIds : (document.nodes.get(node.parentId)?.childIds ?? [])
    numbers.unshift(siblings.indexOf(node.id))
    node = node.parentId === null ? undefined : document.nodes.get(node.parentId)
  }
  return numbers
}

function comparePlaces(one: readonly number[], other: readonly number[]): number {
  for (let step = 0; step < Math.min(one.length, other.length); step += 1) {
    const difference = (one[step] ?? 0) - (other[step] ?? 0)
    if (difference !== 0) return difference
  }
  return one.length - other.length
}

export function worldMatrix(document: SceneDocument, id: NodeId | null): Matrix {
  if (id === null) return IDENTITY_MATRIX
  const node = document.nodes.get(id)
  if (node === undefined) return IDENTITY_MATRIX
  return ancestors(document, id).reduce(
    (below, above) => multiply(matrixOf(above.transform), below),
    matrixOf(node.transform),
  )
}

/** Where a node stands in the world; shear, which a transform cannot say, is lost. */
export function worldTransform(document: SceneDocument, id: NodeId): Transform {
  return transformOf(worldMatrix(document, id))
}

const KIND_NAMES: Readonly<Partial<Record<ComponentType, string>>> = {
  ModelRef: 'Model',
  SubModelRef: 'Part of a model',
  ModelShader: 'Model shader',
  DataOverlay: 'Overlay',
  MotionIndicator: 'Motion indicator',
  EntityBinding: 'Entity',
  PlaneGeometry: 'Plane',
  '?': 'Unknown',
}

/** What a person calls a node: its name, or what it is. */
export function displayName(node: SceneNode): string {
  if (node.name !== '') return node.name
  const [first] = node.components
  return first === undefined ? 'Unnamed node' : (KIND_NAMES[first.type] ?? first.type)
}

/** The names from the root to the node, for people: `Line 1 / Mixer / Motor`. */
export function pathOf(document: SceneDocument, id: NodeId): string {
  const node = document.nodes.get(id)
  if (node === undefined) return ''
  return [node, ...ancestors(document, id)].toReversed().map(displayName).join(' / ')
}

export function componentOf<T extends ComponentType>(
  node: SceneNode,
  type: T,
): Extract<SceneComponent, { readonly type: T }> | undefined {
  return node.components.find(
    (component): component is Extract<SceneComponent, { readonly type: T }> => component.type === type,
  )
}

/** Names of templates and their values: `{ sel_entity: 'mixer-1' }`. */
export type Template = Readonly<Record<string, string>>

/** A value with its template filled in; `undefined` if there is none for it. */
export function fillTemplate(value: string | null | undefined, template: Template): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  const name = /^\$\{(.+)\}$/.exec(value)?.[1]
  if (name === undefined) return value
  const filled = Object.hasOwn(template, name) ? template[name] : undefined
  return filled === '' ? undefined : filled
}

/** The property a binding names, with templates filled in; `undefined` if a part is missing. */
export function resolveBinding(
  binding: ValueDataBinding | null | undefined,
  template: Template = {},
): PropertyRef | undefined {
  const context: DataBindingContext | null | undefined = binding?.dataBindingContext
  const entityId = fillTemplate(context?.entityId, template)
  const componentName = fillTemplate(context?.componentName, template)
  const propertyName = fillTemplate(context?.propertyName, template)
  if (entityId === undefined || componentName === undefined || propertyName === undefined) return undefined
  return { entityId, componentName, propertyName }
}

/** Where in a component a binding stands: `value` for the only one, a colour or speed, or an overlay's
 *  name. */
export type BindingSlot = 'value' | 'speed' | 'foregroundColor' | 'backgroundColor' | `row:${string}`

export interface Binding {
  readonly nodeId: NodeId
  readonly componentIndex: number
  readonly slot: BindingSlot
  readonly ref: PropertyRef
  readonly isStatic: boolean
}

interface Slot {
  readonly slot: BindingSlot
  readonly binding: ValueDataBinding | null | undefined
}

/** The places of a component that can be bound, and what is there. */
export function slotsOf(component: SceneComponent): readonly Slot[] {
  switch (component.type) {
    case 'Tag':
    case 'ModelShader':
    case 'EntityBinding':
      return [{ slot: 'value', binding: component.valueDataBinding }]
    case 'MotionIndicator':
      return (['speed', 'foregroundColor', 'backgroundColor'] as const).map((slot) => ({
        slot,
        binding: component.valueDataBindings[slot]?.valueDataBinding,
      }))
    case 'DataOverlay':
      return component.valueDataBindings.map(({ bindingName, valueDataBinding }) => ({
        slot: `row:${bindingName}`,
        binding: valueDataBinding,
      }))
    default:
      return []
  }
}

/** Every property of the twin a document shows; templates are filled in, what stays open is left out. */
export function bindingsOf(
  document: SceneDocument,
  template: Template = templateOf(document),
): readonly Binding[] {
  const found: Binding[] = []
  for (const node of document.nodes.values()) {
    for (const [componentIndex, component] of node.components.entries()) {
      for (const { slot, binding } of slotsOf(component)) {
        const ref = resolveBinding(binding, template)
        if (ref === undefined) continue
        found.push({ nodeId: node.id, componentIndex, slot, ref, isStatic: binding?.isStaticData === true })
      }
    }
  }
  return found
}

/** The templates a document itself says. */
export function templateOf(document: SceneDocument): Template {
  return document.properties.dataBindingConfig?.template ?? {}
}

/** Nodes that show an entity, or are named after it in the document. */
export function findByEntity(
  document: SceneDocument,
  entityId: string,
  template: Template = templateOf(document),
): readonly SceneNode[] {
  return [...document.nodes.values()].filter((node) =>
    node.components.some((component) =>
      slotsOf(component).some(
        ({ binding }) => fillTemplate(binding?.dataBindingContext?.entityId, template) === entityId,
      ),
    ),
  )
}

/** The rules in use, and the nodes that use them. */
export function rulesUsed(document: SceneDocument): ReadonlyMap<string, readonly NodeId[]> {
  return collect(document, ruleIdsOf)
}

/** The models and textures in use by their address, and the nodes that show them. */
export function modelsUsed(document: SceneDocument): ReadonlyMap<string, readonly NodeId[]> {
  return collect(document, (component) =>
    component.type === 'ModelRef' && component.uri !== '' ? [component.uri] : [],
  )
}

function collect(
  document: SceneDocument,
  namesIn: (component: SceneComponent) => readonly string[],
): ReadonlyMap<string, readonly NodeId[]> {
  const found = new Map<string, NodeId[]>()
  for (const node of document.nodes.values()) {
    for (const name of new Set(node.components.flatMap(namesIn))) {
      const users = found.get(name)
      if (users === undefined) found.set(name, [node.id])
      else users.push(node.id)
    }
  }
  return found
}

/** Nodes that hold every word of a text in their name, kind, entity or model, in the order of the tree. */
export function searchNodes(document: SceneDocument, text: string): readonly SceneNode[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return []
  return inTreeOrder(document).filter((node) => {
    const own = searchText(node)
    return words.every((word) => own.includes(word))
  })
}

const KIND_WORDS: Readonly<Partial<Record<ComponentType, string>>> = {
  ModelRef: 'model',
  SubModelRef: 'sub-model part',
  ModelShader: 'model shader colour overlay',
  DataOverlay: 'overlay annotation panel',
  MotionIndicator: 'motion indicator',
  EntityBinding: 'entity',
  PlaneGeometry: 'plane',
  '?': 'unknown',
}

function searchText(node: SceneNode): string {
  const parts = [node.name]
  for (const component of node.components) {
    parts.push(component.type, KIND_WORDS[component.type] ?? '')
    if (component.type === 'ModelRef') parts.push(component.uri)
    for (const { binding } of slotsOf(component)) {
      const context = binding?.dataBindingContext
      parts.push(context?.entityId ?? '', context?.componentName ?? '', context?.propertyName ?? '')
    }
  }
  return parts.join('\n').toLowerCase()
}
