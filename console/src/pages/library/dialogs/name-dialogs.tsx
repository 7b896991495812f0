// New folder, and another name.

import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { type ReactNode, useState } from 'react'
import { useConsole } from '../../../kit/context'
import { writeObject } from '../../../objects/bucket'
import { folderOf } from '../../../objects/uri'
import { useUses } from '../preview/used-by'
import { nameProblem, type Row } from '../rows'
import { Dialog } from './frame'

export interface FolderDialogProps {
  readonly bucket: string
  readonly prefix: string
  readonly taken: ReadonlySet<string>
  readonly onDone: (prefix: string) => void
  readonly onClose: () => void
}

export function NewFolderDialog({ bucket, prefix, taken, onDone, onClose }: FolderDialogProps): ReactNode {
  const { clients } = useConsole()
  const [name, setName] = useState('')
  const problem = nameProblem(name) ?? (taken.has(name) ? 'There is a file or folder of this name already.' : null)
  const run = async () => {
    // An empty object that ends with a slash: how S3's own tools mark an empty folder.
    const key = `${prefix}${name}/`
    await writeObject(clients.s3, { bucket, key }, '', { isNew: true, contentType: 'application/x-directory' })
    onDone(key)
  }
  return (
    <Dialog title="New folder" action="Create" isReady={problem === null} onRun={run} onClose={onClose}>
      <FormField label="Name" constraintText={prefix === '' ? 'At the top of the library.' : `In ${prefix}`} errorText={name === '' ? '' : (problem ?? '')}>
        <Input value={name} onChange={({ detail }) => setName(detail.value)} placeholder="pumps" />
      </FormField>
    </Dialog>
  )
}

export interface RenameDialogProps {
  readonly workspaceId: string
  readonly bucket: string
  readonly row: Row
  readonly taken: ReadonlySet<string>
  readonly onRun: (name: string, target: string, updatesScenes: boolean) => Promise<void>
  readonly onClose: () => void
}

export function RenameDialog({ workspaceId, bucket, row, taken, onRun, onClose }: RenameDialogProps): ReactNode {
  const old = row.key.replace(/\/$/, '').split('/').at(-1) ?? ''
  const [name, setName] = useState(old)
  const [updates, setUpdates] = useState(true)
  const problem = nameProblem(name) ?? (name !== old && taken.has(name) ? 'There is a file or folder of this name already.' : null)
  const target = folderOf(row.key.replace(/\/$/, ''))
  return (
    <Dialog title={`Rename “${old}”`} action="Rename" isReady={problem === null && name !== old} onRun={() => onRun(name, target, updates)} onClose={onClose}>
      <FormField label="New name" errorText={problem ?? ''}>
        <Input value={name} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FollowingScenes workspaceId={workspaceId} bucket={bucket} rows={[row]} isOn={updates} onChange={setUpdates} />
    </Dialog>
  )
}

export interface FollowingScenesProps {
  readonly workspaceId: string
  readonly bucket: string
  readonly rows: readonly Row[]
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

/** Offers to change the scenes that use what moves; says nothing when none does. */
export function FollowingScenes({ workspaceId, bucket, rows, isOn, onChange }: FollowingScenesProps): ReactNode {
  const uses = useUses(workspaceId, bucket, rows.map((it) => it.key))
  if (!uses.data || uses.data.length === 0) return null
  const names = uses.data.map((it) => it.sceneId)
  return (
    <Checkbox checked={isOn} onChange={({ detail }) => onChange(detail.checked)} description={`${names.slice(0, 6).join(', ')}${names.length > 6 ? ` and ${names.length - 6} more` : ''}. Their present text is kept as a version.`}>
      Change the {names.length === 1 ? 'scene that uses' : `${names.length} scenes that use`} it
    </Checkbox>
  )
}
