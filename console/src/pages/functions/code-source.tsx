// Where a function's code comes from: written here, a zip from this computer, or a zip in a bucket of the server.

import type { FunctionCode } from '@aws-sdk/client-lambda'
import Alert from '@cloudscape-design/components/alert'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import FileUpload from '@cloudscape-design/components/file-upload'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { FilesEditor } from './files-editor'
import { sizeWords } from './model/bytes'
import { missingInZip } from './model/runtime'
import { entriesOf, type ZipEntry, zipOf } from './model/zip'

export interface TextFile { readonly name: string; readonly text: string }

export interface Source {
  readonly kind: 'files' | 'zip' | 'bucket'
  readonly files: readonly TextFile[]
  readonly zip: { readonly file: File; readonly bytes: Uint8Array; readonly entries: readonly ZipEntry[] } | null
  readonly bucket: string
  readonly key: string
}

export function sourceOf(files: readonly TextFile[]): Source {
  return { kind: 'files', files, zip: null, bucket: '', key: '' }
}

/** The code as the API takes it. */
export function codeOf(it: Source): FunctionCode {
  if (it.kind === 'bucket') return { S3Bucket: it.bucket, S3Key: it.key }
  if (it.kind === 'zip') return { ZipFile: it.zip?.bytes }
  const encoder = new TextEncoder()
  return { ZipFile: zipOf(it.files.map(({ name, text }) => ({ name, bytes: encoder.encode(text) }))) }
}

/** Why the code cannot be sent; a doubt that does not forbid it is `sourceDoubt`. */
export function sourceProblem(it: Source): string | undefined {
  if (it.kind === 'bucket') return it.bucket && it.key ? undefined : 'Name the bucket and the object’s key.'
  if (it.kind === 'zip') return it.zip ? undefined : 'Choose a zip file.'
  if (it.files.length === 0) return 'Write at least one file.'
  const names = it.files.map((file) => file.name)
  if (names.some((name) => !/^[\w.-]+(\/[\w.-]+)*$/.test(name))) return 'File names have letters, digits and . _ - / only.'
  return new Set(names).size < names.length ? 'Two files have one name.' : undefined
}

export function sourceDoubt(it: Source, handler: string, runtime: string): string | null {
  if (it.kind === 'bucket' || sourceProblem(it)) return null
  const names = it.kind === 'zip' ? it.zip?.entries.map((entry) => entry.name) ?? [] : it.files.map((file) => file.name)
  return missingInZip(names, handler, runtime)
}

export interface CodeSourceProps {
  readonly source: Source
  readonly onChange: (it: Source) => void
  readonly handler: string
  readonly runtime: string
  readonly errorText?: string | undefined
}

export function CodeSource({ source, onChange, handler, runtime, errorText }: CodeSourceProps): ReactNode {
  const doubt = sourceDoubt(source, handler, runtime)
  return (
    <SpaceBetween size="m">
      <SegmentedControl
        label="Where the code comes from" selectedId={source.kind}
        onChange={({ detail }) => onChange({ ...source, kind: detail.selectedId as Source['kind'] })}
        options={[
          {
            id: 'files', text: 'Write it here' }, { id: 'zip', text: 'Upload a zip' }, { id: 'bucket',
            text: 'From a bucket',
          },
        ]}
      />
      {source.kind === 'files' && (
        <FilesEditor files={source.files} onChange={(files) => onChange({ ...source, files })} />
      )}
      {source.kind === 'zip' && <ZipUpload source={source} onChange={onChange} errorText={errorText} />}
      {source.kind === 'bucket' && <BucketFields source={source} onChange={onChange} errorText={errorText} />}
      {source.kind === 'files' && errorText && <Alert type="error">{errorText}</Alert>}
      {doubt && <Alert type="warning" header="The function will not start so">{doubt}</Alert>}
    </SpaceBetween>
  )
}

const ZIP_MAX_BYTES = 50 * 1024 * 1024

function ZipUpload({ source, onChange, errorText }: {
  readonly source: Source; readonly onChange: (it: Source) => void; readonly errorText: string | undefined
}): ReactNode {
  const [problem, setProblem] = useState<string | null>(null)
  const take = async (file: File | undefined) => {
    setProblem(null)
    if (!file) return onChange({ ...source, zip: null })
    if (file.size > ZIP_MAX_BYTES) {
      return setProblem(`${file.name} has ${sizeWords(file.size)}; at most 50 MB can be sent. Upload it to a bucket instead.`)
    }
    const bytes = new Uint8Array(await file.arrayBuffer())
    const entries = entriesOf(bytes)
    if ('problem' in entries) return setProblem(`${file.name}: ${entries.problem}`)
    return onChange({ ...source, zip: { file, bytes, entries } })
  }
  const { zip } = source
  const names = zip?.entries.map((it) => it.name) ?? []
  return (
    <FormField
      label="Zip file" errorText={problem ?? errorText}
      description="Drop it here, or choose it. What lies at the top of the zip is what the function sees."
      constraintText={zip ? `${names.length === 1 ? '1 file' : `${names.length} files`}: ${names.slice(0, 6).join(', ')}${names.length > 6 ? ' …' : ''}` : 'At most 50 MB, 250 MB unpacked.'}
    >
      <FileUpload
        accept=".zip,application/zip" value={zip ? [zip.file] : []} showFileSize showFileLastModified
        onChange={({ detail }) => void take(detail.value[0])}
        i18nStrings={{
          uploadButtonText: () => 'Choose zip', dropzoneText: () => 'Drop the zip here',
          removeFileAriaLabel: () => 'Remove the zip',
          limitShowFewer: 'Show fewer', limitShowMore: 'Show more', errorIconAriaLabel: 'Error',
        }}
      />
    </FormField>
  )
}

function BucketFields({ source, onChange, errorText }: {
  readonly source: Source; readonly onChange: (it: Source) => void; readonly errorText: string | undefined
}): ReactNode {
  return (
    <ColumnLayout columns={2}>
      <FormField
        label="Bucket" description="A bucket of this server, such as that of a workspace."
        errorText={errorText}
      >
        <Input
          value={source.bucket}
          onChange={({ detail }) => onChange({ ...source, bucket: detail.value.trim() })}
        />
      </FormField>
      <FormField label="Key" description="The zip’s whole path in the bucket.">
        <Input
          value={source.key} placeholder="functions/reader.zip"
          onChange={({ detail }) => onChange({ ...source, key: detail.value })}
        />
      </FormField>
    </ColumnLayout>
  )
}
