// Writes a scene document: what was read in its order, what was changed, and what App Kit needs.

import { isArray, isEqualJson, isObject, keepOrder, namesOf, printJson } from './json'
import { sourceOf } from './originals'
import { isVersion, unitIn } from './parse'
import { nameIn, snapIn } from './parse-nodes'
import { ruleIdsNeeded } from './rule-ids'
import type {
  Camera,
  Json,
  JsonObject,
  NodeId,
  SceneComponent,
  SceneDocument,
  SceneNode,
  Transform,
  Vec3,
} from './types'

/** The document as text, two spaces deep. */
export function printScene(document: SceneDocument): string {
  return sourceOf(document) ?? printJson(sceneToJson(document))
}

/** The document as JSON. */
export function sceneToJson(document: SceneDocument): JsonObject {
  const numbers = new Map([...document.nodes.keys()].map((id, index) => [id, index] as const))
  const numberOf = (id: NodeId): number => numbers.get(id) ?? 0
  const cameras = new CameraList(document)
  const { raw } = document
  const top: Record<string, Json> = {
    specVersion: isVersion(raw['specVersion']) ? (raw['specVersion'] as string) : '1.0',
    unit: raw['unit'] !== undefined && document.unit === unitIn(raw) ? raw['unit'] : document.unit,
    properties: document.properties as Json,
    nodes: [...document.nodes.values()].map((node) => printNode(node, numberOf, cameras)),
    rootNodeIndexes: document.rootIds.map(numberOf),
    cameras: cameras.list(),
    rules: printRules(document),
  }
  if (raw['unit'] === undefined && document.unit === 'meters') delete top['unit']
  if (raw['properties'] === undefined && Object.keys(document.properties).length === 0)
    delete top['properties']
  return inOrderOf(raw, top)
}

/** The members of `raw` in their order, those of `values` in their place, and behind them the ones that
 *  are new. */
function inOrderOf(raw: JsonObject, values: Readonly<Record<string, Json>>): JsonObject {
  const names = [...new Set([...namesOf(raw), ...Object.keys(values)])]
  const members = names.map((name) => [name, Object.hasOwn(values, name) ? values[name] : raw[name]] as const)
  return keepOrder(raw, Object.fromEntries(members))
}

function printNode(node: SceneNode, numberOf: (id: NodeId) => number, cameras: CameraList): JsonObject {
  const { raw } = node
  const values: Record<string, Json> = {}
  if (node.name !== nameIn(raw) || (raw['name'] === undefined && node.name !== '')) values['name'] = node.name
  values['transform'] = printTransform(node.transform, raw['transform'])
  const constraint = raw['transformConstraint']
  if (node.snapToFloor !== snapIn(raw)) {
    values['transformConstraint'] = {
      ...(isObject(constraint) ? constraint : {}),
      snapToFloor: node.snapToFloor,
    }
  }
  if (node.childIds.length > 0 || isArray(raw['children'])) values['children'] = node.childIds.map(numberOf)
  if (node.components.length > 0 || raw['components'] !== undefined || Object.keys(raw).length === 0) {
    values['components'] = node.components.map((component) => printComponent(component, cameras))
  }
  if (isObject(raw['properties']) || Object.keys(node.properties).length > 0)
    values['properties'] = node.properties
  if (raw['children'] !== undefined && values['children'] === undefined) {
    const { children: _, ...rest } = raw
    return inOrderOf(keepOrder(raw, rest), values)
  }
  return inOrderOf(raw, values)
}

function printTransform(transform: Transform, raw: Json | undefined): JsonObject {
  const values = {
    position: printVector(transform.position),
    rotation: printVector(transform.rotation),
    scale: printVector(transform.scale),
  }
  return inOrderOf(isObject(raw) ? raw : {}, values)
}

function printVector(value: Vec3): Json {
  return value.every(Number.isFinite) ? value : value.map((part) => (Number.isFinite(part) ? part : 0))
}

function printComponent(component: SceneComponent, cameras: CameraList): Json {
  if (component.type === '?') return component.original
  if (component.type !== 'Camera') return component as Json
  const { camera: _, ...rest } = component
  return keepOrder(component, { ...rest, cameraIndex: cameras.indexOf(component) }) as JsonObject
}

/** Rules, with an empty one for each that a tag or motion indicator names and that does not exist. */
function printRules(document: SceneDocument): Json {
  const { rules } = document
  const missing = new Set<string>()
  for (const node of document.nodes.values()) {
    for (const component of node.components) {
      for (const id of ruleIdsNeeded(component)) if (!Object.hasOwn(rules, id)) missing.add(id)
    }
  }
  if (missing.size === 0) return rules as Json
  const added = [...missing].map((id) => [id, { statements: [] }] as const)
  return keepOrder(rules, Object.fromEntries([...Object.entries(rules), ...added])) as Json
}

/** `cameras`: those no node shows in their place, those of nodes in the place they were read from or at
 *  the end. */
class CameraList {
  readonly #slots: (Json | null)[]
  readonly #taken: (JsonObject | undefined)[] = []
  readonly #numbers = new Map<Camera, number>()

  constructor(document: SceneDocument) {
    const stored = document.raw['cameras']
    const slots = isArray(stored) ? stored : []
    this.#slots = [...slots]
    for (const node of document.nodes.values()) {
      for (const component of node.components)
        if (component.type === 'Camera') this.#numbers.set(component, this.#claim(component))
    }
    this.#close()
  }

  indexOf(component: Camera): number {
    return this.#numbers.get(component) ?? 0
  }

  list(): readonly Json[] {
    return this.#slots
  }

  /** The index a component was read with, if its place is free or holds the same camera; else a new one. */
  #claim(component: Camera): number {
    const wish = component['cameraIndex']
    if (typeof wish === 'number' && wish < this.#slots.length) {
      const taken = this.#taken[wish]
      const isFree = taken === undefined && this.#slots[wish] === null
      if (isFree || (taken !== undefined && isEqualJson(taken, component.camera))) {
        this.#taken[wish] = component.camera
        this.#slots[wish] = component.camera
        return wish
      }
    }
    this.#slots.push(component.camera)
    this.#taken[this.#slots.length - 1] = component.camera
    return this.#slots.length - 1
  }

  /** Places that nobody took are closed up, and the numbers behind them move down. */
  #close(): void {
    const moved = new Map<number, number>()
    const kept = this.#slots.filter((slot, index) => {
      if (slot === null) return false
      moved.set(index, moved.size)
      return true
    })
    for (const [component, number] of this.#numbers) this.#numbers.set(component, moved.get(number) ?? 0)
    this.#slots.splice(0, this.#slots.length, ...kept)
  }
}
