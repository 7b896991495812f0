// Names of buckets in a workspace's location, kinds of files.

import { expect, it } from 'vitest'
import { bucketInLocation, contentTypeOf } from './bucket'

it.each([
  ['arn:aws:s3:::plant-1', 'plant-1'],
  ['arn:aws-cn:s3:::plant-1/folder', 'plant-1'],
  ['s3://plant-1/', 'plant-1'],
  ['plant-1', 'plant-1'],
  ['', null],
  [undefined, null],
])('%s', (location, bucket) => expect(bucketInLocation(location)).toBe(bucket))

it('knows kinds by their ending', () => {
  expect(contentTypeOf('a/B.GLB')).toBe('model/gltf-binary')
  expect(contentTypeOf('a/b')).toBe('application/octet-stream')
})
