// What a rule statement does when it is the first to be true: an icon, a colour, how solid, or a number.

import { COLOR_PREFIX, ICON_PREFIX, NUMBER_TARGET, OPACITY_PREFIX } from '../document/defaults'
import type { RuleStatement } from '../document/types'
import { parseColor } from './color'

export const ICON_NAMES = ['Info', 'Warning', 'Error', 'Video', 'Custom'] as const
export type IconName = (typeof ICON_NAMES)[number]

export interface IconTarget {
  readonly kind: 'icon'
  readonly icon: IconName
  /** For `Custom`: the colour and the icon of the set. */
  readonly color?: string
  readonly iconPrefix?: string
  readonly iconName?: string
}
export interface ColorTarget {
  readonly kind: 'color'
  /** `#rrggbb`. */
  readonly color: string
  readonly alpha: number
}
export interface OpacityTarget {
  readonly kind: 'opacity'
  /** 0 is not there, 1 is solid. */
  readonly opacity: number
}
/** The number is the value of the expression, such as a speed. */
export interface NumberTarget {
  readonly kind: 'number'
}
export type RuleTarget = IconTarget | ColorTarget | OpacityTarget | NumberTarget

/** Reads the target of a statement; `null` if it says nothing we know. */
export function parseTarget(target: string, metadata?: RuleStatement['targetMetadata']): RuleTarget | null {
  if (target === NUMBER_TARGET) return { kind: 'number' }
  if (target.startsWith(ICON_PREFIX)) return parseIcon(target.slice(ICON_PREFIX.length), metadata)
  if (target.startsWith(COLOR_PREFIX)) {
    const color = parseColor(target.slice(COLOR_PREFIX.length))
    return color === null ? null : { kind: 'color', color: color.hex, alpha: color.alpha }
  }
  if (!target.startsWith(OPACITY_PREFIX)) return null
  const text = target.slice(OPACITY_PREFIX.length).trim()
  const opacity = text === '' ? Number.NaN : Number(text)
  return Number.isFinite(opacity) ? { kind: 'opacity', opacity: Math.min(1, Math.max(0, opacity)) } : null
}

function parseIcon(name: string, metadata: RuleStatement['targetMetadata']): IconTarget {
  // App Kit shows Info for any name it does not know.
  const icon = ICON_NAMES.find((known) => known === name) ?? 'Info'
  const { color, iconPrefix, iconName } = metadata ?? {}
  return {
    kind: 'icon',
    icon,
    ...(typeof color === 'string' ? { color } : {}),
    ...(typeof iconPrefix === 'string' ? { iconPrefix } : {}),
    ...(typeof iconName === 'string' ? { iconName } : {}),
  }
}

/** Writes a target as a statement holds it. */
export function printTarget(target: RuleTarget): Pick<RuleStatement, 'target' | 'targetMetadata'> {
  switch (target.kind) {
    case 'number':
      return { target: NUMBER_TARGET }
    case 'opacity':
      return { target: `${OPACITY_PREFIX}${Math.min(1, Math.max(0, target.opacity))}` }
    case 'color':
      return { target: `${COLOR_PREFIX}${printColor(target)}` }
    case 'icon': {
      const { kind: _, icon, ...metadata } = target
      const isPlain = Object.keys(metadata).length === 0
      return { target: `${ICON_PREFIX}${icon}`, ...(isPlain ? {} : { targetMetadata: metadata }) }
    }
  }
}

function printColor({ color, alpha }: ColorTarget): string {
  if (alpha >= 1) return color
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
  return `rgba(${red},${green},${blue},${Number(alpha.toFixed(3))})`
}
