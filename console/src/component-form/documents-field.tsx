// Documents: each a name and where it is, an address or a file of the workspace's bucket.

import Button from '@cloudscape-design/components/button'
import Input from '@cloudscape-design/components/input'
import { type ReactNode, useState } from 'react'
import { BucketPicker, useBucket } from './bucket-picker'
import { duplicates, useRows } from './use-rows'
import { problemAt, type ValueFieldProps } from './value-field'
import './fields.css'

/** What is odd about an address, in words; `null` for addresses a viewer can open. */
export function addressProblem(url: string): string | null {
  if (url === '') return 'An address is needed.'
  if (/^s3:\/\/[^/]+\/.+/i.test(url) || /^https?:\/\/[^/\s]+/i.test(url)) return null
  return 'An address begins with https:// or s3://bucket/.'
}

/** A name made of the file's own. */
export function nameOfFile(url: string): string {
  const file = decodeURIComponent(url.split('/').pop() ?? '').replace(/\.[^.]+$/, '')
  return file === '' ? '' : file.charAt(0).toUpperCase() + file.slice(1).replace(/[-_]+/g, ' ')
}

export function DocumentsField({ value, onChange, label, problems, path, isDisabled }: ValueFieldProps): ReactNode {
  const [rows, change] = useRows(value?.mapValue, (map) => onChange(map === undefined ? undefined : { mapValue: map }))
  const [choosing, choose] = useState<number | null>(null)
  const bucket = useBucket()
  const twice = duplicates(rows)
  const set = (n: number, part: { readonly key?: string; readonly url?: string }) => change(rows.map((row, m) => (m === n ? { key: part.key ?? row.key, value: part.url === undefined ? row.value : { stringValue: part.url } } : row)))
  return (
    <fieldset className="g-rows" aria-label={label}>
      {rows.map(({ key, value: it }, n) => {
        const url = it.stringValue ?? ''
        const problem = twice.has(n) ? `There is a document “${key}” already; this one is not saved.` : key === '' && url === '' ? null : problemAt(problems, [...path, key]) ?? addressProblem(url)
        return (
          // Rows have no identity of their own but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={n} className="g-rows-row">
            <div className="g-rows-key"><Input value={key} ariaLabel={`Name of document ${n + 1}`} placeholder="Manual" invalid={twice.has(n) || (key === '' && url !== '')} disabled={isDisabled ?? false} onChange={({ detail }) => set(n, { key: detail.value })} /></div>
            <div className="g-rows-main">
              <Input value={url} ariaLabel={`Address of ${key || `document ${n + 1}`}`} placeholder="https://… or s3://bucket/file.pdf" type="text" inputMode="url" invalid={url !== '' && addressProblem(url) !== null} disabled={isDisabled ?? false} onChange={({ detail }) => set(n, { url: detail.value })} />
              {problem && <div className="g-rows-problem">{problem}</div>}
            </div>
            <Button iconName="folder-open" disabled={!bucket.data || (isDisabled ?? false)} ariaLabel={`Choose a file for ${key || `document ${n + 1}`}`} {...(bucket.data === null ? { disabledReason: 'This workspace has no bucket.' } : {})} onClick={() => choose(n)}>Choose</Button>
            <Button variant="icon" iconName="remove" ariaLabel={`Remove ${key || `document ${n + 1}`}`} disabled={isDisabled ?? false} onClick={() => change(rows.filter((_, m) => m !== n))} />
          </div>
        )
      })}
      <div><Button iconName="add-plus" disabled={isDisabled ?? false} onClick={() => change([...rows, { key: '', value: { stringValue: '' } }])}>Add document</Button></div>
      {choosing !== null && bucket.data && (
        <BucketPicker
          bucket={bucket.data} onClose={() => choose(null)}
          onChoose={(url) => set(choosing, { url, ...(rows[choosing]?.key ? {} : { key: nameOfFile(url) }) })}
        />
      )}
    </fieldset>
  )
}
