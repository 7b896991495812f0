// Names and ids that are good, and words for those that are not.

import { describe, expect, it } from 'vitest'
import { copyName, entityIdProblem, entityNameProblem, idFromName, nameProblem } from './names'

describe('names', () => {
  it('takes what the service takes', () => {
    for (const id of ['', 'ab', 'a.b:c-d_e', '0a', 'e7f3-a'] ) expect(entityIdProblem(id)).toBeNull()
    for (const id of ['a', '-a', 'a-', 'a b', 'a/b', 'ä1', '$ROOT', 'x'.repeat(129)]) expect(entityIdProblem(id), id).not.toBeNull()
  })
  it('names what is wrong', () => {
    expect(entityIdProblem('a/b')).toMatch('“/” is not allowed')
    expect(entityNameProblem('  ')).toMatch('needs a name')
    expect(entityNameProblem('a\tb')).toMatch('control')
    expect(nameProblem('a.b', 'component name')).toMatch('“.” is not allowed')
    expect(nameProblem('')).not.toBeNull()
    expect(nameProblem('a-b_1')).toBeNull()
  })
  it('makes ids of names', () => {
    expect(idFromName('Mixer 3 (left)')).toBe('mixer-3-left')
    expect(idFromName('Ölpumpe')).toBe('olpumpe')
    expect(idFromName('—')).toBe('')
  })
  it('numbers copies', () => {
    expect(copyName('Mixer', new Set())).toBe('Mixer copy')
    expect(copyName('Mixer copy', new Set(['Mixer copy', 'Mixer copy 2']))).toBe('Mixer copy 3')
  })
})
