// A list: one control a row, added, removed and moved.

import Button from '@cloudscape-design/components/button'
import type { DataValue } from '@aws-sdk/client-iottwinmaker'
import type { ReactNode } from 'react'
import { blankValue } from './blank'
import { problemAt, ValueField, type ValueFieldProps } from './value-field'
import './fields.css'

export function ListField({ type, value, onChange, label, problems, path, placeholder, isDisabled }: ValueFieldProps): ReactNode {
  const items = value?.listValue ?? []
  const set = (next: readonly DataValue[]) => onChange(next.length === 0 && path.length === 0 ? undefined : { listValue: [...next] })
  return (
    <fieldset className="g-rows" aria-label={label}>
      {items.map((it, n) => {
        const problem = problemAt(problems, [...path, n])
        return (
          // Rows have no identity of their own but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={n} className="g-rows-row">
            <div className="g-rows-main">
              <ValueField type={type?.nestedType} value={it} label={`${label}, item ${n + 1}`} problems={problems} path={[...path, n]} isDisabled={isDisabled ?? false} onChange={(next) => set(items.map((other, m) => (m === n ? next ?? blankValue(type?.nestedType) : other)))} />
              {problem && <div className="g-rows-problem" role="alert">{problem}</div>}
            </div>
            <Button variant="icon" iconName="angle-up" ariaLabel={`Move item ${n + 1} up`} disabled={n === 0 || (isDisabled ?? false)} onClick={() => set(swapped(items, n, n - 1))} />
            <Button variant="icon" iconName="remove" ariaLabel={`Remove item ${n + 1}`} disabled={isDisabled ?? false} onClick={() => set(items.filter((_, m) => m !== n))} />
          </div>
        )
      })}
      <div><Button iconName="add-plus" disabled={isDisabled ?? false} onClick={() => set([...items, blankValue(type?.nestedType)])} ariaLabel={`Add item to ${label}`}>Add item</Button> {items.length === 0 && placeholder && <span className="g-rows-quiet">{placeholder}</span>}</div>
    </fieldset>
  )
}

function swapped(items: readonly DataValue[], a: number, b: number): DataValue[] {
  return items.map((it, n) => (n === a ? items[b] ?? it : n === b ? items[a] ?? it : it))
}
