// Changes a workspace: its description, its bucket if it has none yet, its role.

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { UpdateWorkspaceCommand } from '@aws-sdk/client-iottwinmaker'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useConsole } from '../../kit/context'
import { ErrorAlert } from '../../kit/error-alert'
import { keys } from '../../kit/query'
import { bucketArn, bucketOf, problemOfBucket, problemOfDescription, problemOfRole } from './model'

export interface EditWorkspaceProps {
  readonly workspace: { readonly workspaceId: string; readonly description: string; readonly s3Location?: string | undefined; readonly role?: string | undefined }
  readonly onClose: () => void
}

export function EditWorkspace({ workspace, onClose }: EditWorkspaceProps): ReactNode {
  const { clients, notify } = useConsole()
  const cache = useQueryClient()
  const { workspaceId } = workspace
  const had = { description: workspace.description, bucket: bucketOf(workspace.s3Location) ?? '', role: workspace.role ?? '' }
  const [draft, setDraft] = useState(had)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const problems = {
    description: problemOfDescription(draft.description),
    bucket: draft.bucket === had.bucket ? null : problemOfBucket(draft.bucket),
    role: problemOfRole(draft.role),
  }
  const write = async ({ description, bucket, role }: typeof had) => {
    await clients.twinmaker.send(new UpdateWorkspaceCommand({
      workspaceId, description, ...(bucket ? { s3Location: bucketArn(bucket) } : {}), ...(role ? { role } : {}),
    }))
    await Promise.all([keys.workspaces(), keys.workspace(workspaceId)].map((queryKey) => cache.invalidateQueries({ queryKey, exact: queryKey.length > 1 })))
  }
  const save = async () => {
    if (isBusy || Object.values(problems).some((it) => it !== null)) return
    setBusy(true)
    setError(null)
    try {
      await write(draft)
      const isUndoable = (had.bucket !== '' || draft.bucket === '') && (had.role !== '' || draft.role === '')
      notify({ type: 'success', text: `Workspace “${workspaceId}” is changed.`, ...(isUndoable ? { undo: () => write(had) } : {}) })
      onClose()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Modal
      visible header={`Edit workspace “${workspaceId}”`} closeAriaLabel="Close" onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>Cancel</Button>
            <Button variant="primary" loading={isBusy} onClick={() => void save()}>Save</Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="l">
        <FormField label="Description" errorText={problems.description}>
          <Textarea value={draft.description} rows={3} autoFocus onChange={({ detail }) => setDraft({ ...draft, description: detail.value })} />
        </FormField>
        <FormField label="Bucket" description="Where models and scenes are. Changing it moves no files." errorText={problems.bucket}>
          <Input value={draft.bucket} spellcheck={false} onChange={({ detail }) => setDraft({ ...draft, bucket: detail.value })} />
        </FormField>
        <FormField label={<>Role <i>- optional</i></>} errorText={problems.role}>
          <Input value={draft.role} spellcheck={false} onChange={({ detail }) => setDraft({ ...draft, role: detail.value })} />
        </FormField>
        <ErrorAlert error={error} header="The workspace was not changed" />
      </SpaceBetween>
    </Modal>
  )
}
