// Compact controls of the composer's panels: rows, text, choices, switches, buttons, sections, tabs.

import { type ReactNode, useId, useState } from 'react'
import { Icon, type IconName } from './icon'

/** A label left, its control right; wide: the control below its label. */
export function Row({
  label,
  children,
  hint,
  isWide,
}: {
  readonly label: string
  readonly children: ReactNode
  readonly hint?: ReactNode
  readonly isWide?: boolean
}): ReactNode {
  return (
    <div className={isWide ? 'c-row c-row-wide' : 'c-row'}>
      <span className="c-row-label">{label}</span>
      <div className="c-row-control">
        {children}
        {hint && <div className="c-hint">{hint}</div>}
      </div>
    </div>
  )
}

export interface TextFieldProps {
  readonly label: string
  /** `null`: the selected things differ. */
  readonly value: string | null
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  /** Answers what is wrong with the text, if anything is. */
  readonly check?: (text: string) => string | null
  readonly isMono?: boolean
  readonly isReadOnly?: boolean
  /** Also while typing; else when it is left or Enter is pressed. */
  readonly isEager?: boolean
  readonly autoFocus?: boolean
}

export function TextField(props: TextFieldProps): ReactNode {
  const { label, value, check, isEager } = props
  const [typed, setTyped] = useState<string | null>(null)
  const wrong = check && typed !== null ? check(typed) : null
  const id = useId()
  const commit = () => {
    if (typed !== null && !isEager && typed !== value && !check?.(typed)) props.onChange(typed)
    setTyped(null)
  }
  return (
    <>
      <input
        className={`c-input${props.isMono ? ' c-mono' : ''}${wrong ? ' c-wrong' : ''}`}
        aria-label={label}
        aria-invalid={wrong !== null}
        aria-describedby={wrong ? id : undefined}
        value={typed ?? value ?? ''}
        placeholder={value === null ? 'mixed' : props.placeholder}
        readOnly={props.isReadOnly}
        spellCheck={false}
        autoComplete="off"
        // A field that was asked for takes the keyboard.
        ref={(it) => {
          if (props.autoFocus && it && document.activeElement !== it && !it.dataset['focused']) {
            it.dataset['focused'] = '1'
            it.focus()
          }
        }}
        onChange={(event) => {
          setTyped(event.target.value)
          if (isEager && !check?.(event.target.value)) props.onChange(event.target.value)
        }}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
          else if (event.key === 'Escape') setTyped(null)
          else {
            // Saving saves what is being typed, too; the key itself is the page's.
            if (isSaveKey(event)) commit()
            return
          }
          event.stopPropagation()
        }}
      />
      {wrong && (
        <div className="c-hint c-bad" id={id} role="alert">
          {wrong}
        </div>
      )}
    </>
  )
}

/** Ctrl+S or ⌘S. */
export function isSaveKey(event: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'key'>): boolean {
  return (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's'
}

export interface SelectProps<T extends string> {
  readonly label: string
  readonly value: T | null
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
  readonly isDisabled?: boolean
}

export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
  isDisabled,
}: SelectProps<T>): ReactNode {
  return (
    <select
      className="c-input c-select"
      aria-label={label}
      value={value ?? '\u0000mixed'}
      disabled={isDisabled}
      onChange={(event) => onChange(event.target.value as T)}
    >
      {value === null && (
        <option value={'\u0000mixed'} disabled>
          mixed
        </option>
      )}
      {value !== null && !options.some((it) => it.value === value) && <option value={value}>{value}</option>}
      {options.map((it) => (
        <option key={it.value} value={it.value}>
          {it.label}
        </option>
      ))}
    </select>
  )
}

export function Switch({
  label,
  value,
  onChange,
  isDisabled,
}: {
  readonly label: string
  readonly value: boolean | null
  readonly onChange: (value: boolean) => void
  readonly isDisabled?: boolean
}): ReactNode {
  return (
    <label className="c-switch">
      <input
        type="checkbox"
        checked={value === true}
        disabled={isDisabled}
        ref={(it) => {
          if (it) it.indeterminate = value === null
        }}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{label}</span>
    </label>
  )
}

