// What the uris of documents mean.

import { describe, expect, it } from 'vitest'
import { extensionOf, folderOf, nameOf, parseS3Uri, resolveUri, s3Uri } from './uri'

const base = { bucket: 'plant', key: 'scenes/line 2/main.json' }
const s3 = (bucket: string, key: string) => ({ kind: 's3', name: { bucket, key } })

describe('resolveUri', () => {
  const cases: readonly [string, unknown][] = [
    ['s3://other/models/a.glb', s3('other', 'models/a.glb')],
    ['s3://other/with%20percent.glb', s3('other', 'with%20percent.glb')],
    ['arn:aws:s3:::other/a.glb', s3('other', 'a.glb')],
    ['tank.glb', s3('plant', 'scenes/line 2/tank.glb')],
    ['./tank.glb', s3('plant', 'scenes/line 2/tank.glb')],
    ['../tank.glb', s3('plant', 'scenes/tank.glb')],
    ['../../../../tank.glb', s3('plant', 'tank.glb')],
    ['/models/tank.glb', s3('plant', 'models/tank.glb')],
    ['my%20tank.glb?v=2#x', s3('plant', 'scenes/line 2/my tank.glb')],
    ['100%.glb', s3('plant', 'scenes/line 2/100%.glb')],
    ['https://elsewhere.example/a.glb', { kind: 'web', url: 'https://elsewhere.example/a.glb' }],
    ['http://gemel.local:8780/plant/models/a%20b.glb', s3('plant', 'models/a b.glb')],
    ['http://gemel.local:8780/console/icon.svg', { kind: 'web', url: 'http://gemel.local:8780/console/icon.svg' }],
    ['data:text/plain,x', { kind: 'web', url: 'data:text/plain,x' }],
  ]
  it.each(cases)('%s', (uri, meant) => {
    expect(resolveUri(uri, base, 'http://gemel.local:8780')).toEqual(meant)
  })

  it('says so when there is nothing to be relative to', () => {
    expect(() => resolveUri('tank.glb', null)).toThrow('relative')
  })

  it('refuses a uri that names nothing', () => {
    expect(() => resolveUri('..', { bucket: 'plant', key: 'a.json' })).toThrow('names no object')
  })
})

describe('names', () => {
  it('are taken apart and put together', () => {
    expect(parseS3Uri(s3Uri(base))).toEqual(base)
    expect(parseS3Uri('s3://only-a-bucket')).toBeNull()
    expect(parseS3Uri('models/a.glb')).toBeNull()
    expect([folderOf('a/b/c.glb'), folderOf('c.glb')]).toEqual(['a/b/', ''])
    expect([nameOf('a/b/c.glb'), nameOf('a/b/')]).toEqual(['c.glb', 'b'])
    expect([extensionOf('a.b/C.GLB'), extensionOf('a.b/noending')]).toEqual(['glb', ''])
  })
})
