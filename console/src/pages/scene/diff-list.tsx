// Differences between two documents, in words.

import { displayName, type SceneDiff } from '@gemel/scene'
import type { ReactNode } from 'react'

const MOST = 60
const SIGNS = { added: '+', removed: '−', changed: '•' } as const

export function DiffList({ diff }: { readonly diff: SceneDiff }): ReactNode {
  if (diff.isSame) return <p className="c-quiet-text">Nothing differs.</p>
  return (
    <ul className="c-list c-diff">
      {diff.nodes.slice(0, MOST).map((it) => (
        <li key={`${it.kind} ${it.path}`} className={`c-diff-${it.kind}`}>
          <b aria-label={it.kind}>{SIGNS[it.kind]}</b>
          <span className="c-grow">
            {it.path || displayName(it.kind === 'removed' ? it.before : it.after)}
            {it.kind === 'changed' && (
              <small>
                {it.fields
                  .slice(0, 4)
                  .map((field) => field.words)
                  .join(' · ')}
                {it.fields.length > 4 ? ` and ${it.fields.length - 4} more` : ''}
              </small>
            )}
          </span>
        </li>
      ))}
      {diff.nodes.length > MOST && <li>… and {diff.nodes.length - MOST} nodes more</li>}
      {diff.rules.map((it) => (
        <li key={`rule ${it.id}`} className={`c-diff-${it.kind}`}>
          <b>{SIGNS[it.kind]}</b>
          <span>Rule {it.id}</span>
        </li>
      ))}
      {diff.settings.map((it) => (
        <li key={`setting ${it.path}`} className="c-diff-changed">
          <b>•</b>
          <span className="c-grow">
            Settings<small>{it.words}</small>
          </span>
        </li>
      ))}
    </ul>
  )
}
