// Values as people read them on a panel.

import type { LiveScalar, LiveValue } from '@gemel/scene'

/** Numbers with about four figures, truth as yes and no, lists and maps as JSON. */
export function valueWords(value: LiveScalar | undefined): string {
  if (value === undefined || value === null) return '–'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'number') return numberWords(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export function numberWords(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  const digits = size >= 1000 || Number.isInteger(value) ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 4
  return value.toLocaleString(undefined, { maximumFractionDigits: digits })
}

export function withUnit(value: LiveValue | undefined, unit: string | undefined): string {
  const words = valueWords(value?.value)
  return unit && words !== '–' && typeof value?.value === 'number' ? `${words} ${unit}` : words
}

/** "just now", "12 s ago", "3 min ago", else the time of day or the date. */
export function agoWords(time_ms: number | undefined, now_ms: number): string {
  if (time_ms === undefined) return 'no time'
  const seconds = Math.round((now_ms - time_ms) / 1000)
  if (seconds < 0) return timeWords(time_ms)
  if (seconds < 3) return 'just now'
  if (seconds < 90) return `${seconds} s ago`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min ago`
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h ago`
  return `${Math.round(seconds / 86_400)} d ago`
}

export function timeWords(time_ms: number): string {
  const date = new Date(time_ms)
  const isToday = date.toDateString() === new Date().toDateString()
  const time = date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
  return isToday ? time : `${date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })}, ${time}`
}
