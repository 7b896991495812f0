// A list page's table: filter, sort, columns, paging, selection, empty state and errors, the same on every page.

import { useCollection } from '@cloudscape-design/collection-hooks'
import Button from '@cloudscape-design/components/button'
import CollectionPreferences from '@cloudscape-design/components/collection-preferences'
import Header from '@cloudscape-design/components/header'
import Pagination from '@cloudscape-design/components/pagination'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import { type ReactNode, useState } from 'react'
import { useSearchParams } from 'react-router'
import { Empty, type EmptyProps } from './empty'
import { ErrorAlert } from './error-alert'

export { Empty }

export interface ResourceTableProps<T> {
  /** Names the list in preferences that are kept: `entities`. */
  readonly id: string
  /** "Scenes". */
  readonly title: string
  readonly description?: ReactNode
  readonly items: readonly T[] | undefined
  readonly isLoading: boolean
  /** More pages are on their way: what has come is shown with a counter that grows. */
  readonly isStreaming?: boolean
  readonly error?: unknown
  readonly onRetry?: () => void
  readonly columns: readonly TableProps.ColumnDefinition<T>[]
  /** Ids of columns that are shown until the person chooses; all when absent. */
  readonly defaultColumns?: readonly string[]
  readonly rowId: (item: T) => string
  /** What the filter searches in. */
  readonly searchText: (item: T) => string
  readonly sortBy?: { readonly column: string; readonly descending?: boolean }
  /** Buttons right of the title. */
  readonly actions?: ReactNode
  /** What to do when there is nothing yet. */
  readonly empty: EmptyProps
  readonly selectionType?: 'single' | 'multi'
  readonly selected?: readonly T[]
  readonly onSelect?: (items: T[]) => void
  readonly variant?: TableProps.Variant
}

interface Preferences {
  readonly pageSize: number
  readonly contentDisplay: readonly { readonly id: string; readonly visible: boolean }[]
}

export function ResourceTable<T>(props: ResourceTableProps<T>): ReactNode {
  const { id, items, columns, rowId, searchText, empty, sortBy } = props
  const [preferences, setPreferences] = usePreferences(id, columns, props.defaultColumns)
  const [found, setFound] = useFilterInAddress((props.variant ?? 'full-page') === 'full-page')
  const sorting = columns.find((it) => it.id === sortBy?.column)
  const collection = useCollection<T>(items ?? [], {
    filtering: {
      ...(found === '' ? {} : { defaultFilteringText: found }),
      filteringFunction: (item, text) => searchText(item).toLowerCase().includes(text.toLowerCase()),
      empty: <Empty {...empty} />,
      noMatch: <NoMatch onClear={() => filter('')} />,
    },
    pagination: { pageSize: preferences.pageSize },
    sorting: sorting ? { defaultState: { sortingColumn: sorting, isDescending: sortBy?.descending ?? false } } : {},
    selection: { trackBy: rowId },
  })
  const count = countText(items?.length, collection.filterProps.filteringText ? collection.filteredItemsCount : undefined, props.isStreaming ?? false)
  const filter = (text: string) => {
    collection.actions.setFiltering(text)
    setFound(text)
  }
  if (props.error && !items) return <ErrorAlert error={props.error} onRetry={props.onRetry} />
  return (
    <Table<T>
      {...collection.collectionProps}
      items={collection.items}
      columnDefinitions={columns}
      columnDisplay={preferences.contentDisplay}
      trackBy={rowId}
      loading={props.isLoading && !items}
      loadingText={`Loading ${props.title.toLowerCase()}`}
      variant={props.variant ?? 'full-page'}
      stickyHeader
      resizableColumns
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: props.title, selectionGroupLabel: 'Selection', itemSelectionLabel: (_, it) => `Select ${rowId(it)}`, allItemsSelectionLabel: () => 'Select all' }}
      {...(props.selectionType ? { selectionType: props.selectionType, selectedItems: props.selected ?? [], onSelectionChange: ({ detail }) => props.onSelect?.(detail.selectedItems) } : {})}
      header={<Header variant={(props.variant ?? 'full-page') === 'full-page' ? 'awsui-h1-sticky' : 'h2'} counter={count} description={props.description} actions={props.actions && <div className="g-actions">{props.actions}</div>}>{props.title}</Header>}
      filter={<TextFilter {...collection.filterProps} onChange={({ detail }) => filter(detail.filteringText)} filteringPlaceholder={`Find ${props.title.toLowerCase()}`} filteringAriaLabel={`Filter ${props.title.toLowerCase()}`} countText={collection.filteredItemsCount === 1 ? '1 match' : `${collection.filteredItemsCount} matches`} />}
      pagination={<Pagination {...collection.paginationProps} ariaLabels={{ nextPageLabel: 'Next page', previousPageLabel: 'Previous page', pageLabel: (n) => `Page ${n}` }} />}
      preferences={
        <CollectionPreferences
          title="Preferences" confirmLabel="Apply" cancelLabel="Cancel"
          preferences={preferences}
          pageSizePreference={{ title: 'Rows on a page', options: [20, 50, 100].map((value) => ({ value, label: `${value} rows` })) }}
          contentDisplayPreference={{ title: 'Columns', options: columns.map((it) => ({ id: it.id ?? '', label: String(it.header), alwaysVisible: it.isRowHeader ?? false })) }}
          onConfirm={({ detail }) => setPreferences({ pageSize: detail.pageSize ?? 20, contentDisplay: detail.contentDisplay ?? preferences.contentDisplay })}
        />
      }
    />
  )
}

/** `(12/3,400)`; `+` while more is on its way. */
export function countText(all: number | undefined, shown: number | undefined, isStreaming: boolean): string {
  if (all === undefined) return ''
  const total = `${all.toLocaleString('en')}${isStreaming ? '+' : ''}`
  return shown === undefined ? `(${total})` : `(${shown.toLocaleString('en')}/${total})`
}

function NoMatch({ onClear }: { readonly onClear: () => void }): ReactNode {
  return <Empty title="No matches" hint="Nothing here matches the filter." action={<Button onClick={onClear}>Clear filter</Button>} />
}

/** The filter of a page's own list is in the address (`?q=`), so that a link and "back" lead to what one saw. */
function useFilterInAddress(isUsed: boolean): readonly [string, (text: string) => void] {
  const [params, setParams] = useSearchParams()
  const write = (text: string) => {
    if (!isUsed) return
    setParams((old) => {
      if (text === '') old.delete('q')
      else old.set('q', text)
      return old
    }, { replace: true })
  }
  return [isUsed ? (params.get('q') ?? '') : '', write]
}

/** Preferences of a list, kept in this browser. */
function usePreferences<T>(id: string, columns: readonly TableProps.ColumnDefinition<T>[], shown?: readonly string[]): [Preferences, (it: Preferences) => void] {
  const key = `gemel.table.${id}`
  const [preferences, set] = useState<Preferences>(() => {
    const all = columns.map((it) => ({ id: it.id ?? '', visible: !shown || shown.includes(it.id ?? '') }))
    const fallback = { pageSize: 20, contentDisplay: all }
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Preferences | null
      const isCurrent = kept && kept.contentDisplay.length === all.length && kept.contentDisplay.every((it) => all.some((column) => column.id === it.id))
      return isCurrent ? kept : fallback
    } catch {
      return fallback
    }
  })
  const keep = (it: Preferences) => {
    localStorage.setItem(key, JSON.stringify(it))
    set(it)
  }
  return [preferences, keep]
}
