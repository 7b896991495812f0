// What one can do in the library: upload, make folders, act on what is selected, and how it is shown.

import Button from '@cloudscape-design/components/button'
import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import { type ReactNode, useRef } from 'react'
import type { Row } from './rows'
import { chosenFiles, type Dropped } from './uploads/dropped'

export type Act = 'download' | 'rename' | 'move' | 'copy' | 'copy-uri' | 'optimise' | 'delete'
export interface ToolbarProps {
  readonly selected: readonly Row[]
  readonly view: 'list' | 'grid'
  readonly isFlat: boolean
  readonly showsKept: boolean
  readonly onView: (view: 'list' | 'grid') => void
  readonly onFlat: (isFlat: boolean) => void
  readonly onKept: (shows: boolean) => void
  readonly onFiles: (files: readonly Dropped[]) => void
  readonly onNewFolder: () => void
  readonly onAct: (act: Act) => void
}

export function Toolbar(props: ToolbarProps): ReactNode {
  const { selected, view, isFlat, showsKept } = props
  return (
    <div className="lib-actions">
      <SegmentedControl
        selectedId={view} label="View" onChange={({ detail }) => props.onView(detail.selectedId === 'grid' ? 'grid' : 'list')}
        options={[{ id: 'grid', iconName: 'grid-view', iconAlt: 'Tiles' }, { id: 'list', iconName: 'list-view', iconAlt: 'List' }]}
      />
      <ButtonDropdown
        items={actionsFor(selected)} disabled={selected.length === 0} disabledReason="Select something first"
        onItemClick={({ detail }) => props.onAct(detail.id as Act)}
      >
        Actions
      </ButtonDropdown>
      <ButtonDropdown
        variant="icon" ariaLabel="What is shown"
        items={[
          { id: 'flat', itemType: 'checkbox', text: 'Search in all folders', checked: isFlat },
          { id: 'kept', itemType: 'checkbox', text: 'Show versions and pictures of scenes', checked: showsKept },
        ]}
        onItemClick={({ detail }) => (detail.id === 'flat' ? props.onFlat(!isFlat) : props.onKept(!showsKept))}
      />
      <Button iconName="folder" onClick={props.onNewFolder}>New folder</Button>
      <UploadButton onFiles={props.onFiles} />
    </div>
  )
}

function actionsFor(selected: readonly Row[]): ButtonDropdownProps.Items {
  const one = selected.length === 1 ? selected[0] : undefined
  const hasFolder = selected.some((it) => it.object === null)
  const isModel = one !== undefined && /\.(glb|gltf)$/i.test(one.key)
  return [
    { id: 'download', text: 'Download', disabled: hasFolder, disabledReason: 'Folders cannot be downloaded as a whole; use: aws s3 sync' },
    { id: 'copy-uri', text: one ? 'Copy S3 URI' : 'Copy S3 URIs' },
    { id: 'optimise', text: 'Optimise…', disabled: !isModel, disabledReason: 'For one GLB or glTF model' },
    { id: 'rename', text: 'Rename…', disabled: !one, disabledReason: 'For one at a time' },
    { id: 'move', text: 'Move…' },
    { id: 'copy', text: 'Copy…' },
    { id: 'delete', text: 'Delete…' },
  ]
}

export function UploadButton({ onFiles, variant = 'primary' }: { readonly onFiles: (files: readonly Dropped[]) => void; readonly variant?: 'primary' | 'normal' }): ReactNode {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const take = (input: HTMLInputElement) => {
    onFiles(chosenFiles(input.files))
    // So that the same file can be chosen again.
    input.value = ''
  }
  return (
    <>
      <ButtonDropdown
        variant={variant} mainAction={{ text: 'Upload', iconName: 'upload', onClick: () => files.current?.click() }} ariaLabel="More ways to upload"
        items={[{ id: 'files', text: 'Files…' }, { id: 'folder', text: 'A folder…' }]}
        onItemClick={({ detail }) => (detail.id === 'folder' ? folder : files).current?.click()}
      />
      <input ref={files} type="file" multiple hidden data-testid="upload-files" onChange={({ currentTarget }) => take(currentTarget)} />
      <input ref={folder} type="file" hidden data-testid="upload-folder" {...{ webkitdirectory: '' }} onChange={({ currentTarget }) => take(currentTarget)} />
    </>
  )
}
