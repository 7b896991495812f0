// What is in a model, beside what it may cost.

import { Fragment, type ReactNode } from 'react'
import { type Format, useFormat } from '../../../kit/format'
import { advise, BUDGET, textureMemory, type Weight, weigh } from '../../../optimise/budget'
import type { ModelFacts } from '../../../optimise/inspect'

interface Line {
  readonly label: string
  readonly text: string
  readonly weight?: Weight
  readonly title?: string
}

const WORDS: Readonly<Record<Weight, string>> = { ok: 'within the budget', advice: 'over the budget', warning: 'far over the budget' }

export function ModelFactList({ facts }: { readonly facts: ModelFacts }): ReactNode {
  const format = useFormat()
  return (
    <dl className="lib-facts">
      {linesOf(facts, format).map(({ label, text, weight, title }) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd title={title} className={weight === 'warning' ? 'lib-far-over' : weight === 'advice' ? 'lib-over' : ''}>
            {text}{weight && weight !== 'ok' && <span className="lib-visually-hidden"> ({WORDS[weight]})</span>}
          </dd>
        </Fragment>
      ))}
    </dl>
  )
}

function linesOf(facts: ModelFacts, format: Format): readonly Line[] {
  const budgeted = (label: string, fact: keyof typeof BUDGET, value: number, text: string): Line => {
    const weight = weigh(fact, value)
    return { label, text, weight, title: `Budget: ${fact.endsWith('bytes') ? format.bytes(BUDGET[fact][0]) : format.number(BUDGET[fact][0])} (${WORDS[weight]})` }
  }
  const memory = textureMemory(facts)
  return [
    budgeted('Triangles', 'triangles', facts.triangles, format.number(facts.triangles)),
    { label: 'Vertices', text: format.number(facts.vertices) },
    { label: 'Size', text: dimensions(facts, format), title: 'Width × height × depth' },
    budgeted('To load', 'size_bytes', facts.size_bytes, format.bytes(facts.size_bytes)),
    { label: 'Meshes', text: format.number(facts.meshes) },
    budgeted('Parts to draw', 'draws', facts.draws, format.number(facts.draws)),
    budgeted('Materials', 'materials', facts.materials, format.number(facts.materials)),
    budgeted('Textures', 'texture_memory_bytes', memory, facts.textures.length === 0 ? 'none' : `${facts.textures.length} · ${format.bytes(memory)} when drawn`),
    { label: 'Animations', text: facts.animations.length === 0 ? 'none' : facts.animations.join(', ') },
    ...(facts.extensions.length > 0 ? [{ label: 'Extensions', text: facts.extensions.join(', ') }] : []),
    ...(facts.generator ? [{ label: 'Made with', text: facts.generator }] : []),
  ]
}

function dimensions({ box_m }: ModelFacts, format: Format): string {
  if (!box_m) return 'unknown'
  return `${[0, 1, 2].map((axis) => format.number((box_m.max[axis] ?? 0) - (box_m.min[axis] ?? 0), 3)).join(' × ')} m`
}

export function TextureList({ facts }: { readonly facts: ModelFacts }): ReactNode {
  const format = useFormat()
  if (facts.textures.length === 0) return null
  return (
    <table className="lib-figures">
      <caption className="lib-visually-hidden">Textures</caption>
      <thead><tr><th scope="col">Texture</th><th scope="col">Pixels</th><th scope="col">Bytes</th></tr></thead>
      <tbody>
        {facts.textures.slice(0, 30).map((it) => (
          <tr key={`${it.name} ${it.size_bytes}`}>
            <th scope="row">{it.name} <small>{it.format}</small></th>
            <td>{it.width_px > 0 ? `${it.width_px} × ${it.height_px}` : 'unknown'}</td>
            <td>{format.bytes(it.size_bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function AdviceList({ facts }: { readonly facts: ModelFacts }): ReactNode {
  const advice = advise(facts)
  if (advice.length === 0) return null
  return (
    <ul className="lib-advice" aria-label="Advice">
      {advice.map((it) => <li key={it.about} className={it.weight === 'warning' ? 'lib-warning' : ''}>{it.message}</li>)}
    </ul>
  )
}
