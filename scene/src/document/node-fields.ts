// A node as one JSON object of named fields, for comparing and merging, and back.

import { isObject } from './json'
import { comparable } from './match'
import type { JsonObject, SceneComponent, SceneNode, Vec3 } from './types'

const KNOWN = new Set(['name', 'transform', 'transformConstraint', 'children', 'components', 'properties'])

/** Components by type and number (`Tag`, `Tag 2`), so that one that moved in the list is the same. */
export function fieldsOf(node: SceneNode): JsonObject {
  return {
    name: node.name,
    position: node.transform.position,
    rotation: node.transform.rotation,
    scale: node.transform.scale,
    snapToFloor: node.snapToFloor,
    components: componentsByKey(node),
    properties: node.properties,
    other: otherMembers(node.raw),
  }
}

/** A node with the values of its fields; `from` gives what is no field: id, place in the tree, order of
 *  members. */
export function nodeFromFields(from: SceneNode, fields: JsonObject): SceneNode {
  const vector = (name: 'position' | 'rotation' | 'scale'): Vec3 =>
    (fields[name] as Vec3 | undefined) ?? from.transform[name]
  return {
    ...from,
    name: String(fields['name'] ?? ''),
    transform: { position: vector('position'), rotation: vector('rotation'), scale: vector('scale') },
    snapToFloor: fields['snapToFloor'] === true,
    components: componentsFrom(from, objectIn(fields, 'components')),
    properties: objectIn(fields, 'properties'),
    raw: withOthers(from.raw, objectIn(fields, 'other')),
  }
}

function objectIn(fields: JsonObject, name: string): JsonObject {
  const value = fields[name]
  return isObject(value) ? value : {}
}

function componentsByKey(node: SceneNode): JsonObject {
  const counts = new Map<string, number>()
  return Object.fromEntries(
    node.components.map((component) => {
      const type = typeOf(component)
      const count = (counts.get(type) ?? 0) + 1
      counts.set(type, count)
      return [count === 1 ? type : `${type} ${count}`, comparable(component)] as const
    }),
  )
}

function typeOf(component: SceneComponent): string {
  if (component.type !== '?') return component.type
  const { original } = component
  const type = isObject(original) && typeof original['type'] === 'string' ? original['type'] : 'unknown'
  return `?${type}`
}

/** Components out of their fields; one that did not change is the one the node had, place and all. */
function componentsFrom(from: SceneNode, fields: JsonObject): readonly SceneComponent[] {
  const own = componentsByKey(from)
  const ownKeys = Object.keys(own)
  return Object.entries(fields).flatMap(([key, json]): readonly SceneComponent[] => {
    if (json === undefined) return []
    const before = from.components[ownKeys.indexOf(key)]
    if (before !== undefined && own[key] === json) return [before]
    if (key.startsWith('?')) return [{ type: '?', original: json }]
    const place =
      before?.type === 'Camera' && before['cameraIndex'] !== undefined
        ? { cameraIndex: before['cameraIndex'] }
        : {}
    return [{ ...(json as JsonObject), ...place } as unknown as SceneComponent]
  })
}

function otherMembers(raw: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(raw).filter(([name]) => !KNOWN.has(name)))
}

function withOthers(raw: JsonObject, others: JsonObject): JsonObject {
  const names = Object.keys(raw)
  const isSame =
    names.filter((name) => !KNOWN.has(name)).length === Object.keys(others).length &&
    Object.entries(others).every(([name, value]) => raw[name] === value)
  if (isSame) return raw
  const kept = Object.entries(raw).filter(([name]) => KNOWN.has(name) || Object.hasOwn(others, name))
  return { ...Object.fromEntries(kept), ...others }
}
