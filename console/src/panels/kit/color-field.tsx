// A colour: a swatch that opens the browser's picker, its hex, and a palette.

import { type ReactNode } from 'react'
import { TextField } from './controls'

export const PALETTE = [
  '#0972d3',
  '#2bb534',
  '#f2a900',
  '#e07b00',
  '#d91515',
  '#6237a7',
  '#3b82c4',
  '#5f6b7a',
  '#ffffff',
  '#16191f',
] as const

export interface ColorFieldProps {
  readonly label: string
  /** `undefined`: none chosen; `null`: the selected things differ. */
  readonly value: string | number | null | undefined
  readonly onChange: (value: string) => void
  readonly onClear?: (() => void) | undefined
  readonly hasPalette?: boolean
}

/** `#rrggbb` of what documents hold: numbers, short and long hex. */
export function hexOf(value: string | number | null | undefined): string | null {
  if (typeof value === 'number') return `#${(value & 0xffffff).toString(16).padStart(6, '0')}`
  if (typeof value !== 'string') return null
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(value)
  if (short) return `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}`.toLowerCase()
  return /^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : null
}

export function ColorField({ label, value, onChange, onClear, hasPalette }: ColorFieldProps): ReactNode {
  const hex = hexOf(value)
  return (
    <div className="c-color">
      <div className="c-inline">
        <input
          type="color"
          aria-label={label}
          value={hex ?? '#888888'}
          className={hex ? undefined : 'c-none'}
          onChange={(event) => onChange(event.target.value)}
        />
        <TextField
          label={`${label}, as #rrggbb`}
          value={value === null ? null : (hex ?? '')}
          placeholder="default"
          isMono
          check={(text) => (text === '' || hexOf(text) ? null : 'Write a colour as #rrggbb')}
          onChange={(text) => {
            const next = hexOf(text)
            if (next) onChange(next)
            else onClear?.()
          }}
        />
        {onClear && value !== undefined && (
          <button
            type="button"
            className="c-button c-quiet c-square"
            aria-label={`No ${label.toLowerCase()}`}
            title="Back to the default"
            onClick={onClear}
          >
            ×
          </button>
        )}
      </div>
      {hasPalette && (
        <div className="c-palette" role="group" aria-label={`${label}: palette`}>
          {PALETTE.map((it) => (
            <button
              key={it}
              type="button"
              aria-label={it}
              title={it}
              aria-pressed={hex === it}
              style={{ background: it }}
              onClick={() => onChange(it)}
            />
          ))}
        </div>
      )}
    </div>
  )
}
