// The small graph of relations: every box can be clicked, or reached by Tab and followed by Enter.

import type { KeyboardEvent, ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { addresses } from '../addresses'
import type { Place } from '../operations'
import { BOX_H, BOX_W, type Box, type Edge, layoutOf } from './relations'
import type { Names } from './relations-tab'

/** Smaller, it could not be read: then it scrolls. */
const LEAST_SCALE = 0.85

export interface RelationGraphProps {
  readonly place: Place
  readonly centre: { readonly id: string; readonly name: string }
  readonly incoming: readonly Edge[]
  readonly outgoing: readonly Edge[]
  readonly names: Names
}

export function RelationGraph({ place, centre, incoming, outgoing, names }: RelationGraphProps): ReactNode {
  const { width, height, boxes, lines, hidden } = layoutOf(centre.id, incoming, outgoing)
  return (
    <div className="g-graph">
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role */}
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} style={{ minWidth: width * LEAST_SCALE }} role="group" aria-label={`Relations of ${centre.name}`}>
        <defs>
          <marker id="g-arrow" viewBox="0 0 8 8" refX="1" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M 0 0 L 8 4 L 0 8 z" fill="var(--g-quiet)" /></marker>
        </defs>
        {lines.map(({ from, to, label, path, labelX, labelY }) => (
          <g key={`${from.side}${from.id}>${to.id}`} className={`g-graph-edge ${names.get(to.side === 'centre' ? from.id : to.id) === null ? 'is-missing' : ''}`} aria-hidden>
            <path d={path} markerEnd="url(#g-arrow)" />
            <text x={labelX} y={labelY} textAnchor="middle">{clip(label, 22)}<title>{label}</title></text>
          </g>
        ))}
        {boxes.map((box) => <Node key={box.side + box.id} place={place} box={box} name={box.side === 'centre' ? centre.name : names.get(box.id)} />)}
      </svg>
      {hidden > 0 && <p style={{ padding: '0 16px' }}>{hidden} more {hidden === 1 ? 'entity is' : 'entities are'} in the table.</p>}
    </div>
  )
}

function Node({ place, box, name }: { readonly place: Place; readonly box: Box; readonly name: string | null | undefined }): ReactNode {
  const navigate = useNavigate()
  const isCentre = box.side === 'centre'
  const words = name ?? box.id
  const go = () => void (isCentre || name === null ? undefined : navigate(`${addresses.entity(place.workspaceId, box.id)}?tab=relations`))
  const link = isCentre || name === null ? {} : { role: 'link', tabIndex: 0, 'aria-description': box.side === 'in' ? 'points to this entity' : 'this entity points to it', onClick: go, onKeyDown: (event: KeyboardEvent) => { if (event.key === 'Enter') go() } }
  return (
    <g className={`g-graph-node ${isCentre ? 'is-centre' : ''}`} transform={`translate(${box.x} ${box.y})`} {...link}>
      <rect width={BOX_W} height={BOX_H} rx={8} />
      <text x={12} y={18}>{clip(words, 24)}</text>
      <text x={12} y={33} className="g-sub">{name === null ? 'does not exist' : clip(box.id, 28)}</text>
    </g>
  )
}

function clip(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
