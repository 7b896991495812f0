// Sums a person may type where a number is wanted: `1+2`, `3*(0.5-1/4)`, `12,5`, `2ft`, `90°`.

/** The value of a sum, or `null` when it is none. Units are multiplied in: `factors` says how much one of each is. */
export function calculate(text: string, factors: Readonly<Record<string, number>> = {}): number | null {
  const tokens = text
    .replace(/(\d),(\d)/g, '$1.$2')
    .match(/\d+\.?\d*(?:e[+-]?\d+)?|\.\d+|[-+*/()]|[a-zA-Z°"']+|\S/gi)
  if (!tokens) return null
  let at = 0
  const sum = (): number => {
    let value = product()
    while (tokens[at] === '+' || tokens[at] === '-')
      value = tokens[at++] === '+' ? value + product() : value - product()
    return value
  }
  const product = (): number => {
    let value = atom()
    while (tokens[at] === '*' || tokens[at] === '/')
      value = tokens[at++] === '*' ? value * atom() : value / atom()
    return value
  }
  const atom = (): number => {
    const token = tokens[at++]
    if (token === '-') return -atom()
    if (token === '+') return atom()
    if (token === '(') {
      const value = sum()
      return tokens[at++] === ')' ? value : Number.NaN
    }
    const value = token !== undefined && /^[\d.]/.test(token) ? Number(token) : Number.NaN
    const factor = factors[(tokens[at] ?? '').toLowerCase()]
    if (factor === undefined) return value
    at += 1
    return value * factor
  }
  const value = sum()
  return at === tokens.length && Number.isFinite(value) ? value : null
}

export const METRES: Readonly<Record<string, number>> = {
  m: 1,
  mm: 0.001,
  cm: 0.01,
  dm: 0.1,
  km: 1000,
  ft: 0.3048,
  in: 0.0254,
  '"': 0.0254,
  "'": 0.3048,
}
export const DEGREES: Readonly<Record<string, number>> = { '°': 1, deg: 1, rad: 180 / Math.PI }

/** At most `digits` decimals, without zeros at the end. */
export function shortNumber(value: number, digits = 3): string {
  const factor = 10 ** digits
  return String(Math.round(value * factor) / factor + 0)
}
