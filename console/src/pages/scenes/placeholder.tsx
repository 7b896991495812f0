// A quiet picture for scenes that have none yet: blocks on a floor, laid out by the scene's name.

import type { ReactNode } from 'react'

export function ScenePlaceholder({ seed }: { readonly seed: string }): ReactNode {
  let number = 7
  for (const it of seed) number = (number * 31 + (it.codePointAt(0) ?? 0)) % 9973
  const blocks = [0, 1, 2].map((index) => ({ x: 62 + index * 34, height: 16 + ((number >> (index * 3)) % 7) * 5 }))
  return (
    <svg className="sc-placeholder" viewBox="0 0 200 120" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">
      {[0, 1, 2, 3, 4, 5, 6].map((it) => <path key={it} d={`M${-20 + it * 30} 96L${60 + it * 30} 56M${220 - it * 30} 96L${140 - it * 30} 56`} />)}
      {blocks.map(({ x, height }) => (
        <g key={x}>
          <path className="sc-top" d={`M${x} ${80 - height}l12 -6 12 6 -12 6z`} />
          <path className="sc-left" d={`M${x} ${80 - height}v${height}l12 6v${-height}z`} />
          <path className="sc-right" d={`M${x + 24} ${80 - height}v${height}l-12 6v${-height}z`} />
        </g>
      ))}
    </svg>
  )
}
