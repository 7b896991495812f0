// The graph's layout: levels, no overlap, neighbours for the arrow keys.

import { expect, test } from 'vitest'
import { type Edge, edgesUp, layOut, MEASURES, neighbour } from './graph-layout'

const EDGES: readonly Edge[] = [['oven', 'machine'], ['tank', 'machine'], ['machine', 'telemetry'], ['telemetry', 'series'], ['oven', 'alarm']]

test('every heir stands below all its parents', () => {
  const { boxes } = layOut('machine', EDGES)
  const y = (id: string) => boxes.find((it) => it.id === id)?.y ?? Number.NaN
  for (const [heir, parent] of EDGES) expect(y(heir)).toBeGreaterThan(y(parent))
  // A root stands just above its heir.
  expect(y('alarm')).toBe(y('machine'))
})

test('no two boxes touch, and all lie inside', () => {
  const many: Edge[] = Array.from({ length: 30 }, (_, n) => [`heir${n}`, 'top'])
  const { boxes, width, height } = layOut('top', [...many, ...EDGES])
  for (const one of boxes) {
    expect(one.x).toBeGreaterThanOrEqual(0)
    expect(one.x + MEASURES.boxWidth).toBeLessThanOrEqual(width + 0.001)
    expect(one.y + MEASURES.boxHeight).toBeLessThanOrEqual(height)
    for (const other of boxes) {
      if (one.id >= other.id || one.y !== other.y) continue
      expect(Math.abs(one.x - other.x)).toBeGreaterThanOrEqual(MEASURES.boxWidth)
    }
  }
})

test('a type alone is one box, a circle ends', () => {
  expect(layOut('a', []).boxes).toEqual([{ id: 'a', x: 0, y: 0 }])
  expect(layOut('a', [['a', 'b'], ['b', 'a']]).boxes).toHaveLength(2)
})

test('edges lead up to all ancestors', () => {
  const parents: Readonly<Record<string, readonly string[]>> = { a: ['b', 'c'], b: ['d'], c: ['d'] }
  expect(edgesUp('a', (id) => parents[id] ?? []).map((it) => it.join('>')).toSorted()).toEqual(['a>b', 'a>c', 'b>d', 'c>d'])
})

test('arrow keys go to the nearest box', () => {
  const boxes = layOut('machine', EDGES)
  expect(neighbour(boxes, 'machine', 'ArrowUp')).toBe('telemetry')
  expect(neighbour(boxes, 'telemetry', 'ArrowDown')).toBe('machine')
  expect(neighbour(boxes, 'series', 'ArrowUp')).toBeUndefined()
  const right = neighbour(boxes, 'oven', 'ArrowRight') ?? neighbour(boxes, 'oven', 'ArrowLeft')
  expect(right).toBe('tank')
})
