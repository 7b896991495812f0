// A paginated list read to its end: the first page is shown at once, the others stream in with a counter.

import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'

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
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: OnePage<T>) => page.nextToken,
    enabled: options.isEnabled ?? true,
    ...(options.staleTime_ms === undefined ? {} : { staleTime: options.staleTime_ms }),
  })
  const { data, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data])
  const isCut = hasNextPage && items.length >= limit
  const wantsMore = hasNextPage && !isCut && !isFetchNextPageError
  useEffect(() => {
    if (wantsMore && !isFetching) void fetchNextPage()
  }, [wantsMore, isFetching, fetchNextPage])
  return {
    items,
    isPending: query.isPending,
    isStreaming: wantsMore,
    isComplete: data !== undefined && !hasNextPage,
    isCut,
    error: query.error,
    refetch: () => void query.refetch(),
  }
}
