// The files of a function that is written in the browser.

import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { type ReactNode, useState } from 'react'
import { CodeEditor } from './code-editor'
import type { TextFile } from './code-source'

export function FilesEditor({ files, onChange }: {
  readonly files: readonly TextFile[]; readonly onChange: (it: readonly TextFile[]) => void
}): ReactNode {
  const [active, setActive] = useState(0)
  const index = Math.min(active, files.length - 1)
  const file = files[index]
  const change = (it: Partial<TextFile>) => onChange(files.map((other, n) => (n === index ? { ...other, ...it } : other)))
  const add = () => {
    onChange([...files, { name: freeName(files), text: '' }])
    setActive(files.length)
  }
  return (
    <SpaceBetween size="s">
      {files.length > 1 && <Tabs
        disableContentPaddings ariaLabel="Files" activeTabId={String(index)}
        onChange={({ detail }) => setActive(Number(detail.activeTabId))}
        tabs={files.map((it, n) => ({ id: String(n), label: it.name || 'unnamed' }))}
      />}
      {file && (
        <>
          <SpaceBetween direction="horizontal" size="xs" alignItems="end">
            <FormField label="File name">
              <Input value={file.name} onChange={({ detail }) => change({ name: detail.value })} />
            </FormField>
            <Button iconName="add-plus" onClick={add}>Add file</Button>
            {files.length > 1 && (
              <Button
                onClick={() => { onChange(files.filter((_, n) => n !== index)); setActive(0) }}
              >
                Remove file
              </Button>
            )}
          </SpaceBetween>
          <CodeEditor key={index} value={file.text} onChange={(text) => change({ text })} file={file.name} />
        </>
      )}
    </SpaceBetween>
  )
}

function freeName(files: readonly TextFile[]): string {
  const ending = files[0]?.name.match(/\.\w+$/)?.[0] ?? ''
  let n = 1
  while (files.some((it) => it.name === `module${n}${ending}`)) n++
  return `module${n}${ending}`
}
