// Form and JSON over one draft: each shows what the other did; undo and redo.

import { expect, test } from 'vitest'
import { withKey, withMoved, withoutKey } from './props'
import { firstState, reduce, textOf } from './state'

const FIRST = firstState({ componentTypeId: 'x.a' })
const change = (state: typeof FIRST, description: string, now_ms: number, field = 'description') =>
  reduce(state, { do: 'change', draft: { ...state.draft, description }, field, now_ms })

test('what the form changes stands in the text, and the other way round', () => {
  const changed = change(FIRST, 'pump', 1)
  expect(JSON.parse(changed.text)).toEqual({ componentTypeId: 'x.a', description: 'pump' })
  const typed = reduce(changed, { do: 'type', text: '{"componentTypeId": "x.b"}', now_ms: 2 })
  expect(typed.draft).toEqual({ componentTypeId: 'x.b' })
  expect(typed.text).toBe('{"componentTypeId": "x.b"}')
})

test('text that is no draft leaves the draft alone until it is mended', () => {
  const broken = reduce(FIRST, { do: 'type', text: '{"componentTypeId": ', now_ms: 1 })
  expect(broken).toMatchObject({ draft: FIRST.draft, broken: expect.stringContaining('JSON') })
  const wrong = reduce(FIRST, { do: 'type', text: '{"propertyDefinitions": 1}', now_ms: 1 })
  expect(wrong.broken).toContain('propertyDefinitions')
  expect(reduce(wrong, { do: 'mend', })).toMatchObject({ broken: undefined, text: textOf(FIRST.draft) })
})

test('a run of keys in one field is one step', () => {
  const a = change(FIRST, 'p', 1000)
  const b = change(a, 'pu', 1200)
  const c = change(b, 'pum', 4000)
  const d = change(c, 'Pump', 4100, 'name')
  expect(d.past).toHaveLength(3)
  const undone = reduce(reduce(d, { do: 'undo' }), { do: 'undo' })
  expect(undone.draft.description).toBe('pu')
  expect(reduce(undone, { do: 'redo' }).draft.description).toBe('pum')
  expect(change(undone, 'x', 9000).future).toEqual([])
  expect(reduce(FIRST, { do: 'undo' })).toBe(FIRST)
})

test('maps keep their order when a key is renamed, moved or taken out', () => {
  const map = { a: 1, b: 2, c: 3 }
  expect(Object.keys(withKey(map, 'b', 'x', 5))).toEqual(['a', 'x', 'c'])
  expect(Object.keys(withKey(map, 'new', 'new', 5))).toEqual(['a', 'b', 'c', 'new'])
  expect(Object.keys(withMoved(map, 'c', -1))).toEqual(['a', 'c', 'b'])
  expect(Object.keys(withMoved(map, 'c', 1))).toEqual(['a', 'b', 'c'])
  expect(withoutKey(map, 'a')).toEqual({ b: 2, c: 3 })
})
