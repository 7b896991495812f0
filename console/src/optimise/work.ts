// What the worker can be asked, and how it answers; the work itself, free of any thread.

import { documentOfParts, type MaterialData, type MeshOptions } from './mesh-data'
import { readContainer } from './glb'
import { inspectModel, type ModelFacts } from './inspect'
import { obstacle, optimise, readModel, type TextureEncoder, writeGlb } from './optimise'
import type { OptimiseOptions, Step } from './options'
import { readMtl, readObj } from './read-obj'
import { readStl } from './read-stl'

export type Bytes = Uint8Array<ArrayBuffer>
export type Files = ReadonlyMap<string, Bytes>

export type Job =
  | { readonly kind: 'inspect'; readonly bytes: Bytes; readonly files: Files }
  | { readonly kind: 'optimise'; readonly bytes: Bytes; readonly files: Files; readonly options: OptimiseOptions }
  | { readonly kind: 'convert'; readonly format: 'obj' | 'stl'; readonly name: string; readonly bytes: Bytes; readonly files: Files; readonly options: MeshOptions }

export interface Inspected {
  readonly facts: ModelFacts
  /** Why it cannot be optimised. */
  readonly obstacle: string | null
}
export interface Made {
  readonly glb: Bytes
  readonly before: ModelFacts | null
  readonly after: ModelFacts
}
export type Answer = { readonly kind: 'inspected'; readonly value: Inspected } | { readonly kind: 'made'; readonly value: Made }

export type Message =
  | { readonly type: 'step'; readonly step: Step }
  | { readonly type: 'answer'; readonly answer: Answer }
  | { readonly type: 'failure'; readonly message: string }

export async function work(job: Job, encode: TextureEncoder | null, onStep: (step: Step) => void): Promise<Answer> {
  if (job.kind === 'inspect') {
    return { kind: 'inspected', value: { facts: factsOf(job.bytes, job.files), obstacle: obstacle(job.bytes) } }
  }
  if (job.kind === 'convert') return { kind: 'made', value: await convert(job, onStep) }
  const before = factsOf(job.bytes, job.files)
  onStep({ label: 'Reading', done: 0 })
  const why = obstacle(job.bytes)
  if (why) throw new Error(`This model cannot be optimised. ${why}`)
  const glb = await optimise(await readModel(job.bytes, job.files), job.options, encode, onStep)
  return { kind: 'made', value: { glb, before, after: factsOf(glb, new Map()) } }
}

function factsOf(bytes: Bytes, files: Files): ModelFacts {
  return inspectModel(readContainer(bytes), bytes.byteLength, files)
}

function text(bytes: Bytes): string {
  return new TextDecoder().decode(bytes)
}

async function convert(job: Extract<Job, { kind: 'convert' }>, onStep: (step: Step) => void): Promise<Made> {
  onStep({ label: 'Reading triangles', done: 0.1 })
  const materials = new Map<string, MaterialData>()
  for (const [name, bytes] of job.files) {
    if (/\.mtl$/i.test(name)) for (const [id, material] of readMtl(text(bytes))) materials.set(id, material)
  }
  const parts = job.format === 'stl' ? readStl(job.bytes, job.name) : readObj(text(job.bytes), job.name, materials)
  onStep({ label: 'Building the model', done: 0.5 })
  const document = documentOfParts(parts, job.options, job.files)
  const { weld } = await import('@gltf-transform/functions')
  await document.transform(weld())
  onStep({ label: 'Writing', done: 0.8 })
  const glb = await writeGlb(document)
  return { glb, before: null, after: factsOf(glb, new Map()) }
}
