// A chart of values over time: several series, units, bands of alarms; a cursor by mouse or keys, zoom by dragging.

import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import './chart.css'
import { type Behind, colorOf, optionsOf, readLook } from './chart-options'
import { type ChartBand, type ChartSeries, type ChartSpan, join, statsOf, summarise, valueAt } from './chart-model'
import { useConsole } from './context'
import { type Format, useFormat } from './format'
import { preferencesStore } from './preferences'

export interface TimeChartProps {
  /** What the chart is about, for those who do not see it: "Temperature of Oven 1". */
  readonly label: string
  readonly series: readonly ChartSeries[]
  /** From when to when; as far as the values reach when absent. */
  readonly range?: { readonly start_ms: number; readonly end_ms: number }
  readonly height_px?: number
  readonly bands?: readonly ChartBand[]
  readonly spans?: readonly ChartSpan[]
  /** A line at this moment, such as the time bar's. */
  readonly marker_ms?: number
  /** Called with what was dragged over or null for "all"; without it the chart zooms by itself. */
  readonly onZoom?: (range: { readonly start_ms: number; readonly end_ms: number } | null) => void
  readonly isLegendHidden?: boolean
}

type Zoom = readonly [number, number] | null

/** What drawing reads and writes at any moment; React is not asked. */
interface Parts {
  readonly host: RefObject<HTMLDivElement | null>
  readonly plot: RefObject<uPlot | null>
  readonly legend: RefObject<HTMLUListElement | null>
  readonly zoom: RefObject<Zoom>
  readonly now: RefObject<{ readonly props: TimeChartProps; readonly format: Format }>
}

function useParts(props: TimeChartProps, format: Format): Parts {
  const parts: Parts = { host: useRef(null), plot: useRef(null), legend: useRef(null), zoom: useRef(null), now: useRef({ props, format }) }
  parts.now.current = { props, format }
  return parts
}

export function TimeChart(props: TimeChartProps): ReactNode {
  const { label, series, height_px = 260 } = props
  const { theme } = useConsole()
  const format = useFormat()
  const parts = useParts(props, format)
  const [isZoomed, setZoomed] = useState(false)
  const summaryId = useId()
  const summary = useMemo(() => summarise(series, format), [series, format])
  const setZoom = (to: Zoom) => {
    const { onZoom } = parts.now.current.props
    if (onZoom) return onZoom(to && { start_ms: to[0], end_ms: to[1] })
    parts.zoom.current = to
    setZoomed(to !== null)
    redraw(parts.plot.current)
  }
  usePlot(parts, setZoom, theme)
  useChanges(parts)
  const press = (event: KeyboardEvent) => {
    const u = parts.plot.current
    if (!u || !moveByKey(u, event.key, event.shiftKey, setZoom)) return
    event.preventDefault()
  }
  return (
    <figure className="g-chart" aria-label={label}>
      <figcaption id={summaryId} className="g-hidden">{summary}</figcaption>
      <div
        ref={parts.host} className="g-chart-plot" style={{ height: height_px }} tabIndex={0} role="slider" aria-label={`Moment in ${label}`}
        aria-describedby={summaryId} aria-valuemin={0} aria-valuemax={100} aria-valuenow={100} aria-valuetext="Latest values"
        onKeyDown={press} onDoubleClick={() => setZoom(null)}
      />
      {isZoomed && <button type="button" className="g-chart-reset" onClick={() => setZoom(null)}>Show all</button>}
      {!props.isLegendHidden && (
        <ul ref={parts.legend} className="g-chart-legend">
          <li className="g-chart-time" />
          {series.map((it, i) => (
            <li key={it.id}><i style={{ background: colorOf(it, i, theme) }} /><span>{it.label}</span><b /></li>
          ))}
        </ul>
      )}
    </figure>
  )
}

