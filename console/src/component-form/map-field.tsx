// A map: rows of a name and a value.

import Button from '@cloudscape-design/components/button'
import Input from '@cloudscape-design/components/input'
import type { ReactNode } from 'react'
import { blankValue } from './blank'
import { duplicates, useRows } from './use-rows'
import { problemAt, ValueField, type ValueFieldProps } from './value-field'
import './fields.css'

export function MapField({ type, value, onChange, label, problems, path, placeholder, isDisabled }: ValueFieldProps): ReactNode {
  const [rows, change] = useRows(value?.mapValue, (map) => onChange(map === undefined ? (path.length === 0 ? undefined : { mapValue: {} }) : { mapValue: map }))
  const twice = duplicates(rows)
  return (
    <fieldset className="g-rows" aria-label={label}>
      {rows.map(({ key, value: it }, n) => {
        const problem = twice.has(n) ? `There is an entry “${key}” already; this one is not saved.` : problemAt(problems, [...path, key])
        return (
          // Rows have no identity of their own but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={n} className="g-rows-row">
            <div className="g-rows-key"><Input value={key} ariaLabel={`${label}, name ${n + 1}`} placeholder="Name" invalid={twice.has(n) || key === ''} disabled={isDisabled ?? false} onChange={({ detail }) => change(rows.map((row, m) => (m === n ? { ...row, key: detail.value } : row)))} /></div>
            <div className="g-rows-main">
              <ValueField type={type?.nestedType} value={it} label={`${label}, value of ${key || `row ${n + 1}`}`} problems={problems} path={[...path, key]} isDisabled={isDisabled ?? false} onChange={(next) => change(rows.map((row, m) => (m === n ? { ...row, value: next ?? blankValue(type?.nestedType) } : row)))} />
              {problem && <div className="g-rows-problem" role="alert">{problem}</div>}
            </div>
            <Button variant="icon" iconName="remove" ariaLabel={`Remove ${key || `row ${n + 1}`}`} disabled={isDisabled ?? false} onClick={() => change(rows.filter((_, m) => m !== n))} />
          </div>
        )
      })}
      <div><Button iconName="add-plus" disabled={isDisabled ?? false} onClick={() => change([...rows, { key: '', value: blankValue(type?.nestedType) }])} ariaLabel={`Add entry to ${label}`}>Add entry</Button> {rows.length === 0 && placeholder && <span className="g-rows-quiet">{placeholder}</span>}</div>
    </fieldset>
  )
}
