// What a model may cost, why, and what to do when it costs more.

import type { ModelFacts } from './inspect'

/** Beyond the first number it is advised against; beyond the second it is warned of. */
export const BUDGET = {
  /** A scene draws some tens of models 60 times a second; an office computer's graphics draw about 3 million triangles so. */
  triangles: [100_000, 500_000],
  /** A texture of 2048² fills 21 MB of graphics memory with its smaller copies; one of 4096² fills 85 MB. */
  texture_px: [2048, 4096],
  /** All textures together in graphics memory: tablets give a browser some 500 MB for a whole scene. */
  texture_memory_bytes: [64 * 1024 * 1024, 256 * 1024 * 1024],
  /** Ten megabytes take about a second in a plant's wireless network (100 Mbit/s). */
  size_bytes: [10 * 1024 * 1024, 50 * 1024 * 1024],
  /** Each draw costs the processor some ten microseconds, and a picture has 16 milliseconds. */
  draws: [200, 1000],
  /** Each material is a draw of its own and cannot be merged with others. */
  materials: [50, 200],
} as const satisfies Readonly<Record<string, readonly [number, number]>>

/** Things larger than this are seldom meant; most often millimetres were read as metres. */
const LARGE_M = 1000
const SMALL_M = 0.01

export type Weight = 'ok' | 'advice' | 'warning'
export type Fact = keyof typeof BUDGET | 'box_m' | 'missing' | 'extensions'
export interface Advice {
  readonly about: Fact
  readonly weight: Exclude<Weight, 'ok'>
  readonly message: string
}

/** 4 bytes a pixel, and a third more for the smaller copies. */
export function textureMemory(facts: ModelFacts): number {
  return facts.textures.reduce((sum, it) => sum + (it.width_px * it.height_px * 16) / 3, 0)
}

export function weigh(fact: keyof typeof BUDGET, value: number): Weight {
  const [advised, warned] = BUDGET[fact]
  return value > warned ? 'warning' : value > advised ? 'advice' : 'ok'
}

const number = (it: number) => it.toLocaleString('en-US')
const megabytes = (bytes: number) => `${number(Math.round(bytes / 1024 / 1024))} MB`

export function advise(facts: ModelFacts): readonly Advice[] {
  const largest = facts.textures.reduce((max, it) => Math.max(max, it.width_px, it.height_px), 0)
  const found: (Advice | null)[] = [
    over('triangles', facts.triangles, (max) => `${number(facts.triangles)} triangles; up to ${number(max)} keep a scene of many models smooth. Optimise can simplify the meshes.`),
    over('texture_px', largest, (max) => `The largest texture has ${number(largest)} px; ${number(max)} px suffice unless one stands right before it. Optimise can make it smaller.`),
    over('texture_memory_bytes', textureMemory(facts), (max) => `Its textures fill ${megabytes(textureMemory(facts))} of graphics memory; up to ${megabytes(max)} leave room for other models on a tablet.`),
    over('size_bytes', facts.size_bytes, (max) => `${megabytes(facts.size_bytes)} to load; up to ${megabytes(max)} load in about a second. Optimise can compress it.`),
    over('draws', facts.draws, (max) => `${number(facts.draws)} separate parts to draw; up to ${number(max)} stay smooth. Join parts that never move on their own in your 3D program.`),
    over('materials', facts.materials, (max) => `${number(facts.materials)} materials; up to ${number(max)} let parts be drawn together. Optimise merges those that are equal.`),
    facts.missing.length > 0
      ? { about: 'missing', weight: 'warning', message: `It needs files that are not beside it: ${facts.missing.slice(0, 5).join(', ')}${facts.missing.length > 5 ? ' …' : ''}. Upload them into the same folder.` }
      : null,
    sizeAdvice(facts),
  ]
  return found.filter((it) => it !== null)
}

function over(about: keyof typeof BUDGET, value: number, say: (advised: number) => string): Advice | null {
  const weight = weigh(about, value)
  return weight === 'ok' ? null : { about, weight, message: say(BUDGET[about][0]) }
}

function sizeAdvice({ box_m }: ModelFacts): Advice | null {
  if (!box_m) return null
  const extent = Math.max(...([0, 1, 2] as const).map((axis) => box_m.max[axis] - box_m.min[axis]))
  if (extent > LARGE_M) {
    return { about: 'box_m', weight: 'advice', message: `It is ${number(Math.round(extent))} m large. If it was made in millimetres, choose that unit at the model in the scene.` }
  }
  if (extent > 0 && extent < SMALL_M) {
    return { about: 'box_m', weight: 'advice', message: `It is only ${(extent * 1000).toFixed(1)} mm large. If it was made in another unit, choose it at the model in the scene.` }
  }
  return null
}
