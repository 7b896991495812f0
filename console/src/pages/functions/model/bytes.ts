// Sizes and durations in words.

const UNITS = ['bytes', 'KB', 'MB', 'GB'] as const

export function sizeWords(size_bytes: number | undefined): string {
  if (size_bytes === undefined) return '–'
  let value = size_bytes
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`
}

export function durationWords(duration_ms: number): string {
  return duration_ms < 1000 ? `${Math.round(duration_ms)} ms` : `${(duration_ms / 1000).toFixed(2)} s`
}
