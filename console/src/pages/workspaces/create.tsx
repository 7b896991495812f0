// The form for a new workspace.

import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { ListBucketsCommand } from '@aws-sdk/client-s3'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import { useConsole } from '../../kit/context'
import { ErrorAlert } from '../../kit/error-alert'
import { paths } from '../../kit/paths'
import { keys } from '../../kit/query'
import { createWorkspace, type Storage } from './create-workspace'
import { bucketFor, problemOfBucket, problemOfDescription, problemOfId, problemOfRole } from './model'

interface Draft {
  readonly id: string
  readonly description: string
  readonly storage: Storage['type']
  /** Null: follows the id. */
  readonly newBucket: string | null
  readonly existing: string | null
  readonly role: string
}
const EMPTY: Draft = { id: '', description: '', storage: 'new', newBucket: null, existing: null, role: '' }

export function CreateWorkspace({ taken, onClose }: { readonly taken: readonly string[]; readonly onClose: () => void }): ReactNode {
  const { clients, notify } = useConsole()
  const cache = useQueryClient()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(EMPTY)
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const change = (it: Partial<Draft>) => setDraft((old) => ({ ...old, ...it }))
  // The list refreshes before the page changes: by then the id is taken, by this very workspace.
  const problems = problemsOf(draft, isBusy ? [] : taken)
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    setTried(true)
    if (isBusy || Object.values(problems).some((it) => it !== null)) return
    setBusy(true)
    setError(null)
    try {
      await createWorkspace(clients, { workspaceId: draft.id, description: draft.description, role: draft.role, storage: storageOf(draft) }, location.origin)
      await cache.invalidateQueries({ queryKey: keys.workspaces() })
      notify({ type: 'success', text: `Workspace “${draft.id}” is made.` })
      void navigate(paths.workspace(draft.id))
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Modal
      visible header="Create workspace" size="medium" closeAriaLabel="Close" onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>Cancel</Button>
            <Button variant="primary" loading={isBusy} onClick={() => void submit()}>Create workspace</Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form onSubmit={(event) => void submit(event)}>
        <SpaceBetween size="l">
          <FormField label="ID" description="Names the twin in every address and call; it cannot be changed later." errorText={isTried || draft.id !== '' ? problems.id : null}>
            <Input value={draft.id} onChange={({ detail }) => change({ id: detail.value })} placeholder="plant-north" autoFocus ariaRequired spellcheck={false} />
          </FormField>
          <FormField label={<>Description <i>- optional</i></>} errorText={problems.description}>
            <Textarea value={draft.description} rows={2} onChange={({ detail }) => change({ description: detail.value })} />
          </FormField>
          <StorageFields draft={draft} change={change} problem={isTried || draft.newBucket !== null ? problems.bucket : null} />
          <ExpandableSection headerText="More: role">
            <FormField label={<>Role <i>- optional</i></>} description="What connectors of this workspace act as. Gemel works without one; AWS demands one." errorText={problems.role}>
              <Input value={draft.role} onChange={({ detail }) => change({ role: detail.value })} placeholder="arn:aws:iam::000000000000:role/…" spellcheck={false} />
            </FormField>
          </ExpandableSection>
          <ErrorAlert error={error} header="The workspace was not made" />
          <input type="submit" hidden />
        </SpaceBetween>
      </form>
    </Modal>
  )
}

function storageOf(draft: Draft): Storage {
  if (draft.storage === 'new') return { type: 'new', bucket: draft.newBucket ?? bucketFor(draft.id) }
  return draft.storage === 'existing' ? { type: 'existing', bucket: draft.existing ?? '' } : { type: 'none' }
}

function problemsOf(draft: Draft, taken: readonly string[]) {
  const storage = storageOf(draft)
  const bucket = storage.type === 'new' ? problemOfBucket(storage.bucket)
    : storage.type === 'existing' && storage.bucket === '' ? 'Choose a bucket.' : null
  return { id: problemOfId(draft.id, taken), description: problemOfDescription(draft.description), bucket, role: problemOfRole(draft.role) }
}

interface StorageFieldsProps {
  readonly draft: Draft
  readonly change: (it: Partial<Draft>) => void
  readonly problem: string | null
}

function StorageFields({ draft, change, problem }: StorageFieldsProps): ReactNode {
  const { s3 } = useConsole().clients
  const buckets = useQuery({ queryKey: ['buckets'], queryFn: async () => (await s3.send(new ListBucketsCommand({}))).Buckets ?? [], enabled: draft.storage === 'existing' })
  const chosen = draft.existing
  return (
    <SpaceBetween size="s">
      <FormField label="Storage for models and scenes">
        <RadioGroup
          value={draft.storage} onChange={({ detail }) => change({ storage: detail.value as Storage['type'] })}
          items={[
            { value: 'new', label: 'A new bucket', description: 'It is made for this workspace, open to pages of this console’s address.' },
            { value: 'existing', label: 'An existing bucket', description: 'Several workspaces may share one.' },
            { value: 'none', label: 'None', description: 'Entities and values only; a bucket can be added later. Scenes need one.' },
          ]}
        />
      </FormField>
      {draft.storage === 'new' && (
        <FormField label="Name of the bucket" errorText={problem}>
          <Input value={draft.newBucket ?? bucketFor(draft.id)} onChange={({ detail }) => change({ newBucket: detail.value })} spellcheck={false} />
        </FormField>
      )}
      {draft.storage === 'existing' && (
        <FormField label="Bucket" errorText={problem}>
          <Select
            selectedOption={chosen === null ? null : { value: chosen, label: chosen }} placeholder="Choose a bucket" empty="There are no buckets." filteringType="auto"
            options={(buckets.data ?? []).map(({ Name = '' }) => ({ value: Name, label: Name, ...(Name.includes('.') ? { disabled: true, description: 'Has a dot in its name' } : {}) }))}
            statusType={buckets.isPending ? 'loading' : buckets.error ? 'error' : 'finished'} loadingText="Loading buckets" errorText="The buckets did not load." recoveryText="Try again"
            onLoadItems={() => { if (buckets.error) void buckets.refetch() }} onChange={({ detail }) => change({ existing: detail.selectedOption.value ?? null })}
          />
        </FormField>
      )}
      {draft.storage === 'none' && <Alert type="info">Without a bucket there are no scenes and no resource library until you add one.</Alert>}
    </SpaceBetween>
  )
}
