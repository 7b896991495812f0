// Colours as rules and settings write them, and as the screen wants them.

import { NAMED_COLORS } from './named-colors'

export interface Color {
  /** `#rrggbb`, small letters. */
  readonly hex: string
  /** 0 is clear, 1 is solid. */
  readonly alpha: number
}

/** Reads `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, names, `rgb()`, `rgba()`, `hsl()`, `hsla()` and numbers
 *  (0xrrggbb); `null` if it is no colour. */
export function parseColor(color: string | number): Color | null {
  if (typeof color === 'number') return parseNumber(color)
  const text = color.trim().toLowerCase()
  if (text === 'transparent') return { hex: '#000000', alpha: 0 }
  const named = Object.hasOwn(NAMED_COLORS, text) ? NAMED_COLORS[text] : undefined
  if (named !== undefined) return parseNumber(named)
  if (text.startsWith('#')) return parseHex(text.slice(1))
  const call = /^(rgb|hsl)a?\(([^()]*)\)$/.exec(text)
  return call === null ? null : parseCall(call[1] ?? '', call[2] ?? '')
}

/** A colour as `#rrggbb`, or as what is given instead if it is none. */
export function toHex(color: string | number | undefined, otherwise: string): string {
  return color === undefined ? otherwise : (parseColor(color)?.hex ?? otherwise)
}

function parseNumber(color: number): Color | null {
  if (!Number.isInteger(color) || color < 0 || color > 0xffffff) return null
  return { hex: `#${color.toString(16).padStart(6, '0')}`, alpha: 1 }
}

function parseHex(digits: string): Color | null {
  if (!/^[0-9a-f]+$/.test(digits)) return null
  const isShort = digits.length === 3 || digits.length === 4
  if (!isShort && digits.length !== 6 && digits.length !== 8) return null
  const full = isShort ? digits.replaceAll(/./g, '$&$&') : digits
  const alpha = full.length === 8 ? Number.parseInt(full.slice(6), 16) / 255 : 1
  return { hex: `#${full.slice(0, 6)}`, alpha }
}

function parseCall(space: string, inner: string): Color | null {
  const parts = inner
    .replace('/', ' ')
    .split(/[\s,]+/)
    .filter((part) => part !== '')
  if (parts.length !== 3 && parts.length !== 4) return null
  const [first = '', second = '', third = '', last] = parts
  const alpha = last === undefined ? 1 : ratio(last, 1)
  const channels =
    space === 'rgb'
      ? [ratio(first, 255), ratio(second, 255), ratio(third, 255)]
      : hslToRgb(angle(first), ratio(second, 100), ratio(third, 100))
  if (alpha === null || channels === null) return null
  const [red, green, blue] = channels
  if (red == null || green == null || blue == null) return null
  return { hex: `#${[red, green, blue].map(hexByte).join('')}`, alpha }
}

/** A number of which `whole` is all, or a percentage, as 0 to 1. */
function ratio(text: string, whole: number): number | null {
  const found = /^([+-]?(?:\d+\.?\d*|\.\d+))(%?)$/.exec(text)
  if (found === null) return null
  const value = Number(found[1]) / (found[2] === '%' ? 100 : whole)
  return Math.min(1, Math.max(0, value))
}

/** Degrees between 0 and 360. */
function angle(text: string): number | null {
  const found = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:deg)?$/.exec(text)
  return found === null ? null : ((Number(found[1]) % 360) + 360) % 360
}

function hslToRgb(
  hue: number | null,
  saturation: number | null,
  light: number | null,
): readonly number[] | null {
  if (hue === null || saturation === null || light === null) return null
  const reach = saturation * Math.min(light, 1 - light)
  return [0, 8, 4].map((offset) => {
    const step = (offset + hue / 30) % 12
    return light - reach * Math.max(-1, Math.min(step - 3, 9 - step, 1))
  })
}

function hexByte(part: number): string {
  return Math.round(part * 255)
    .toString(16)
    .padStart(2, '0')
}