export interface IconButtonProps {
  readonly icon: IconName
  readonly label: string
  readonly onClick: () => void
  readonly isDisabled?: boolean
  readonly isOn?: boolean
  readonly keys?: string | undefined
  /** Shown beside the icon. */
  readonly text?: string
  readonly kind?: 'plain' | 'primary' | 'quiet'
  readonly hasPopup?: boolean
}

export function IconButton({
  icon,
  label,
  onClick,
  isDisabled,
  isOn,
  keys,
  text,
  kind = 'plain',
  hasPopup,
}: IconButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={`c-button c-${kind}${isOn ? ' c-on' : ''}${text ? '' : ' c-square'}`}
      aria-label={label}
      title={keys ? `${label} (${keys})` : label}
      aria-disabled={isDisabled}
      aria-pressed={isOn}
      aria-haspopup={hasPopup ? 'menu' : undefined}
      onClick={() => {
        if (!isDisabled) onClick()
      }}
    >
      <Icon name={icon} />
      {text && <span>{text}</span>}
    </button>
  )
}

export function TextButton({
  children,
  onClick,
  kind = 'plain',
  isDisabled,
  title,
}: {
  readonly children: ReactNode
  readonly onClick: () => void
  readonly kind?: 'plain' | 'primary' | 'quiet' | 'danger'
  readonly isDisabled?: boolean
  readonly title?: string
}): ReactNode {
  return (
    <button
      type="button"
      className={`c-button c-${kind}`}
      disabled={isDisabled}
      title={title}
      onClick={onClick}
    >
      {children}
    </button>
  )
}

export interface SectionProps {
  readonly title: string
  readonly icon?: IconName
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** Names the section, so that whether it is folded is kept. */
  readonly id: string
}

export function Section({ title, icon, actions, children, id }: SectionProps): ReactNode {
  const [isOpen, setOpen] = useKept(`section.${id}`, true)
  return (
    <section className="c-section">
      <header>
        <button type="button" className="c-fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Icon name={isOpen ? 'down' : 'right'} size={12} />
          {icon && <Icon name={icon} />}
          <span>{title}</span>
        </button>
        {actions}
      </header>
      {isOpen && <div className="c-section-body">{children}</div>}
    </section>
  )
}

export interface TabsProps<T extends string> {
  readonly label: string
  readonly tabs: readonly {
    readonly id: T
    readonly title: string
    readonly icon: IconName
    readonly badge?: number
  }[]
  readonly active: T
  readonly onChange: (id: T) => void
}

export function Tabs<T extends string>({ label, tabs, active, onChange }: TabsProps<T>): ReactNode {
  return (
    <div className="c-tabs" role="tablist" aria-label={label}>
      {tabs.map((it, index) => (
        <button
          key={it.id}
          type="button"
          role="tab"
          aria-selected={it.id === active}
          tabIndex={it.id === active ? 0 : -1}
          onClick={() => onChange(it.id)}
          onKeyDown={(event) => {
            const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
            const next = tabs[(index + by + tabs.length) % tabs.length]
            if (by === 0 || !next) return
            onChange(next.id)
            ;(
              event.currentTarget.parentElement?.children[tabs.indexOf(next)] as HTMLElement | undefined
            )?.focus()
          }}
        >
          <Icon name={it.icon} />
          <span>{it.title}</span>
          {it.badge ? <b className="c-count">{it.badge}</b> : null}
        </button>
      ))}
    </div>
  )
}

/** State that this browser keeps. */
export function useKept<T>(name: string, initial: T): [T, (value: T) => void] {
  const key = `gemel.composer.${name}`
  const [value, set] = useState<T>(() => {
    try {
      const kept = localStorage.getItem(key)
      return kept === null ? initial : (JSON.parse(kept) as T)
    } catch {
      return initial
    }
  })
  const keep = (next: T) => {
    set(next)
    try {
      localStorage.setItem(key, JSON.stringify(next))
    } catch {
      // A browser that keeps nothing: it holds for this tab.
    }
  }
  return [value, keep]
}
