// How uPlot draws our charts: axes, colours, bands and spans behind the lines.

import type uPlot from 'uplot'
import { type ChartBand, type ChartSeries, type ChartSpan, spread, type Tone } from './chart-model'
import type { Format } from './format'

export interface Look {
  readonly text: string
  readonly quiet: string
  readonly line: string
  readonly accent: string
}

const LIGHT = ['#006ce0', '#962249', '#2f7d5b', '#8456ce', '#b55306', '#0e7a9c', '#a12f9e', '#5f6b7a']
const DARK = ['#42b4ff', '#f78fb3', '#4ec28f', '#b794f6', '#ff9d52', '#56cbe6', '#ea8fe6', '#b6bec9']
const TONES: Readonly<Record<Tone, string>> = { good: '43 181 52', warn: '242 169 0', bad: '224 49 49' }

export function colorOf(series: ChartSeries, index: number, theme: 'light' | 'dark'): string {
  const colors = theme === 'dark' ? DARK : LIGHT
  return series.color ?? colors[index % colors.length] ?? '#006ce0'
}

export function readLook(element: Element): Look {
  const style = getComputedStyle(element)
  const read = (name: string) => style.getPropertyValue(name).trim()
  return { text: read('--g-text'), quiet: read('--g-quiet'), line: read('--g-line'), accent: read('--g-accent') }
}

export interface Behind {
  readonly bands: readonly ChartBand[]
  readonly spans: readonly ChartSpan[]
  readonly marker_ms: number | undefined
}

export interface OptionsInput {
  readonly series: readonly ChartSeries[]
  readonly theme: 'light' | 'dark'
  readonly look: Look
  readonly format: Format
  readonly isUtc: boolean
  readonly size: { readonly width: number; readonly height: number }
  /** Read at each drawing, so that they may change without a new chart. */
  readonly behind: () => Behind
  readonly xRange: () => readonly [number, number] | null
  readonly makeUtc: (time_ms: number) => Date
  readonly onCursor: (u: uPlot) => void
  readonly onSelect: (u: uPlot) => void
}

/** One axis of values a unit: the first two are drawn, left and right. */
export function scaleOf(series: ChartSeries): string {
  return `y:${series.unit ?? ''}`
}

export function optionsOf(input: OptionsInput): uPlot.Options {
  const { series, theme, look, format, size } = input
  const scales = [...new Set(series.map(scaleOf))]
  const axis = { stroke: look.quiet, font: '12px "Open Sans", sans-serif', grid: { stroke: look.line, width: 0.5 }, ticks: { stroke: look.line, width: 0.5, size: 5 } }
  return {
    ...size,
    ms: 1,
    ...(input.isUtc ? { tzDate: input.makeUtc } : {}),
    padding: [10, 32, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 7 }, focus: { prox: 24 } },
    scales: {
      x: { time: true, range: (_, least, most) => [...(input.xRange() ?? widened(least, most))] },
      ...Object.fromEntries(scales.map((it) => [it, { range: (_: uPlot, least: number, most: number): uPlot.Range.MinMax => [...spread(least, most)] }])),
    },
    axes: [
      { ...axis, scale: 'x', space: 84, values: TIME_STEPS },
      ...scales.slice(0, 2).map((scale, i): uPlot.Axis => ({
        ...axis, scale, side: i === 0 ? 3 : 1, grid: { ...axis.grid, show: i === 0 },
        size: (_, values) => Math.max(44, ...(values ?? []).map((it) => 16 + it.length * 6.6)),
        values: (_, splits) => splits.map((it) => format.quantity(it, scale.slice(2))),
      })),
    ],
    series: [
      {},
      ...series.map((it, i): uPlot.Series => ({
        label: it.label, scale: scaleOf(it), stroke: colorOf(it, i, theme), width: 1.75, spanGaps: false, points: { show: it.times_ms.length < 40 },
        ...(it.isStepped ? { paths: stepped } : {}),
      })),
    ],
    hooks: { drawClear: [(u) => drawBehind(u, input)], draw: [(u) => drawMarker(u, input)], setCursor: [input.onCursor], setSelect: [input.onSelect] },
  }
}

function widened(least: number, most: number): readonly [number, number] {
  return least === most ? [least - 30_000, most + 30_000] : [least, most]
}

