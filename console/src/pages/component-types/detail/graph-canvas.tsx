// Draws the inheritance graph: boxes and lines, with zoom and pan when it is larger than its place.

import Button from '@cloudscape-design/components/button'
import {
  type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState,
} from 'react'
import { isReservedId } from '../model/draft'
import { type Layout, MEASURES, neighbour, type Placed } from '../model/graph-layout'
import './graph.css'

interface View { readonly x: number; readonly y: number; readonly zoom: number }

export interface GraphCanvasProps {
  readonly layout: Layout
  readonly focus: string
  readonly hrefOf: (id: string) => string
  readonly onOpen: (id: string) => void
}

const HEIGHT_MAX = 620
const ZOOM_MIN = 0.15
const ZOOM_MAX = 2

export function GraphCanvas({ layout, focus, hrefOf, onOpen }: GraphCanvasProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const height = Math.min(HEIGHT_MAX, Math.max(160, layout.height + 32))
  const [view, setView] = useState<View>({ x: 0, y: 0, zoom: 1 })
  const fit = () => setView(fitted(layout, width, height))
  useLayoutEffect(() => {
    const it = frame.current
    if (!it) return undefined
    const observer = new ResizeObserver(() => setWidth(it.clientWidth))
    observer.observe(it)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    if (width > 0) setView(opening(layout, focus, width, height))
  }, [layout, focus, width, height])
  useWheel(frame, setView)
  const pan = usePan(view, setView)
  const zoom = (by: number) => setView((it) => zoomed(it, by, width / 2, height / 2))
  return (
    <div className="g-graph" ref={frame} style={{ height }}>
      <svg
        aria-label={`Inheritance of ${focus}: ${layout.boxes.length} types`}
        width="100%" height={height} {...pan}
      >
        <g transform={`translate(${view.x} ${view.y}) scale(${view.zoom})`}>
          {layout.edges.map((edge) => <Line key={edge.join(' ')} layout={layout} edge={edge} focus={focus} />)}
          {layout.boxes.map((it) => (
            <Box
              key={it.id} box={it} isFocus={it.id === focus} href={`/console${hrefOf(it.id)}`} onOpen={onOpen}
              layout={layout}
            />
          ))}
        </g>
      </svg>
      <div className="g-graph-tools">
        <Button iconName="zoom-in" ariaLabel="Zoom in" onClick={() => zoom(1.25)} />
        <Button iconName="zoom-out" ariaLabel="Zoom out" onClick={() => zoom(0.8)} />
        <Button iconName="zoom-to-fit" ariaLabel="Show all" onClick={fit} />
      </div>
    </div>
  )
}

function fitted(layout: Layout, width: number, height: number): View {
  const zoom = Math.min(1, (width - 32) / layout.width, (height - 32) / layout.height)
  const bounded = Math.max(ZOOM_MIN, zoom)
  return { zoom: bounded, x: (width - layout.width * bounded) / 2, y: Math.max(16, (height - layout.height * bounded) / 2) }
}

/** All of it where that can be read; else the type itself in the middle. */
function opening(layout: Layout, focus: string, width: number, height: number): View {
  const whole = fitted(layout, width, height)
  const box = layout.boxes.find((it) => it.id === focus)
  if (whole.zoom >= 0.6 || !box) return whole
  const zoom = 0.8
  return {
    zoom,
    x: width / 2 - (box.x + MEASURES.boxWidth / 2) * zoom,
    y: height / 2 - (box.y + MEASURES.boxHeight / 2) * zoom,
  }
}

function zoomed(it: View, by: number, x: number, y: number): View {
  const zoom = Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, it.zoom * by))
  const share = zoom / it.zoom
  return { zoom, x: x - (x - it.x) * share, y: y - (y - it.y) * share }
}

/** The wheel zooms with Ctrl (and a pinch says Ctrl); alone it scrolls the page. */
function useWheel(frame: { readonly current: HTMLDivElement | null }, setView: (change: (it: View) => View) => void): void {
  useEffect(() => {
    const element = frame.current
    if (!element) return undefined
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const { left, top } = element.getBoundingClientRect()
      setView((it) => zoomed(it, Math.exp(-event.deltaY / 300), event.clientX - left, event.clientY - top))
    }
    element.addEventListener('wheel', wheel, { passive: false })
    return () => element.removeEventListener('wheel', wheel)
  }, [frame, setView])
}

function usePan(view: View, setView: (it: View) => void) {
  const start = useRef<{ readonly x: number; readonly y: number; readonly view: View } | null>(null)
  return {
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
      if ((event.target as Element).closest('a')) return
      start.current = { x: event.clientX, y: event.clientY, view }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
      const from = start.current
      if (from) setView({ ...from.view, x: from.view.x + event.clientX - from.x, y: from.view.y + event.clientY - from.y })
    },
    onPointerUp: () => {
      start.current = null
    },
  }
}

function Line({ layout, edge: [heir, parent], focus }: {
  readonly layout: Layout; readonly edge: readonly [string, string]; readonly focus: string
}): ReactNode {
  const from = layout.boxes.find((it) => it.id === heir)
  const to = layout.boxes.find((it) => it.id === parent)
  if (!from || !to) return null
  const x1 = from.x + MEASURES.boxWidth / 2
  const x2 = to.x + MEASURES.boxWidth / 2
  const y1 = from.y
  const y2 = to.y + MEASURES.boxHeight
  const bend = Math.max(20, (y1 - y2) / 2)
  const isOfFocus = heir === focus || parent === focus
  return (
    <g className={isOfFocus ? 'g-graph-line g-graph-line-focus' : 'g-graph-line'}>
      <path d={`M ${x1} ${y1} C ${x1} ${y1 - bend}, ${x2} ${y2 + bend + 8}, ${x2} ${y2 + 8}`} />
      <path className="g-graph-head" d={`M ${x2} ${y2} l -5 9 l 10 0 z`} />
    </g>
  )
}

function Box({ box, isFocus, href, onOpen, layout }: {
  readonly box: Placed; readonly isFocus: boolean; readonly href: string
  readonly onOpen: (id: string) => void; readonly layout: Layout
}): ReactNode {
  const { id } = box
  const last = id.slice(Math.max(id.lastIndexOf('.'), id.lastIndexOf(':')) + 1) || id
  const name = shortened(last, 30)
  const prefix = shortened(id.slice(0, id.length - last.length).replace(/[.:]$/, '') || 'no prefix', 36)
  const move = (event: KeyboardEvent<Element>) => {
    const next = neighbour(layout, id, event.key)
    if (next === undefined) return
    event.preventDefault()
    const links = event.currentTarget.parentElement?.querySelectorAll<SVGAElement>('a') ?? []
    for (const it of links) if (it.dataset['id'] === next) it.focus()
  }
  return (
    <a
      href={href} data-id={id} {...(isFocus ? { 'aria-current': 'page' as const } : {})}
      className={isFocus ? 'g-graph-box g-graph-box-focus' : isReservedId(id) ? 'g-graph-box g-graph-box-predefined' : 'g-graph-box'}
      onKeyDown={move}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        onOpen(id)
      }}
    >
      <title>{id}</title>
      <rect x={box.x} y={box.y} width={MEASURES.boxWidth} height={MEASURES.boxHeight} rx={8} />
      <text x={box.x + 12} y={box.y + 22} className="g-graph-name">{name}</text>
      <text x={box.x + 12} y={box.y + 41} className="g-graph-before">{prefix}</text>
    </a>
  )
}

function shortened(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`
}
