// Where one is in the library: the folder in the path, the object in the query; both are deep links.

import { useCallback, useMemo } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { paths } from '../../kit/paths'

/** The page of a folder, and of an object in it. */
export function libraryPath(workspaceId: string, prefix: string, key?: string): string {
  const folders = prefix.split('/').filter((it) => it !== '').map(encodeURIComponent)
  const query = key === undefined ? '' : `?object=${encodeURIComponent(key)}`
  return `${[paths.library(workspaceId), ...folders].join('/')}${query}`
}

export interface Place {
  /** '' at the top, else with its slash. */
  readonly prefix: string
  /** The key that is shown beside the list. */
  readonly opened: string | null
  readonly open: (key: string | null) => void
  readonly go: (prefix: string) => void
}

export function usePlace(workspaceId: string): Place {
  const { '*': rest = '' } = useParams()
  const [query, setQuery] = useSearchParams()
  const navigate = useNavigate()
  const prefix = useMemo(() => rest.split('/').filter((it) => it !== '').map((it) => `${it}/`).join(''), [rest])
  const open = useCallback((key: string | null) => setQuery(key === null ? {} : { object: key }, { replace: true }), [setQuery])
  const go = useCallback((it: string) => void navigate(libraryPath(workspaceId, it)), [navigate, workspaceId])
  return { prefix, opened: query.get('object'), open, go }
}
