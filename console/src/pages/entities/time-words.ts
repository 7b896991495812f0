// Times as people say them. Pure but for the clock that is passed in.

/** “12 s ago”, “3 h ago”, then the date. */
export function agoWords(time: string | Date | undefined, now_ms: number = Date.now()): string {
  if (time === undefined) return ''
  const at_ms = typeof time === 'string' ? Date.parse(time) : time.getTime()
  if (Number.isNaN(at_ms)) return String(time)
  const s = Math.round((now_ms - at_ms) / 1000)
  if (s < -5) return timeWords(time)
  if (s < 5) return 'now'
  if (s < 60) return `${s} s ago`
  if (s < 3600) return `${Math.floor(s / 60)} min ago`
  if (s < 86_400) return `${Math.floor(s / 3600)} h ago`
  return timeWords(time)
}

export function timeWords(time: string | Date | undefined): string {
  if (time === undefined) return '–'
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? String(time) : date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
}
