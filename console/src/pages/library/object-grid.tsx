// The library as tiles with pictures.

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import Header from '@cloudscape-design/components/header'
import Pagination from '@cloudscape-design/components/pagination'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import TextFilter from '@cloudscape-design/components/text-filter'
import { type ReactNode, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { Empty } from '../../kit/empty'
import { ErrorAlert } from '../../kit/error-alert'
import { useFormat } from '../../kit/format'
import { extensionOf } from '../../objects/uri'
import { useSignedLink } from './data'
import { KindIcon } from './kind-icon'
import { type ObjectListProps, rowPath } from './object-table'
import { kindLabel, type Row } from './rows'

const PAGE = 60
/** Larger pictures would be loaded whole for a small tile. */
const THUMBNAIL_MAX_BYTES = 3 * 1024 * 1024
const SHOWN_AS_IMAGE = new Set(['png', 'jpg', 'jpeg', 'webp', 'svg', 'gif'])

export function ObjectGrid(props: ObjectListProps & { readonly bucket: string }): ReactNode {
  const [text, setText] = useState('')
  const [page, setPage] = useState(1)
  const found = useMemo(() => sorted(props.rows ?? []).filter((it) => it.name.toLowerCase().includes(text.toLowerCase())), [props.rows, text])
  const pages = Math.max(1, Math.ceil(found.length / PAGE))
  const shown = found.slice((Math.min(page, pages) - 1) * PAGE, Math.min(page, pages) * PAGE)
  const keys = new Set(props.selected.map((it) => it.key))
  const toggle = (row: Row) => props.onSelect(keys.has(row.key) ? props.selected.filter((it) => it.key !== row.key) : [...props.selected, row])
  return (
    <div>
      <Header variant="h1" counter={props.rows ? `(${props.rows.length})` : ''} actions={<SpaceBetween direction="horizontal" size="xs">{props.actions}</SpaceBetween>}>{props.title}</Header>
      <div className="lib-toolbar">
        <TextFilter filteringText={text} filteringPlaceholder="Find resources" filteringAriaLabel="Filter resources" countText={text === '' ? '' : found.length === 1 ? '1 match' : `${found.length} matches`} onChange={({ detail }) => { setText(detail.filteringText); setPage(1) }} />
        {pages > 1 && <Pagination currentPageIndex={Math.min(page, pages)} pagesCount={pages} onChange={({ detail }) => setPage(detail.currentPageIndex)} ariaLabels={{ nextPageLabel: 'Next page', previousPageLabel: 'Previous page', pageLabel: (n) => `Page ${n}` }} />}
      </div>
      {props.error && !props.rows ? <ErrorAlert error={props.error} onRetry={props.onRetry} />
        : props.isLoading ? <Box textAlign="center" padding="xl"><Spinner size="large" /> Loading resources</Box>
        : props.rows?.length === 0 ? <div className="lib-empty-drop"><Empty {...props.empty} /></div>
        : found.length === 0 ? <Empty title="No matches" hint="Nothing here matches the filter." action={<Button onClick={() => setText('')}>Clear filter</Button>} />
        : <ul className="lib-grid">{shown.map((it) => <Tile key={it.key} row={it} list={props} isSelected={keys.has(it.key)} onToggle={() => toggle(it)} />)}</ul>}
    </div>
  )
}

function sorted(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => Number(a.object !== null) - Number(b.object !== null) || a.name.localeCompare(b.name, undefined, { numeric: true }))
}

interface TileProps {
  readonly row: Row
  readonly list: ObjectListProps & { readonly bucket: string }
  readonly isSelected: boolean
  readonly onToggle: () => void
}

function Tile({ row, list, isSelected, onToggle }: TileProps): ReactNode {
  const navigate = useNavigate()
  const format = useFormat()
  const isOn = isSelected || list.opened === row.key
  return (
    <li className={`lib-tile${isOn ? ' lib-tile-on' : ''}`}>
      <span className="lib-tile-check"><Checkbox checked={isSelected} onChange={onToggle} ariaLabel={`Select ${row.name}`} /></span>
      <button type="button" className="lib-tile-open" onClick={() => void navigate(rowPath(list.workspaceId, list.prefix, row), { replace: row.object !== null })}>
        <span className="lib-tile-picture"><Picture row={row} bucket={list.bucket} /></span>
        <span className="lib-tile-name">{row.name}</span>
        <span className="lib-tile-meta">{kindLabel(row)}{row.object ? ` · ${format.bytes(row.object.size_bytes)}` : ''}</span>
      </button>
    </li>
  )
}

function Picture({ row, bucket }: { readonly row: Row; readonly bucket: string }): ReactNode {
  const isImage = row.object !== null && SHOWN_AS_IMAGE.has(extensionOf(row.key)) && row.object.size_bytes <= THUMBNAIL_MAX_BYTES
  const link = useSignedLink(isImage ? { bucket, key: row.key } : null, row.object?.etag ?? '')
  return isImage && link ? <img src={link} alt="" loading="lazy" /> : <KindIcon kind={row.kind} size_px={56} />
}
