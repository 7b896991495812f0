// A paginated list read to its end: the first page is shown at once, the others stream in with a counter.

import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { useThrottled } from './throttled'

const SHOW_EVERY_MS = 400

export interface OnePage<T> {
  readonly items: readonly T[]
  readonly nextToken?: string | undefined
}

export interface AllPages<T> {
  /** What has come so far. */
  readonly items: readonly T[]
  /** Nothing has come yet. */
  readonly isPending: boolean
  /** More pages are on their way. */
  readonly isStreaming: boolean
  /** All that there is has come. */
  readonly isComplete: boolean
  /** The list was cut at `limit`. */
  readonly isCut: boolean
  readonly error: unknown
  readonly refetch: () => void
}

export interface AllPagesOptions<T> {
  /** As in `keys`; the list is kept under it with a word of its own, so that plain queries can use the key too. */
  readonly queryKey: readonly unknown[]
  readonly fetchPage: (nextToken: string | undefined, signal: AbortSignal) => Promise<OnePage<T>>
  readonly isEnabled?: boolean
  /** After so many items no more are asked for. */
  readonly limit?: number
  readonly staleTime_ms?: number
}

export function useAllPages<T>(options: AllPagesOptions<T>): AllPages<T> {
  const { fetchPage, limit = 100_000 } = options
  const query = useInfiniteQuery({
    queryKey: [...options.queryKey, 'pages'],
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    // Comparing every item with its former self at each page would cost more than drawing it.
    structuralSharing: false,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: OnePage<T>) => page.nextToken,
    enabled: options.isEnabled ?? true,
    ...(options.staleTime_ms === undefined ? {} : { staleTime: options.staleTime_ms }),
  })
  const { data, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query
  const count = data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0
  const isCut = hasNextPage && count >= limit
  const wantsMore = hasNextPage && !isCut && !isFetchNextPageError
  // While hundreds of pages stream in, whoever shows them draws a few times a second.
  const settled = useThrottled(data, wantsMore ? SHOW_EVERY_MS : 0)
  const items = useMemo(() => settled?.pages.flatMap((page) => page.items) ?? [], [settled])
  useEffect(() => {
    if (wantsMore && !isFetching) void fetchNextPage()
  }, [wantsMore, isFetching, fetchNextPage])
  return {
    items,
    isPending: query.isPending,
    isStreaming: wantsMore,
    isComplete: settled !== undefined && settled === data && !hasNextPage,
    isCut,
    error: query.error,
    refetch: () => void query.refetch(),
  }
}