// Twenty-four hours, day before month.
const TIME_STEPS: (readonly (string | number | null)[])[] & uPlot.Axis.Values = [
  [31_536_000_000, '{YYYY}', null, null, null, null, null, null, 1],
  [2_419_200_000, '{MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [86_400_000, '{D} {MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [3_600_000, '{HH}:{mm}', '\n{D} {MMM}', null, '\n{D} {MMM}', null, null, null, 1],
  [60_000, '{HH}:{mm}', '\n{D} {MMM}', null, '\n{D} {MMM}', null, null, null, 1],
  [1_000, '{HH}:{mm}:{ss}', '\n{D} {MMM}', null, '\n{D} {MMM}', null, null, null, 1],
  [1, '{ss}.{fff}', '\n{HH}:{mm}', null, '\n{HH}:{mm}', null, null, null, 1],
]

function drawBehind(u: uPlot, { behind, series, look }: OptionsInput): void {
  const { bands, spans } = behind()
  const { ctx, bbox } = u
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  for (const { label, start_ms, end_ms, tone } of spans) {
    const left = u.valToPos(start_ms, 'x', true)
    ctx.fillStyle = `rgb(${TONES[tone]} / 16%)`
    ctx.fillRect(left, bbox.top, Math.max(1, u.valToPos(end_ms, 'x', true) - left), bbox.height)
    writeLabel(ctx, label, Math.max(left, bbox.left), bbox.top + bbox.height - 20 * devicePixelRatio, look)
  }
  for (const band of bands) {
    const owner = series.find((it) => it.id === band.seriesId) ?? series[0]
    if (!owner) continue
    const top = band.to === undefined ? bbox.top : u.valToPos(band.to, scaleOf(owner), true)
    const bottom = band.from === undefined ? bbox.top + bbox.height : u.valToPos(band.from, scaleOf(owner), true)
    ctx.fillStyle = `rgb(${TONES[band.tone]} / 13%)`
    ctx.fillRect(bbox.left, top, bbox.width, bottom - top)
    ctx.fillStyle = `rgb(${TONES[band.tone]} / 90%)`
    for (const [edge, isShown] of [[top, band.to !== undefined], [bottom, band.from !== undefined]] as const) {
      if (isShown) ctx.fillRect(bbox.left, Math.round(edge), bbox.width, devicePixelRatio)
    }
    writeLabel(ctx, band.label, bbox.left, Math.max(top, bbox.top), look)
  }
  ctx.restore()
}

function writeLabel(ctx: CanvasRenderingContext2D, label: string, left: number, top: number, look: Look): void {
  ctx.fillStyle = look.quiet
  ctx.font = `${11 * devicePixelRatio}px "Open Sans", sans-serif`
  ctx.textAlign = 'left'
  ctx.textBaseline = 'top'
  ctx.fillText(label, left + 6 * devicePixelRatio, top + 4 * devicePixelRatio)
}

function drawMarker(u: uPlot, { behind, look }: OptionsInput): void {
  const { marker_ms } = behind()
  if (marker_ms === undefined) return
  const { ctx, bbox } = u
  const at = u.valToPos(marker_ms, 'x', true)
  if (at < bbox.left || at > bbox.left + bbox.width) return
  ctx.fillStyle = look.accent
  ctx.fillRect(Math.round(at), bbox.top, 2 * devicePixelRatio, bbox.height)
}

/** Holds each value until the next one. */
const stepped: uPlot.Series.PathBuilder = (u, seriesIndex, from, to) => {
  const path = new Path2D()
  const times = u.data[0]
  const values = u.data[seriesIndex] ?? []
  const scale = u.series[seriesIndex]?.scale ?? 'y'
  let last: number | null = null
  for (let i = from; i <= to; i += 1) {
    const value = values[i]
    if (value === undefined) continue
    if (value === null) {
      last = null
      continue
    }
    const x = u.valToPos(times[i] ?? 0, 'x', true)
    const y = u.valToPos(value, scale, true)
    if (last === null) path.moveTo(x, y)
    else {
      path.lineTo(x, last)
      path.lineTo(x, y)
    }
    last = y
  }
  return { stroke: path }
}
