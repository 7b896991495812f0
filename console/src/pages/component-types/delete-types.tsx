// Deletes types after a look at who uses them; afterwards it can be taken back.

import {
  CreateComponentTypeCommand, DeleteComponentTypeCommand, ListTagsForResourceCommand,
} from '@aws-sdk/client-iottwinmaker'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import Spinner from '@cloudscape-design/components/spinner'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Clients } from '../../aws'
import { ConfirmDelete } from '../../kit/confirm-delete'
import { useConsole, useWorkspaceId } from '../../kit/context'
import { ErrorAlert } from '../../kit/error-alert'
import { Link } from '../../kit/link'
import { paths } from '../../kit/paths'
import { keys } from '../../kit/query'
import { listHeirs, listUsers, readLineage } from './data'
import { requestOf } from './model/request'
import type { TypeDraft } from './model/draft'
import { declarationOf } from './model/origin'

export interface DeleteTypesProps {
  readonly ids: readonly string[]
  readonly onClose: () => void
  readonly onDeleted?: () => void
}

interface Use {
  readonly id: string
  readonly entities: readonly { readonly id: string; readonly name: string }[]
  readonly hasMore: boolean
  /** Heirs that are not deleted with it. */
  readonly heirs: readonly string[]
}

export function DeleteTypes({ ids, onClose, onDeleted }: DeleteTypesProps): ReactNode {
  const workspaceId = useWorkspaceId()
  const { clients, notify } = useConsole()
  const client = useQueryClient()
  const uses = useQueries({
    queries: ids.map((id) => ({
      queryKey: [...keys.componentType(workspaceId, id), 'uses'],
      queryFn: () => readUse(clients, workspaceId, id),
      staleTime: 0,
    })),
  })
  const title = ids.length === 1 ? `Delete component type “${ids[0]}”?` : `Delete ${ids.length} component types?`
  const error = uses.find((it) => it.error)?.error
  if (error || uses.some((it) => it.data === undefined)) {
    return (
      <Modal visible header={title} onDismiss={onClose} closeAriaLabel="Close">
        {error ? <ErrorAlert error={error} /> : <><Spinner /> Looking for who uses {ids.length === 1 ? 'it' : 'them'}…</>}
      </Modal>
    )
  }
  const found = uses.flatMap((it) => it.data ?? []).map((it) => ({ ...it, heirs: it.heirs.filter((heir) => !ids.includes(heir)) }))
  const blocked = found.filter((it) => it.entities.length > 0 || it.heirs.length > 0)
  if (blocked.length > 0) return <Refused title={title} blocked={blocked} onClose={onClose} />
  const run = async () => {
    const drafts = await readDrafts(clients, workspaceId, ids, client)
    const deleted = await deleteInOrder(clients, workspaceId, drafts)
    await client.invalidateQueries({ queryKey: keys.componentTypes(workspaceId) })
    notify({
      type: 'success',
      text: deleted.length === 1 ? `Component type ${deleted[0]?.componentTypeId} deleted` : `${deleted.length} component types deleted`,
      undo: async () => {
        await createInOrder(clients, workspaceId, deleted)
        await client.invalidateQueries({ queryKey: keys.componentTypes(workspaceId) })
      },
    })
    onDeleted?.()
  }
  return (
    <ConfirmDelete title={title} onDelete={run} onClose={onClose}>
      No entity and no other type uses {ids.length === 1 ? 'it' : 'them'}. For a moment afterwards you can undo this:
      the console then makes {ids.length === 1 ? 'it' : 'them'} again, as written now.
    </ConfirmDelete>
  )
}

function Refused({ title, blocked, onClose }: {
  readonly title: string; readonly blocked: readonly Use[]; readonly onClose: () => void
}): ReactNode {
  const workspaceId = useWorkspaceId()
  return (
    <Modal
      visible header={title} onDismiss={onClose} closeAriaLabel="Close"
      footer={<Box float="right"><Button variant="primary" onClick={onClose}>Close</Button></Box>}
    >
      <Alert type="error" header="Still in use">
        First remove the components and types that rely on it, or give them another type.
      </Alert>
      {blocked.map((it) => (
        <div key={it.id}>
          <Box variant="h4" padding={{ top: 's' }}>{it.id}</Box>
          <ul>
            {it.heirs.map((heir) => <li key={heir}>Type <Link to={paths.componentType(workspaceId, heir)}>{heir}</Link> extends it</li>)}
            {it.entities.slice(0, 10).map(({ id, name }) => (
              <li key={id}>Entity <Link to={paths.entity(workspaceId, id)}>{name}</Link> has a component of it</li>
            ))}
          </ul>
          {it.entities.length > 10 && (
            <Link to={`${paths.componentType(workspaceId, it.id)}?tab=used-by`}>
              All {it.entities.length}{it.hasMore ? '+' : ''} entities that use it
            </Link>
          )}
        </div>
      ))}
    </Modal>
  )
}

async function readUse(clients: Clients, workspaceId: string, id: string): Promise<Use> {
  const [users, heirs] = await Promise.all([listUsers(clients, workspaceId, id), listHeirs(clients, workspaceId, id)])
  return {
    id,
    entities: users.entities.map((it) => ({ id: it.entityId ?? '', name: it.entityName ?? '' })),
    hasMore: users.nextToken !== undefined,
    heirs: heirs.map((it) => it.componentTypeId ?? ''),
  }
}

async function readDrafts(
  clients: Clients, workspaceId: string, ids: readonly string[], client: ReturnType<typeof useQueryClient>,
): Promise<TypeDraft[]> {
  const types = await readLineage(client, clients, workspaceId, ids)
  return Promise.all(ids.flatMap((id) => types[id] ?? []).map(async (type) => {
    const { tags } = await clients.twinmaker.send(new ListTagsForResourceCommand({ resourceARN: type.arn }))
    return declarationOf(type, (it) => types[it], tags)
  }))
}

/** Heirs first; answers what is gone, in the order in which it can be made again. */
async function deleteInOrder(clients: Clients, workspaceId: string, drafts: readonly TypeDraft[]): Promise<TypeDraft[]> {
  const waiting = [...drafts]
  const gone: TypeDraft[] = []
  while (waiting.length > 0) {
    const at = waiting.findIndex((it) => !waiting.some((other) => needs(other, it.componentTypeId)))
    const [next] = waiting.splice(Math.max(at, 0), 1)
    if (!next) break
    await clients.twinmaker.send(new DeleteComponentTypeCommand({ workspaceId, componentTypeId: next.componentTypeId }))
    gone.unshift(next)
  }
  return gone
}

function needs(it: TypeDraft, id: string): boolean {
  const composites = Object.values(it.compositeComponentTypes ?? {})
  return (it.extendsFrom ?? []).includes(id) || composites.some((child) => child.componentTypeId === id)
}

export async function createInOrder(clients: Clients, workspaceId: string, drafts: readonly TypeDraft[]): Promise<void> {
  for (const it of drafts) await clients.twinmaker.send(new CreateComponentTypeCommand(requestOf(workspaceId, it)))
}
