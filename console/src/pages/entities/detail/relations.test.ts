// Relations: what counts as one, and that nothing overlaps on the screen.

import { describe, expect, it } from 'vitest'
import { BOX_H, BOX_W, type Edge, edgesOf, layoutOf } from './relations'

const edge = (sourceId: string, targetId: string, propertyName = 'feeds'): Edge => ({ sourceId, targetId, propertyName, componentName: 'c', targetComponent: undefined })

describe('edgesOf', () => {
  it('finds relationships alone, in lists, in maps', () => {
    const rel = (id: string) => ({ relationshipValue: { targetEntityId: id } })
    const edges = edgesOf('me', {
      space: { properties: { isIn: { value: rel('hall') }, feeds: { value: { listValue: [rel('a'), rel('b')] } }, by: { value: { mapValue: { x: { listValue: [rel('c')] } } } }, area: { value: { doubleValue: 3 } } } },
    })
    expect(edges.map((it) => `${it.propertyName}>${it.targetId}`)).toEqual(['isIn>hall', 'feeds>a', 'feeds>b', 'by>c'])
  })
  it('is empty for nothing', () => {
    expect(edgesOf('me', undefined)).toEqual([])
  })
})

describe('layoutOf', () => {
  it('puts sources left and targets right', () => {
    const { boxes, lines } = layoutOf('me', [edge('a', 'me')], [edge('me', 'b')])
    const [a, me, b] = boxes
    expect([a?.id, me?.id, b?.id]).toEqual(['a', 'me', 'b'])
    expect(a && me && b && a.x + BOX_W < me.x && me.x + BOX_W < b.x).toBe(true)
    expect(lines.map((it) => `${it.from.id}>${it.to.id}`)).toEqual(['a>me', 'me>b'])
  })
  it('joins several relations to one entity, and lets none overlap', () => {
    const out = Array.from({ length: 9 }, (_, n) => edge('me', `t${n}`))
    const { boxes, lines, height } = layoutOf('me', [], [...out, edge('me', 't0', 'cools')])
    expect(lines[0]?.label).toBe('feeds, cools')
    const ys = boxes.filter((it) => it.side === 'out').map((it) => it.y)
    for (let n = 1; n < ys.length; n++) expect((ys[n] ?? 0) - (ys[n - 1] ?? 0)).toBeGreaterThan(BOX_H)
    expect(Math.max(...ys) + BOX_H).toBeLessThan(height)
  })
  it('says how many found no place', () => {
    expect(layoutOf('me', [], Array.from({ length: 20 }, (_, n) => edge('me', `t${n}`)), 14).hidden).toBe(6)
  })
  it('shows an entity that points to itself once on the right', () => {
    expect(layoutOf('me', [edge('me', 'me')], [edge('me', 'me')]).boxes.map((it) => it.side)).toEqual(['centre', 'out'])
  })
})
