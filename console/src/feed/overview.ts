// A whole window of what is bound: numbers on a grid as fine as a screen, everything else as it was written.

import { keyOf, type LiveKey, type PropertyRef } from '@gemel/scene'
import { askGroup, type Asking, type Failure, type Group, groupsOf, type Question } from './ask'
import type { TimeWindow } from './history'
import type { Point } from './series'

/** A page: what one call answers for each property. */
const PAGE = 200
/** What changes more often than this in a window is read only in part; the moment itself is always read exactly. */
const PAGES_MAX = 20

export interface Part {
  readonly group: Group
  readonly isNumbers: boolean
}

/** What is asked for; what is cheap and tells of alarms first. */
export function partsOf(refs: readonly PropertyRef[], { directory }: Asking): readonly Part[] {
  const isNumber = (it: PropertyRef) => directory.placeOf(it)?.numbers.has(it.propertyName) ?? false
  const of = (isNumbers: boolean) =>
    groupsOf(
      refs.filter((it) => isNumber(it) === isNumbers),
      directory,
    ).map((group) => ({ group, isNumbers }))
  return [...of(false), ...of(true)]
}

export interface PartRead {
  readonly points: ReadonlyMap<LiveKey, readonly Point[]>
  /** Those of which every value is there. */
  readonly exact: readonly LiveKey[]
  readonly failures: readonly Failure[]
}

export async function readPart(
  asking: Asking,
  { group, isNumbers }: Part,
  window: TimeWindow,
): Promise<PartRead> {
  const read = await askGroup(asking, group, isNumbers ? gridOf(window) : wholeOf(window))
  const failed = new Set(read.failures.map((it) => keyOf(it.ref)))
  // A grid begins at the window's start, unless there was nothing later than that.
  const wanting = group.refs.filter((it) => {
    const key = keyOf(it)
    return !failed.has(key) && (!isNumbers || (read.points.get(key)?.length ?? 0) === 0)
  })
  const earlier = new Map<LiveKey, Point[]>()
  for (const it of groupsOf(wanting, asking.directory))
    for (const [key, points] of (await askGroup(asking, it, lookAt(window.start_ms))).points)
      earlier.set(key, points)
  const points = group.refs
    .map((it) => keyOf(it))
    .filter((key) => !failed.has(key))
    .map((key) => [key, [...(earlier.get(key) ?? []), ...(read.points.get(key) ?? [])]] as const)
  return {
    points: new Map(points),
    exact: isNumbers ? [] : points.map(([key]) => key).filter((key) => !read.cut.has(key)),
    failures: read.failures,
  }
}

/** Values at even distances from the very start; one page of them. */
export function gridOf({ start_ms, end_ms }: TimeWindow): Question {
  const intervalInSeconds = Math.max(1, Math.ceil((end_ms - start_ms) / 1000 / (PAGE - 2)))
  return {
    startTime: iso(start_ms - intervalInSeconds * 1000),
    endTime: iso(end_ms),
    interpolation: { interpolationType: 'LINEAR', intervalInSeconds },
    orderByTime: 'ASCENDING',
    maxResults: PAGE,
    pages_max: PAGES_MAX,
  }
}

function wholeOf({ start_ms, end_ms }: TimeWindow): Question {
  return {
    startTime: iso(start_ms),
    endTime: iso(end_ms),
    orderByTime: 'ASCENDING',
    maxResults: PAGE,
    pages_max: PAGES_MAX,
  }
}

/** The last value that is not later than a moment. */
export function lookAt(time_ms: number): Question {
  return {
    startTime: '1970-01-01T00:00:00Z',
    endTime: iso(time_ms),
    orderByTime: 'DESCENDING',
    maxResults: 1,
    pages_max: 1,
  }
}

function iso(time_ms: number): string {
  return new Date(time_ms).toISOString()
}
