// Before and after, in figures.

import type { ReactNode } from 'react'
import { type Format, useFormat } from '../../../kit/format'
import { textureMemory } from '../../../optimise/budget'
import type { ModelFacts } from '../../../optimise/inspect'

export function Figures({ before, after }: { readonly before: ModelFacts; readonly after: ModelFacts }): ReactNode {
  const format = useFormat()
  const rows: readonly (readonly [string, number, number, Format['bytes']])[] = [
    ['To load', before.size_bytes, after.size_bytes, format.bytes],
    ['Triangles', before.triangles, after.triangles, format.number],
    ['Vertices', before.vertices, after.vertices, format.number],
    ['Materials', before.materials, after.materials, format.number],
    ['Texture files', textureBytes(before), textureBytes(after), format.bytes],
    ['Textures when drawn', textureMemory(before), textureMemory(after), format.bytes],
  ]
  return (
    <table className="lib-figures">
      <caption className="lib-visually-hidden">Before and after</caption>
      <thead><tr><th scope="col">Figure</th><th scope="col">Before</th><th scope="col">After</th><th scope="col">Change</th></tr></thead>
      <tbody>
        {rows.filter(([, was, is]) => was > 0 || is > 0).map(([label, was, is, write]) => (
          <tr key={label}>
            <th scope="row">{label}</th><td>{write(was)}</td><td>{write(is)}</td>
            <td className={is < was ? 'lib-better' : ''}>{is === was ? '–' : `${is < was ? '−' : '+'}${format.percent(Math.abs(is - was) / Math.max(1, was))}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function textureBytes(facts: ModelFacts): number {
  return facts.textures.reduce((sum, it) => sum + it.size_bytes, 0)
}
