// Names and values, as of a link: add, change, remove.

import { type ReactNode, useState } from 'react'
import { IconButton, TextField } from '../kit/controls'

type Pairs = Readonly<Record<string, string>>

export function Parameters({
  value,
  onChange,
  noun = 'parameter',
}: {
  readonly value: Pairs
  readonly onChange: (value: Pairs) => void
  readonly noun?: string
}): ReactNode {
  const [name, setName] = useState('')
  const pairs = Object.entries(value)
  const rename = (from: string, to: string) =>
    onChange(Object.fromEntries(pairs.map(([key, it]) => [key === from ? to : key, it])))
  const add = () => {
    if (name.trim() !== '' && !Object.hasOwn(value, name.trim())) onChange({ ...value, [name.trim()]: '' })
    setName('')
  }
  return (
    <div className="c-stack">
      {pairs.map(([key, it]) => (
        <div className="c-inline" key={key}>
          <TextField label={`Name of ${noun} ${key}`} isMono value={key} onChange={(to) => rename(key, to)} />
          <TextField
            label={`Value of ${noun} ${key}`}
            isMono
            value={it}
            placeholder="value"
            onChange={(text) => onChange({ ...value, [key]: text })}
          />
          <IconButton
            icon="close"
            label={`Remove ${noun} ${key}`}
            kind="quiet"
            onClick={() => onChange(Object.fromEntries(pairs.filter(([other]) => other !== key)))}
          />
        </div>
      ))}
      <div className="c-inline">
        <TextField
          label={`Name of a new ${noun}`}
          isMono
          isEager
          value={name}
          placeholder={`new ${noun}`}
          onChange={setName}
        />
        <IconButton
          icon="plus"
          label={`Add ${noun}`}
          kind="quiet"
          isDisabled={name.trim() === ''}
          onClick={add}
        />
      </div>
    </div>
  )
}
