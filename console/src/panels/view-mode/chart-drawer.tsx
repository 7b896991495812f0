// Charts under the picture: properties of the selected thing, over the window of the time bar.

import { keyOf, type PropertyRef, slotsOf } from '@gemel/scene'
import { useQueries } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { readSeries } from '../../feed/read-window'
import { windowOf } from '../../feed/time-machine'
import { TimeChart } from '../../kit/chart'
import { propertiesOf, type TwinProperty } from '../binding/twin'
import { useTwinEntity } from '../binding/use-twin-property'
import { useComposer, useEditor } from '../context'
import { IconButton } from '../kit/controls'

const REFRESH_MS = 10_000
const MOST = 6

export function ChartDrawer({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [chosen, setChosen] = useState<readonly TwinProperty[]>([])
  const selected = useSelectedEntity()
  const { data } = useTwinEntity(selected)
  const offered = useMemo(
    () =>
      data
        ? propertiesOf(data).filter(
            (it) => it.isTimeSeries && ['DOUBLE', 'INTEGER', 'LONG'].includes(it.type),
          )
        : [],
    [data],
  )
  // The first value of the first thing is shown at once, so that one sees what this is for.
  useEffect(() => {
    const [first] = offered
    if (first) setChosen((before) => (before.length === 0 ? [first] : before))
  }, [offered])
  const isChosen = (it: TwinProperty) => chosen.some((other) => keyOf(other.ref) === keyOf(it.ref))
  const toggle = (it: TwinProperty) =>
    setChosen((before) =>
      isChosen(it)
        ? before.filter((other) => keyOf(other.ref) !== keyOf(it.ref))
        : [...before, it].slice(-MOST),
    )
  return (
    <section className="c-charts" aria-label="Charts">
      <div className="c-charts-side">
        <header className="c-inline">
          <b className="c-grow">{data?.entityName ?? 'Charts'}</b>
          <IconButton icon="close" label="Close the charts" kind="quiet" onClick={onClose} />
        </header>
        {offered.map((it) => (
          <label key={keyOf(it.ref)} className="c-switch">
            <input type="checkbox" checked={isChosen(it)} onChange={() => toggle(it)} />
            <span>
              {it.label}
              {it.unit ? <small className="c-quiet-text"> {it.unit}</small> : null}
            </span>
          </label>
        ))}
        {chosen
          .filter((it) => !offered.some((other) => keyOf(other.ref) === keyOf(it.ref)))
          .map((it) => (
            <label key={keyOf(it.ref)} className="c-switch">
              <input type="checkbox" checked onChange={() => toggle(it)} />
              <span>
                {it.entityName}: {it.label}
              </span>
            </label>
          ))}
        {offered.length === 0 && chosen.length === 0 && (
          <p className="c-hint">Select a machine or a tag to see its values over time.</p>
        )}
      </div>
      <div className="c-grow">{chosen.length > 0 ? <Chart chosen={chosen} /> : null}</div>
    </section>
  )
}

function useSelectedEntity(): string | undefined {
  return useEditor(({ selection, document }) => {
    const node = selection[0] ? document.nodes.get(selection[0]) : undefined
    for (let at = node; at; at = at.parentId ? document.nodes.get(at.parentId) : undefined) {
      const id = at.components
        .flatMap(slotsOf)
        .flatMap(({ binding }) => binding?.dataBindingContext?.entityId ?? [])[0]
      if (id !== undefined) return id
    }
    return undefined
  })
}

function Chart({ chosen }: { readonly chosen: readonly TwinProperty[] }): ReactNode {
  const { clients, workspaceId, time } = useComposer()
  const { mode, window, preset_ms } = useStore(time.store)
  const [now_ms, setNow] = useState(Date.now())
  const [marker_ms, setMarker] = useState<number | null>(null)
  const isPast = mode === 'past'
  useEffect(() => {
    const timer = setInterval(
      () => (isPast ? setMarker(time.cursor_ms) : setNow(Date.now())),
      isPast ? 200 : REFRESH_MS,
    )
    if (!isPast) setMarker(null)
    return () => clearInterval(timer)
  }, [isPast, time])
  // Windows that end now are rounded, so that a new one begins every ten seconds only.
  const shown = useMemo(
    () => (isPast || preset_ms === null ? window : windowOf(preset_ms)),
    // oxlint-disable-next-line react/exhaustive-deps
    [isPast, window, preset_ms, now_ms],
  )
  const results = useQueries({
    queries: chosen.map(({ ref }) => ({
      queryKey: ['chart', workspaceId, keyOf(ref), shown.start_ms, shown.end_ms],
      staleTime: 60_000,
      retry: false,
      placeholderData: <T,>(before: T) => before,
      queryFn: async ({ signal }: { readonly signal: AbortSignal }) =>
        (await readSeries(clients, workspaceId, batchOf(ref), shown, signal))[0],
    })),
  })
  const isPending = results.some((it) => it.isPending)
  const stamp = results.map((it) => it.dataUpdatedAt).join()
  const names = new Set(chosen.map((it) => it.entityName))
  const series = useMemo(
    () =>
      chosen.map((it, i) => ({
        id: keyOf(it.ref),
        label: names.size > 1 ? `${it.entityName}: ${it.label}` : it.label,
        ...(it.unit ? { unit: it.unit } : {}),
        times_ms: results[i]?.data?.times_ms ?? [],
        values: (results[i]?.data?.values ?? []).map((value) => (typeof value === 'number' ? value : null)),
      })),
    // The results are new at each drawing; their stamps are not.
    // oxlint-disable-next-line react/exhaustive-deps
    [chosen, stamp],
  )
  if (isPending)
    return (
      <p className="c-quiet-text" role="status">
        Reading the values…
      </p>
    )
  return (
    <TimeChart
      label="Values over time"
      series={series}
      range={shown}
      height_px={210}
      {...(marker_ms === null ? {} : { marker_ms })}
      onZoom={(range) => {
        if (range)
          time.setWindow({ start_ms: Math.round(range.start_ms), end_ms: Math.round(range.end_ms) }, null)
      }}
    />
  )
}

function batchOf({ entityId, componentName, propertyName }: PropertyRef) {
  return { entityId, componentName, isStatic: false, properties: [propertyName] }
}
