// @vitest-environment node
// A generated model becomes smaller, and keeps what scenes may name.

import { expect, it } from 'vitest'
import { ballGlb } from './fixtures'
import { readContainer } from './glb'
import { readModel } from './optimise'
import { OPTIMISE_DEFAULTS, type OptimiseOptions } from './options'
import { work } from './work'

const run = async (options: Partial<OptimiseOptions> = {}) => {
  const steps: string[] = []
  const bytes = await ballGlb()
  const answer = await work({ kind: 'optimise', bytes, files: new Map(), options: { ...OPTIMISE_DEFAULTS, ...options } }, null, (it) => steps.push(it.label))
  if (answer.kind !== 'made' || !answer.value.before) throw new Error('nothing made')
  return { ...answer.value, before: answer.value.before, steps }
}

it('is smaller, with fewer triangles, in the same place', async () => {
  const { before, after, steps, glb } = await run({ error: 0.01 })
  expect(before.triangles).toBe(2 * 48 * 48 * 2)
  expect(after.triangles).toBeLessThan(before.triangles * 0.8)
  expect(after.triangles).toBeGreaterThan(200)
  expect(after.size_bytes).toBeLessThan(before.size_bytes / 10)
  expect(after.materials).toBe(1)
  expect(after.extensions).toContain('EXT_meshopt_compression')
  for (const axis of [0, 1, 2] as const) {
    expect(after.box_m?.min[axis]).toBeCloseTo(before.box_m?.min[axis] ?? Number.NaN, 1)
    expect(after.box_m?.max[axis]).toBeCloseTo(before.box_m?.max[axis] ?? Number.NaN, 1)
  }
  expect(steps.at(0)).toBe('Reading')
  expect(steps.at(-1)).toBe('Writing')
  // What was written can be read again.
  expect((await readModel(glb, new Map())).getRoot().listMeshes()).toHaveLength(1)
})

it('keeps names, empty nodes and the transforms of named nodes', async () => {
  const { glb } = await run()
  const nodes = readContainer(glb).json.nodes ?? []
  const named = new Map(nodes.flatMap((it) => (it.name ? [[it.name, it] as const] : [])))
  expect([...named.keys()].toSorted()).toEqual(['Anchor', 'Ball', 'Ball copy'])
  expect(named.get('Ball copy')?.translation).toEqual([3, 1, 0])
  expect(named.get('Ball copy')?.scale).toBeUndefined()
})

it('leaves meshes and bytes alone when told so', async () => {
  const { before, after } = await run({ error: 0, isCompressed: false })
  expect(after.triangles).toBe(before.triangles)
  expect(after.extensions).toEqual([])
})

it('says why a model cannot be worked on', async () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ asset: { version: '2.0' }, extensionsRequired: ['KHR_draco_mesh_compression'] }))
  const answer = await work({ kind: 'inspect', bytes, files: new Map() }, null, () => undefined)
  expect(answer.kind === 'inspected' && answer.value.obstacle).toContain('Draco')
})

it('names the files that are missing', async () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ asset: { version: '2.0' }, buffers: [{ uri: 'tank.bin', byteLength: 4 }] }))
  await expect(readModel(bytes, new Map())).rejects.toThrow('tank.bin')
})
