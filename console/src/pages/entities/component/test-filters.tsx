// Filters of a test: property, comparison, value.

import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { PropertyResponse } from '@aws-sdk/client-iottwinmaker'
import type { ReactNode } from 'react'
import { type Filter, filterValue, OPERATORS } from './test-request'

export interface FilterRow {
  readonly propertyName: string
  readonly operator: string
  readonly text: string
}

const MOST = 10

/** The filters that are whole. */
export function filtersOf(rows: readonly FilterRow[], properties: Readonly<Record<string, PropertyResponse>>): Filter[] {
  return rows.flatMap(({ propertyName, operator, text }) => {
    const value = filterValue(text, properties[propertyName]?.definition?.dataType?.type)
    return propertyName === '' || value === null ? [] : [{ propertyName, operator, value }]
  })
}

export function FilterRows({ rows, onChange, names }: { readonly rows: readonly FilterRow[]; readonly onChange: (rows: readonly FilterRow[]) => void; readonly names: readonly string[] }): ReactNode {
  const set = (n: number, part: Partial<FilterRow>) => onChange(rows.map((it, m) => (m === n ? { ...it, ...part } : it)))
  return (
    <FormField label={<>Filters <i>– optional</i></>} description="Only values for which all of these hold.">
      <SpaceBetween size="xs">
        {rows.map((row, n) => (
          // Rows have no identity of their own but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <SpaceBetween key={n} direction="horizontal" size="xs">
            <Select options={names.map((value) => ({ value, label: value }))} selectedOption={row.propertyName ? { value: row.propertyName, label: row.propertyName } : null} placeholder="Property" ariaLabel={`Property of filter ${n + 1}`} onChange={({ detail }) => set(n, { propertyName: detail.selectedOption.value ?? '' })} expandToViewport />
            <Select options={OPERATORS.map((value) => ({ value, label: value }))} selectedOption={{ value: row.operator, label: row.operator }} ariaLabel={`Comparison of filter ${n + 1}`} onChange={({ detail }) => set(n, { operator: detail.selectedOption.value ?? '=' })} expandToViewport />
            <Input value={row.text} placeholder="Value" ariaLabel={`Value of filter ${n + 1}`} onChange={({ detail }) => set(n, { text: detail.value })} />
            <Button variant="icon" iconName="remove" ariaLabel={`Remove filter ${n + 1}`} onClick={() => onChange(rows.filter((_, m) => m !== n))} />
          </SpaceBetween>
        ))}
        <Button iconName="add-plus" disabled={rows.length >= MOST || names.length === 0} onClick={() => onChange([...rows, { propertyName: names[0] ?? '', operator: '=', text: '' }])}>Add filter</Button>
      </SpaceBetween>
    </FormField>
  )
}
