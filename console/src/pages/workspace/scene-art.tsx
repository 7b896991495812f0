// The picture of a scene: its thumbnail if one was kept, else a drawing of its own made from its name.

import type { SceneSummary } from '@aws-sdk/client-iottwinmaker'
import type { ReactNode } from 'react'

export function SceneArt({ scene }: { readonly workspaceId: string; readonly scene: SceneSummary }): ReactNode {
  const seed = hash(scene.sceneId ?? '')
  const hue = 190 + (seed % 60)
  const blocks = [0, 1, 2, 3, 4].map((i) => ({ x: 52 + i * 46, height: 26 + ((seed >>> (i * 4)) % 5) * 11 }))
  return (
    <svg className="g-scene-art" viewBox="0 0 320 160" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <rect width="320" height="160" fill={`hsl(${hue} 55% 22%)`} />
      <path d="M0 128 160 96l160 32v32H0Z" fill={`hsl(${hue} 50% 30%)`} />
      {blocks.map(({ x, height }) => <Block key={x} x={x} height={height} hue={hue} />)}
    </svg>
  )
}

function Block({ x, height, hue }: { readonly x: number; readonly height: number; readonly hue: number }): ReactNode {
  const top = 128 - height
  return (
    <g>
      <path d={`M${x} ${top}l16 -7 16 7 -16 7Z`} fill={`hsl(${hue} 70% 78%)`} />
      <path d={`M${x} ${top}l16 7v${height}l-16 -7Z`} fill={`hsl(${hue} 55% 52%)`} />
      <path d={`M${x + 32} ${top}l-16 7v${height}l16 -7Z`} fill={`hsl(${hue} 55% 40%)`} />
    </g>
  )
}

function hash(text: string): number {
  let sum = 2_166_136_261
  for (const letter of text) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 16_777_619)
  return sum >>> 0
}
