// Scenes as cards with their pictures.

import Box from '@cloudscape-design/components/box'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Pagination from '@cloudscape-design/components/pagination'
import Select from '@cloudscape-design/components/select'
import Spinner from '@cloudscape-design/components/spinner'
import TextFilter from '@cloudscape-design/components/text-filter'
import { type ReactNode, useMemo, useState } from 'react'
import { Empty } from '../../kit/empty'
import { ErrorAlert } from '../../kit/error-alert'
import { Link } from '../../kit/link'
import { paths } from '../../kit/paths'
import { Time } from '../../kit/time'
import type { SceneRow } from './data'
import { SCENE_ACTIONS, type SceneAction } from './scene-actions'
import { Thumbnail } from './thumbnail'

const PAGE = 24
const ORDERS = [{ value: 'changed', label: 'Last changed' }, { value: 'name', label: 'Name' }]

export interface SceneListProps {
  readonly workspaceId: string
  readonly rows: readonly SceneRow[] | undefined
  readonly error: unknown
  readonly onRetry: () => void
  readonly actions: ReactNode
  readonly empty: ReactNode
  readonly onAct: (action: SceneAction, row: SceneRow) => void
}

export function SceneCards({ workspaceId, rows, error, onRetry, actions, empty, onAct }: SceneListProps): ReactNode {
  const [text, setText] = useState('')
  const [order, setOrder] = useState('changed')
  const [page, setPage] = useState(1)
  const found = useMemo(() => sorted(rows ?? [], order).filter((it) => `${it.sceneId} ${it.description}`.toLowerCase().includes(text.toLowerCase())), [rows, order, text])
  const pages = Math.max(1, Math.ceil(found.length / PAGE))
  const at = Math.min(page, pages)
  return (
    <div>
      <Header variant="h1" counter={rows ? `(${rows.length})` : ''} actions={actions}>Scenes</Header>
      <div className="sc-toolbar">
        <TextFilter filteringText={text} filteringPlaceholder="Find scenes" filteringAriaLabel="Filter scenes" countText={text === '' ? '' : found.length === 1 ? '1 match' : `${found.length} matches`} onChange={({ detail }) => { setText(detail.filteringText); setPage(1) }} />
        <Select selectedOption={ORDERS.find((it) => it.value === order) ?? null} options={ORDERS} onChange={({ detail }) => setOrder(detail.selectedOption.value ?? 'changed')} ariaLabel="Order" inlineLabelText="Order" />
        {pages > 1 && <Pagination currentPageIndex={at} pagesCount={pages} onChange={({ detail }) => setPage(detail.currentPageIndex)} ariaLabels={{ nextPageLabel: 'Next page', previousPageLabel: 'Previous page', pageLabel: (n) => `Page ${n}` }} />}
      </div>
      {error && !rows ? <ErrorAlert error={error} header="The scenes cannot be listed" onRetry={onRetry} />
        : !rows ? <Box textAlign="center" padding="xl"><Spinner size="large" /> Loading scenes</Box>
        : rows.length === 0 ? empty
        : found.length === 0 ? <Empty title="No matches" hint="Nothing here matches the filter." action={<Button onClick={() => setText('')}>Clear filter</Button>} />
        : <ul className="sc-grid">{found.slice((at - 1) * PAGE, at * PAGE).map((it) => <Card key={it.sceneId} workspaceId={workspaceId} row={it} onAct={(action) => onAct(action, it)} />)}</ul>}
    </div>
  )
}

function sorted(rows: readonly SceneRow[], order: string): readonly SceneRow[] {
  const byName = (a: SceneRow, b: SceneRow) => a.sceneId.localeCompare(b.sceneId, undefined, { numeric: true })
  if (order === 'name') return rows.toSorted(byName)
  return rows.toSorted((a, b) => (b.changed_at?.getTime() ?? 0) - (a.changed_at?.getTime() ?? 0) || byName(a, b))
}

function Card({ workspaceId, row, onAct }: { readonly workspaceId: string; readonly row: SceneRow; readonly onAct: (action: SceneAction) => void }): ReactNode {
  const to = paths.scene(workspaceId, row.sceneId)
  return (
    <li className="sc-card">
      <div className="sc-picture"><Thumbnail row={row} /></div>
      <div className="sc-body">
        <h2 className="sc-title"><Link to={to}>{row.sceneId}</Link></h2>
        <p className="sc-description">{row.description}</p>
        <p className="sc-meta">{row.isMissing ? <span className="sc-missing">Its document is gone</span> : <>Changed <Time time={row.changed_at} /></>}</p>
      </div>
      <div className="sc-actions">
        <Link to={`${to}/view`} ariaLabel={`View ${row.sceneId}`}>View</Link>
        <ButtonDropdown variant="icon" ariaLabel={`Actions for ${row.sceneId}`} items={SCENE_ACTIONS} expandToViewport onItemClick={({ detail }) => onAct(detail.id as SceneAction)} />
      </div>
    </li>
  )
}
