// The update that edited JSON asks for.

import { describe, expect, it } from 'vitest'
import { docFromJson, type EntityDoc, entityUpdate } from './entity-json'

const before: EntityDoc = {
  entityName: 'Mixer', description: '', parentEntityId: '$ROOT',
  components: { a: { componentTypeId: 't', properties: { x: { value: { doubleValue: 1 } } } }, b: { componentTypeId: 't', properties: {} } },
}

describe('entityUpdate', () => {
  it('is empty for no change', () => {
    expect(entityUpdate(before, before)).toEqual({ input: {}, lines: [], problem: null })
  })
  it('names, moves, adds, changes and removes', () => {
    const { input, lines } = entityUpdate(before, {
      entityName: 'Mixer 2', description: 'd', parentEntityId: 'line', components: { a: { componentTypeId: 't', properties: { x: { value: { doubleValue: 2 } } } }, c: { componentTypeId: 'u', properties: { y: { value: { stringValue: 'z' } } } } },
    })
    expect(input).toEqual({
      entityName: 'Mixer 2', description: 'd', parentEntityUpdate: { updateType: 'UPDATE', parentEntityId: 'line' },
      componentUpdates: {
        a: { updateType: 'UPDATE', propertyUpdates: { x: { updateType: 'UPDATE', value: { doubleValue: 2 } } } },
        b: { updateType: 'DELETE' },
        c: { updateType: 'CREATE', componentTypeId: 'u', propertyUpdates: { y: { value: { stringValue: 'z' } } } },
      },
    })
    expect(lines.map((it) => it.sign).join('')).toBe('~~~~−+')
  })
  it('refuses another type', () => {
    expect(entityUpdate(before, { ...before, components: { ...before.components, b: { componentTypeId: 'u', properties: {} } } }).problem).toMatch('cannot be changed')
  })
  it('reads only entities', () => {
    expect(docFromJson(3)).toMatch('object')
    expect(docFromJson({ entityName: 'a', components: { x: {} } })).toMatch('x: ')
  })
})
