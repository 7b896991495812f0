// A version beside the present text: in pictures and in words.

import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { diffScenes, parseScene } from '@gemel/scene'
import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import type { ObjectName } from '../../../objects/uri'
import { useKept } from '../../library/use-kept'
import { changedNodes, coloured, DIFF_COLORS } from './coloured'
import { DiffList } from './diff-list'

const ScenePicture = lazy(async () => ({ default: (await import('./picture')).ScenePicture }))
const LEGEND = [
  { color: DIFF_COLORS.added, text: 'added since' }, { color: DIFF_COLORS.removed, text: 'removed since' }, { color: DIFF_COLORS.changed, text: 'changed since' },
]

export function Compare({ before, after, base }: { readonly before: string; readonly after: string; readonly base: ObjectName }): ReactNode {
  const [mode, setMode] = useKept<'colours' | 'plain' | 'words'>('gemel.versions.mode', ['colours', 'plain', 'words'])
  const all = useMemo(() => {
    const old = parseScene(before)
    const now = parseScene(after)
    const diff = diffScenes(old.document, now.document)
    const changes = changedNodes(diff)
    return { old, now, diff, colouredOld: coloured(old.document, changes.before), colouredNow: coloured(now.document, changes.after) }
  }, [before, after])
  const isColoured = mode === 'colours'
  return (
    <SpaceBetween size="l">
      <SegmentedControl selectedId={mode} label="How to compare" onChange={({ detail }) => setMode(detail.selectedId as typeof mode)} options={[{ id: 'colours', text: 'Changes in colour' }, { id: 'plain', text: 'As they look' }, { id: 'words', text: 'In words only' }]} />
      {all.old.isReadOnly && <Alert type="warning">This version cannot be read fully: {all.old.problems[0]?.message}</Alert>}
      {mode !== 'words' && (
        <div>
          <div className="sc-pictures">
            <div><h3>This version</h3><Suspense fallback={<Spinner />}><ScenePicture document={isColoured ? all.colouredOld : all.old.document} base={base} label="This version" /></Suspense></div>
            <div><h3>Now</h3><Suspense fallback={<Spinner />}><ScenePicture document={isColoured ? all.colouredNow : all.now.document} base={base} label="Now" /></Suspense></div>
          </div>
          {isColoured && <ul className="sc-legend">{LEGEND.map((it) => <li key={it.text} style={{ '--sc-color': it.color } as React.CSSProperties}>{it.text}</li>)}</ul>}
        </div>
      )}
      <div>
        <Box variant="h2" padding={{ bottom: 's' }}>Since this version</Box>
        <SpaceBetween size="m"><DiffList diff={all.diff} /></SpaceBetween>
      </div>
    </SpaceBetween>
  )
}
