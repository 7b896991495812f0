// The relations of an entity as data: edges from its values, and where boxes and lines of the small graph stand. Pure.

import type { ComponentResponse, DataValue } from '@aws-sdk/client-iottwinmaker'

export interface Edge {
  readonly sourceId: string
  readonly targetId: string
  readonly targetComponent: string | undefined
  readonly componentName: string
  readonly propertyName: string
}

/** Every relationship among the components of an entity, in lists and maps too. */
export function edgesOf(sourceId: string, components: Readonly<Record<string, ComponentResponse>> | undefined): Edge[] {
  return Object.entries(components ?? {}).flatMap(([componentName, component]) =>
    Object.entries(component.properties ?? {}).flatMap(([propertyName, property]) =>
      targetsOf(property.value).map(({ id, component: targetComponent }) => ({ sourceId, targetId: id, targetComponent, componentName, propertyName }))))
}

function targetsOf(value: DataValue | undefined): { readonly id: string; readonly component: string | undefined }[] {
  if (!value) return []
  const { relationshipValue: it } = value
  const own = it?.targetEntityId ? [{ id: it.targetEntityId, component: it.targetComponentName }] : []
  return [...own, ...(value.listValue ?? []).flatMap(targetsOf), ...Object.values(value.mapValue ?? {}).flatMap(targetsOf)]
}

export interface Box {
  readonly id: string
  readonly side: 'in' | 'centre' | 'out'
  readonly x: number
  readonly y: number
}
export interface Line {
  readonly from: Box
  readonly to: Box
  readonly label: string
  readonly path: string
  readonly labelX: number
  readonly labelY: number
}
export interface Layout {
  readonly width: number
  readonly height: number
  readonly boxes: readonly Box[]
  readonly lines: readonly Line[]
  /** How many entities found no place. */
  readonly hidden: number
}

export const BOX_W = 190
export const BOX_H = 42
const GAP_X = 150
const GAP_Y = 14
const MARGIN = 16

/** Who points here on the left, the entity in the middle, where it points on the right. */
export function layoutOf(centreId: string, incoming: readonly Edge[], outgoing: readonly Edge[], most = 14): Layout {
  const left = groups(incoming.filter((it) => it.sourceId !== centreId), (it) => it.sourceId)
  const right = groups(outgoing, (it) => it.targetId)
  const shownLeft = [...left].slice(0, most)
  const shownRight = [...right].slice(0, most)
  const rows = Math.max(shownLeft.length, shownRight.length, 1)
  const height = MARGIN * 2 + rows * BOX_H + (rows - 1) * GAP_Y
  const hasLeft = shownLeft.length > 0
  const centreX = MARGIN + (hasLeft ? BOX_W + GAP_X : 0)
  const centre: Box = { id: centreId, side: 'centre', x: centreX, y: (height - BOX_H) / 2 }
  const column = (entries: readonly (readonly [string, readonly Edge[]])[], side: 'in' | 'out', x: number): Box[] => {
    const used = entries.length * BOX_H + (entries.length - 1) * GAP_Y
    return entries.map(([id], n) => ({ id, side, x, y: (height - used) / 2 + n * (BOX_H + GAP_Y) }))
  }
  const ins = column(shownLeft, 'in', MARGIN)
  const outs = column(shownRight, 'out', centreX + BOX_W + GAP_X)
  return {
    width: centreX + BOX_W + (shownRight.length > 0 ? GAP_X + BOX_W : 0) + MARGIN,
    height,
    boxes: [...ins, centre, ...outs],
    lines: [
      ...shownLeft.map(([, edges], n) => lineOf(ins[n] ?? centre, centre, edges)),
      ...shownRight.map(([, edges], n) => lineOf(centre, outs[n] ?? centre, edges)),
    ],
    hidden: left.size - shownLeft.length + right.size - shownRight.length,
  }
}

function groups(edges: readonly Edge[], key: (edge: Edge) => string): Map<string, Edge[]> {
  const found = new Map<string, Edge[]>()
  for (const it of edges) found.set(key(it), [...(found.get(key(it)) ?? []), it])
  return found
}

function lineOf(from: Box, to: Box, edges: readonly Edge[]): Line {
  const x1 = from.x + BOX_W
  const y1 = from.y + BOX_H / 2
  const x2 = to.x - 7
  const y2 = to.y + BOX_H / 2
  const bend = (x2 - x1) / 2
  // The label stands at the end that has room of its own: by the outer box.
  const t = to.side === 'centre' ? 0.3 : 0.7
  const ease = t * t * (3 - 2 * t)
  return {
    from, to, label: [...new Set(edges.map((it) => it.propertyName))].join(', '),
    path: `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${x2 - bend} ${y2}, ${x2} ${y2}`,
    labelX: x1 + (x2 - x1) * t, labelY: y1 + (y2 - y1) * ease - 5,
  }
}
