// A number one types, calculates, steps with the arrow keys, or drags by its label.

import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useRef, useState } from 'react'
import { isSaveKey } from './controls'
import { calculate, shortNumber } from './expression'

export interface NumberFieldProps {
  readonly label: string
  /** `null`: the selected things differ. */
  readonly value: number | null
  readonly onChange: (value: number) => void
  readonly unit?: string
  readonly min?: number
  readonly max?: number
  /** One arrow key; with shift ten times, with alt a tenth. */
  readonly step?: number
  readonly digits?: number
  readonly factors?: Readonly<Record<string, number>>
  /** Said by screen readers; the label alone may be "X". */
  readonly name?: string
  readonly isDisabled?: boolean
  readonly color?: 'x' | 'y' | 'z'
}

export function NumberField(props: NumberFieldProps): ReactNode {
  const { label, value, step = 0.1, digits = 3, unit } = props
  const [typed, setTyped] = useState<string | null>(null)
  const drag = useRef<{ readonly x: number; readonly value: number } | null>(null)
  const id = useId()
  const shown = typed ?? (value === null ? '' : shortNumber(value, digits))
  const isWrong = typed !== null && typed.trim() !== '' && calculate(typed, props.factors) === null
  const set = (next: number) => {
    const limited = Math.min(props.max ?? Infinity, Math.max(props.min ?? -Infinity, next))
    if (limited !== value) props.onChange(Number(limited.toFixed(6)))
  }
  const commit = () => {
    const next = typed === null ? null : calculate(typed, props.factors)
    setTyped(null)
    if (next !== null) set(next)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') {
      commit()
      event.currentTarget.select()
    } else if (event.key === 'Escape') setTyped(null)
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault()
      setTyped(null)
      set((value ?? 0) + step * strength(event) * (event.key === 'ArrowUp' ? 1 : -1))
    } else {
      if (isSaveKey(event)) commit()
      return
    }
    event.stopPropagation()
  }
  const onPointerDown = (event: PointerEvent<HTMLLabelElement>) => {
    if (props.isDisabled || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { x: event.clientX, value: value ?? 0 }
  }
  const onPointerMove = (event: PointerEvent<HTMLLabelElement>) => {
    if (!drag.current || event.clientX === drag.current.x) return
    const moved = Math.round((event.clientX - drag.current.x) / 3)
    set(drag.current.value + moved * step * strength(event))
  }
  return (
    <span className={`c-number${props.color ? ` c-axis-${props.color}` : ''}${isWrong ? ' c-wrong' : ''}`}>
      <label
        htmlFor={id}
        title={props.isDisabled ? undefined : 'Drag to change; Shift: faster, Alt: finer'}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          drag.current = null
        }}
        onPointerCancel={() => {
          drag.current = null
        }}
      >
        {label}
      </label>
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        value={shown}
        disabled={props.isDisabled}
        aria-label={props.name ?? label}
        aria-invalid={isWrong}
        placeholder={value === null ? 'mixed' : undefined}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
      {unit && (
        <span className="c-unit" aria-hidden="true">
          {unit}
        </span>
      )}
    </span>
  )
}

function strength(event: { readonly shiftKey: boolean; readonly altKey: boolean }): number {
  return event.shiftKey ? 10 : event.altKey ? 0.1 : 1
}
