// Changes a component type, after a look at what that does to those that use it.

import {
  CreateComponentTypeCommand, DeleteComponentTypeCommand, UpdateComponentTypeCommand,
} from '@aws-sdk/client-iottwinmaker'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { Clients } from '../../aws'
import { useConsole, useWorkspaceId } from '../../kit/context'
import { PageFrame } from '../../kit/page-frame'
import { paths } from '../../kit/paths'
import { keys } from '../../kit/query'
import { typesCrumbs } from './crumbs'
import { countWords, useHeirs, useLineage, useTags, useType, useUsers } from './data'
import { Review } from './editor/review'
import { TypeEditor } from './editor/type-editor'
import { diff } from './model/diff'
import { isPredefined, type TypeDraft } from './model/draft'
import { declarationOf } from './model/origin'
import { requestOf, updateOf } from './model/request'

export function Page(): ReactNode {
  const workspaceId = useWorkspaceId()
  const { componentTypeId = '' } = useParams()
  const type = useType(workspaceId, componentTypeId)
  const lineage = useLineage(workspaceId, [componentTypeId])
  const tags = useTags(type.data?.arn)
  const isReady = type.data !== undefined && lineage.isReady && tags.data !== undefined
  const error = type.error ?? lineage.error ?? tags.error
  return (
    <PageFrame
      title={`Edit ${componentTypeId}`} isLoading={!isReady} error={isReady ? null : error}
      onRetry={() => void type.refetch()}
      crumbs={[...typesCrumbs(workspaceId), { text: componentTypeId, href: paths.componentType(workspaceId, componentTypeId) }]}
    >
      {isReady && (isPredefined(type.data)
        ? <Alert type="info">This type comes with Gemel and stays as it is. Create a type that extends it, or one like it.</Alert>
        : <Editing key={componentTypeId} first={declarationOf(type.data, lineage.typeOf)} tags={tags.data} />)}
    </PageFrame>
  )
}

function Editing({ first, tags }: { readonly first: TypeDraft; readonly tags: Readonly<Record<string, string>> }): ReactNode {
  const workspaceId = useWorkspaceId()
  const navigate = useNavigate()
  const [before] = useState(first)
  const [draft, review] = useState<TypeDraft | null>(null)
  const id = before.componentTypeId
  const users = useUserWords(workspaceId, id)
  const update = useMemo(() => draft && updateOf(workspaceId, before, draft), [workspaceId, before, draft])
  const { save, state, error } = useSave(before, tags)
  const leave = () => navigate(paths.componentType(workspaceId, id))
  return (
    <>
      <TypeEditor
        first={before} before={before} saveLabel="Review and save" isBusy={state === 'busy'}
        isSaved={state === 'saved'}
        onSave={review} onCancel={leave} notice={users && <InUse users={users} id={id} />}
      />
      {draft && update && (
        <Review
          changes={diff(before, draft)} removed={update.removed} users={users} isBusy={state === 'busy'}
          error={error}
          onSave={() => void save(draft)} onClose={() => review(null)}
        />
      )}
    </>
  )
}

function InUse({ users, id }: { readonly users: string; readonly id: string }): ReactNode {
  const workspaceId = useWorkspaceId()
  const navigate = useNavigate()
  return (
    <Alert
      type="info" header={`Used by ${users}`}
      action={<Button onClick={() => navigate(`${paths.componentTypes(workspaceId)}/-/create?extends=${encodeURIComponent(id)}`)}>Extend it instead</Button>}
    >
      While anybody uses it, the service lets only its name, description and tags change. Everything else can be edited
      here to try it, and is said to be refused before it is sent.
    </Alert>
  )
}

/** `36 entities and 2 types`; empty when nobody uses it, or while that is being found out. */
function useUserWords(workspaceId: string, id: string): string {
  const users = useUsers(workspaceId, id).data
  const heirs = useHeirs(workspaceId, id).data?.length ?? 0
  const words = [
    ...(users && users.entities.length > 0 ? [countWords(users)] : []),
    ...(heirs > 0 ? [`${heirs} ${heirs === 1 ? 'type' : 'types'}`] : []),
  ]
  return words.join(' and ')
}

function useSave(before: TypeDraft, tags: Readonly<Record<string, string>>) {
  const workspaceId = useWorkspaceId()
  const { clients, notify } = useConsole()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [state, setState] = useState<'editing' | 'busy' | 'saved'>('editing')
  const [error, setError] = useState<unknown>(null)
  const id = before.componentTypeId
  const refresh = async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.componentTypes(workspaceId) }),
      client.invalidateQueries({ queryKey: ['workspace', workspaceId, 'component-type'] }),
    ])
  }
  const save = async (draft: TypeDraft) => {
    setState('busy')
    setError(null)
    try {
      await write(clients, workspaceId, before, draft, tags)
      setState('saved')
      await refresh()
      notify({
        type: 'success', text: `Component type ${id} saved`,
        undo: async () => {
          await write(clients, workspaceId, draft, before, tags)
          await refresh()
        },
      })
      setTimeout(() => navigate(paths.componentType(workspaceId, id)), 0)
    } catch (failure) {
      setError(failure)
      setState('editing')
    }
  }
  return { save, state, error }
}

/** Updates where that says it all; else deletes and makes anew, and brings the old one back if that fails. */
async function write(
  clients: Clients, workspaceId: string, before: TypeDraft, after: TypeDraft, tags: Readonly<Record<string, string>>,
): Promise<void> {
  const update = updateOf(workspaceId, before, after)
  if (update.removed.length === 0) {
    await clients.twinmaker.send(new UpdateComponentTypeCommand(update.request))
    return
  }
  const kept = Object.keys(tags).length > 0 ? { tags } : {}
  await clients.twinmaker.send(new DeleteComponentTypeCommand({ workspaceId, componentTypeId: before.componentTypeId }))
  try {
    await clients.twinmaker.send(new CreateComponentTypeCommand(requestOf(workspaceId, { ...after, ...kept })))
  } catch (failure) {
    await clients.twinmaker.send(new CreateComponentTypeCommand(requestOf(workspaceId, { ...before, ...kept })))
    throw failure
  }
}