/** Makes the chart, and makes it anew only when what uPlot fixes at its making changes. */
function usePlot(parts: Parts, setZoom: (to: Zoom) => void, theme: 'light' | 'dark'): void {
  const { props, format } = parts.now.current
  const { height_px = 260 } = props
  const isUtc = preferencesStore((it) => it.timeZone === 'utc')
  const shape = props.series.map((it) => JSON.stringify([it.id, it.label, it.unit, it.color, it.isStepped])).join()
  const zoomTo = useRef(setZoom)
  zoomTo.current = setZoom
  const { host, plot, legend, zoom, now } = parts
  useEffect(() => {
    const element = host.current
    if (!element) return
    const options = optionsOf({
      series: now.current.props.series, theme, look: readLook(element), format, isUtc,
      size: { width: element.clientWidth || 600, height: height_px },
      behind: () => behindOf(now.current.props),
      xRange: () => zoom.current ?? rangeOf(now.current.props),
      makeUtc: (time_ms) => uPlot.tzDate(new Date(time_ms), 'Etc/UTC'),
      onCursor: (u) => writeReadout(legend.current, now.current.props.series, cursorTime(u), now.current.format, element),
      onSelect: (u) => {
        const { left, width } = u.select
        if (width > 4) zoomTo.current([u.posToVal(left, 'x'), u.posToVal(left + width, 'x')])
        u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
      },
    })
    const made = new uPlot(options, dataOf(now.current.props.series), element)
    plot.current = made
    const observer = new ResizeObserver(() => made.setSize({ width: Math.max(120, element.clientWidth), height: height_px }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = null
    }
    // `shape` stands for the series.
  }, [shape, theme, format, isUtc, height_px, host, plot, legend, zoom, now])
}

/** Draws new values, ranges and what is behind them. */
function useChanges({ host, plot, legend, now }: Parts): void {
  const { props, format } = now.current
  const { series, range, bands, spans, marker_ms } = props
  useEffect(() => {
    plot.current?.setData(dataOf(series), true)
    writeReadout(legend.current, series, plot.current ? cursorTime(plot.current) : null, format, host.current)
  }, [series, range?.start_ms, range?.end_ms, format, host, plot, legend])
  useEffect(() => plot.current?.redraw(false), [bands, spans, marker_ms, plot])
}

function behindOf({ bands = [], spans = [], marker_ms }: TimeChartProps): Behind {
  return { bands, spans, marker_ms }
}

function rangeOf({ range }: TimeChartProps): Zoom {
  return range ? [range.start_ms, range.end_ms] : null
}

function dataOf(series: readonly ChartSeries[]): uPlot.AlignedData {
  const { times_ms, rows } = join(series)
  return [times_ms, ...rows] as uPlot.AlignedData
}

function redraw(u: uPlot | null): void {
  u?.setData(u.data, true)
}

function cursorTime(u: uPlot): number | null {
  const { left } = u.cursor
  return left === undefined || left === null || left < 0 ? null : u.posToVal(left, 'x')
}

/** Writes what counts at the cursor, or last, beside each series. */
function writeReadout(list: HTMLElement | null, series: readonly ChartSeries[], time_ms: number | null, format: Format, host: HTMLElement | null): void {
  const words = series.map((it) => {
    const at = time_ms === null ? null : valueAt(it, time_ms)
    const latest = time_ms === null ? statsOf(it)?.latest : at?.value
    return latest === undefined ? '–' : format.quantity(latest, it.unit, 4)
  })
  const moment = time_ms === null ? 'Latest' : format.time(time_ms)
  if (list) {
    const [first, ...rows] = list.children
    if (first) first.textContent = moment
    rows.forEach((row, i) => {
      const cell = row.querySelector('b')
      if (cell) cell.textContent = words[i] ?? ''
    })
  }
  host?.setAttribute('aria-valuetext', `${moment}: ${series.map((it, i) => `${it.label} ${words[i]}`).join(', ')}`)
}

/** Arrows move the cursor, plus and minus zoom, Escape shows all. Answers whether the key was one of these. */
function moveByKey(u: uPlot, key: string, isFast: boolean, setZoom: (to: Zoom) => void): boolean {
  const width = u.over.clientWidth
  const at = u.cursor.left === undefined || u.cursor.left < 0 ? width : u.cursor.left
  const step = isFast ? width / 10 : Math.max(1, width / 100)
  const { min = 0, max = 0 } = u.scales['x'] ?? {}
  const [start, end] = [min ?? 0, max ?? 0]
  const middle = u.posToVal(at, 'x')
  const go = (left: number) => u.setCursor({ left: Math.max(0, Math.min(width, left)), top: u.over.clientHeight / 2 })
  switch (key) {
    case 'ArrowLeft': go(at - step); return true
    case 'ArrowRight': go(at + step); return true
    case 'Home': go(0); return true
    case 'End': go(width); return true
    case '+': case '=': setZoom([middle - (middle - start) / 2, middle + (end - middle) / 2]); return true
    case '-': setZoom([start - (end - start) / 2, end + (end - start) / 2]); return true
    case 'Escape': case '0': setZoom(null); return true
    default: return false
  }
}
