// The Markdown of overlays with the latest values in it.

import type { DataOverlay } from '../document/types'

/** What stands for a value there is none of. */
export const NO_VALUE = '-'

/** Replaces `${name}` by the value of that name; names that are bound and have no value become `-`,
 *  others stay. */
export function fillOverlay(
  content: string,
  values: ReadonlyMap<string, unknown>,
  names?: readonly string[],
): string {
  return content.replaceAll(/\$\{([^${}]*)\}/g, (text, name: string, at: number) => {
    if (names !== undefined && !names.includes(name)) return text
    const value = formatValue(values.get(name))
    return isInCode(content, at) ? value : escapeMarkdown(value)
  })
}

/** Whether a place of a text stands between backticks of its line: there, signs are themselves. */
function isInCode(content: string, at: number): boolean {
  const line = content.slice(content.lastIndexOf('\n', at - 1) + 1, at)
  return (line.split('`').length - 1) % 2 === 1
}

/** The names an overlay's content uses, in their order, once each. */
export function namesInOverlay(content: string): readonly string[] {
  return [...new Set([...content.matchAll(/\$\{([^${}]*)\}/g)].map(([, name]) => name ?? ''))]
}

/** Names that its rows use and that nothing binds. */
export function unboundNames(overlay: DataOverlay): readonly string[] {
  const bound = new Set(overlay.valueDataBindings.map(({ bindingName }) => bindingName))
  return namesInOverlay(overlay.dataRows.map(({ content }) => content).join('\n')).filter(
    (name) => !bound.has(name),
  )
}

/** Why a binding may not have a name, or `null`. */
export function whyNotBindingName(name: string, others: readonly string[] = []): string | null {
  if (name.trim() === '') return 'A name is needed; the text shows the value where it says ${name}.'
  if (/[$[\]{}.]/.test(name)) return 'The name may not hold $ { } . [ ].'
  return others.includes(name) ? `There is a binding "${name}" already.` : null
}

/** A value as people read it: six significant digits at most, no more than the value has. */
export function formatValue(value: unknown, unit?: string): string {
  if (value === undefined || value === null || value === '') return NO_VALUE
  const text = typeof value === 'number' ? formatNumber(value) : plainText(value)
  return unit === undefined || unit === '' || text === NO_VALUE ? text : `${text} ${unit}`
}

function plainText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return value.map((item) => formatValue(item)).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Thousands are grouped, small fractions cut, the very large and very small written with a power of ten. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return NO_VALUE
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1e12 || size < 1e-4) return Number(value.toPrecision(4)).toExponential().replace('e+', 'e')
  if (Number.isInteger(value)) return NUMBERS[0]?.format(value) ?? String(value)
  const decimals = Math.min(6, Math.max(0, (size >= 100 ? 1 : 2) + leadingZeros(size)))
  return NUMBERS[decimals]?.format(value) ?? String(value)
}

/** How many zeros stand between the point and the first digit. */
function leadingZeros(size: number): number {
  return size >= 1 ? 0 : Math.floor(-Math.log10(size))
}

const NUMBERS = Array.from(
  { length: 7 },
  (_, decimals) => new Intl.NumberFormat('en-US', { maximumFractionDigits: decimals, useGrouping: 'min2' }),
)

/** A value is text, never Markdown: a `*` in it is a star. */
function escapeMarkdown(text: string): string {
  const escaped = text.replaceAll(/[\\`*_[\]<>#|~!]/g, String.raw`\$&`)
  // A dash that begins a line would begin a list.
  return escaped === NO_VALUE ? `\\${NO_VALUE}` : escaped
}
