// HDR pictures, packed and plain.

import { expect, it } from 'vitest'
import { readHdr, toneMapped } from './hdr'

const file = (size: string, body: number[]) => new Uint8Array([...new TextEncoder().encode(`#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n${size}\n`), ...body])

it('reads plain pixels', () => {
  const image = readHdr(file('-Y 1 +X 2', [128, 64, 0, 129, 0, 0, 0, 0]))
  expect([image.width, image.height]).toEqual([2, 1])
  expect([...image.light]).toEqual([1, 0.5, 0, 0, 0, 0])
})

it('reads packed lines', () => {
  const width = 8
  const plane = (value: number) => [128 + width, value]
  const image = readHdr(file(`-Y 1 +X ${width}`, [2, 2, 0, width, ...plane(128), ...plane(0), 3, 7, 7, 7, 128 + 5, 7, ...plane(129)]))
  expect(Array.from(image.light.subarray(0, 3))).toEqual([1, 0, 7 / 128])
  expect(image.light[21]).toBe(1)
})

it('presses light into eight bits', () => {
  const pixels = toneMapped({ width: 2, height: 1, light: new Float32Array([0, 1, 1000, 0, 0, 0]) })
  expect(Array.from(pixels.subarray(0, 4))).toEqual([0, 186, 255, 255])
})

it('says what is wrong', () => {
  expect(() => readHdr(new TextEncoder().encode('hello'))).toThrow('no Radiance')
  expect(() => readHdr(file('-Y 1 +X 8', [2, 2, 0, 8, 200]))).toThrow('cut off')
})
