// Chooses the icon of a tag: the five built-in ones, or one of our own set under its Font Awesome name.

import { ICON_NAMES, ICON_PATHS, ICON_PREFIX } from '@gemel/scene'
import { type ReactNode, useState } from 'react'
import { TextField } from '../kit/controls'
import { TagIcon } from '../kit/tag-icon'

export interface IconPickerProps {
  readonly icon: string | undefined
  readonly custom: { readonly prefix: string; readonly iconName: string } | undefined
  readonly color?: string
  readonly onChange: (icon: string, custom?: { readonly prefix: string; readonly iconName: string }) => void
}

export function IconPicker({ icon, custom, color, onChange }: IconPickerProps): ReactNode {
  const [query, setQuery] = useState('')
  const short = icon?.slice(icon.lastIndexOf(':') + 1) ?? 'Info'
  const names = Object.keys(ICON_PATHS).filter((it) =>
    it.includes(query.trim().toLowerCase().replaceAll(' ', '-')),
  )
  return (
    <div className="c-stack">
      <div className="c-icons" role="group" aria-label="Icon">
        {ICON_NAMES.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={short === name}
            title={name}
            aria-label={name}
            onClick={() =>
              onChange(
                ICON_PREFIX + name,
                name === 'Custom' ? (custom ?? { prefix: 'fas', iconName: 'star' }) : undefined,
              )
            }
          >
            <TagIcon
              icon={name}
              size={22}
              {...(custom ? { custom: custom.iconName } : {})}
              {...(color ? { color } : {})}
            />
          </button>
        ))}
      </div>
      {short === 'Custom' && (
        <div className="c-note c-stack">
          <TextField
            label="Find an icon"
            isEager
            value={query}
            placeholder={custom?.iconName ?? 'find an icon'}
            onChange={setQuery}
          />
          <div className="c-icons c-icons-small" role="group" aria-label="Custom icon">
            {names.map((name) => (
              <button
                key={name}
                type="button"
                aria-pressed={custom?.iconName === name}
                title={name}
                aria-label={name}
                onClick={() => onChange(`${ICON_PREFIX}Custom`, { prefix: 'fas', iconName: name })}
              >
                <svg width="18" height="18" viewBox="0 0 24 24" aria-hidden="true">
                  <path d={ICON_PATHS[name]} />
                </svg>
              </button>
            ))}
          </div>
          {names.length === 0 && <div className="c-hint">None by this name.</div>}
          {custom && !ICON_PATHS[custom.iconName] && (
            <div className="c-hint">
              “{custom.iconName}” is not in our set; its first letters are shown, and the name is kept.
            </div>
          )}
        </div>
      )}
    </div>
  )
}
