// The cache of what was read keeps to its budget.

import { expect, it } from 'vitest'
import { ByteCache } from './byte-cache'

it('drops what was not used for longest', () => {
  const cache = new ByteCache<string>(10, (it) => it.length)
  cache.set('a', 'aaaa')
  cache.set('b', 'bbbb')
  cache.get('a')
  cache.set('c', 'cccc')
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['aaaa', undefined, 'cccc'])
  expect(cache.size_bytes).toBe(8)
})

it('does not keep what is larger than all', () => {
  const cache = new ByteCache<string>(3, (it) => it.length)
  cache.set('a', 'aaaa')
  expect(cache.get('a')).toBeUndefined()
  expect(cache.size_bytes).toBe(0)
})
