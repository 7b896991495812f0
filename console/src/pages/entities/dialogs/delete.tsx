// Deletes entities with all below them, after saying how many those are and having it typed.

import Box from '@cloudscape-design/components/box'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { type ReactNode, useEffect, useState } from 'react'
import { ConfirmDelete } from '../../../kit/confirm-delete'
import type { Console } from '../../../kit/context'
import { describeError } from '../../../kit/errors'
import { deleteEntity, descendantsOf, eachEntity, type Place } from '../operations'
import { topmost } from '../tree/model'
import { treeOf } from '../tree/store'

export interface DeleteEntitiesProps {
  readonly place: Place
  readonly ids: readonly string[]
  readonly notify: Console['notify']
  readonly onDeleted: (ids: readonly string[]) => void
  readonly onClose: () => void
}

export function DeleteEntities({ place, ids: chosen, notify, onDeleted, onClose }: DeleteEntitiesProps): ReactNode {
  const tree = treeOf(place.clients, place.workspaceId)
  const ids = topmost(chosen, tree.parentOf)
  const [count, setCount] = useState(0)
  const [isCounted, setCounted] = useState(false)
  const key = ids.join('\n')
  useEffect(() => {
    let isStopped = false
    void descendantsOf(place, key.split('\n'), setCount, () => isStopped).then(() => setCounted(true), () => setCounted(true))
    return () => { isStopped = true }
  }, [place, key])
  const name = tree.nameOf(ids[0] ?? '')
  const what = ids.length === 1 ? `“${name}”` : `${ids.length} entities`
  return (
    <ConfirmDelete
      title={`Delete ${what}?`} typed={ids.length === 1 ? name : `delete ${ids.length} entities`} onClose={onClose} confirmLabel="Delete"
      onDelete={async () => {
        await deleteWithProgress(place, ids, count, notify)
        onDeleted(ids)
      }}
    >
      {ids.length === 1 ? 'The entity' : 'The entities'} with {ids.length === 1 ? 'its' : 'their'} components and links {isCounted && count === 0 ? '' : 'and everything below '}
      will be deleted. This cannot be undone. Readings in a time-series store outside stay there.
      <Box padding={{ top: 'xs' }}>
        {isCounted
          ? <b>{(ids.length + count).toLocaleString('en')} {ids.length + count === 1 ? 'entity' : 'entities'} in all{count > 0 ? `, ${count.toLocaleString('en')} of them below` : ', nothing below'}.</b>
          : <StatusIndicator type="loading">Counting what is below… {count.toLocaleString('en')}</StatusIndicator>}
      </Box>
    </ConfirmDelete>
  )
}

async function deleteWithProgress(place: Place, ids: readonly string[], below: number, notify: Console['notify']): Promise<void> {
  const tree = treeOf(place.clients, place.workspaceId)
  const id = `delete-${Date.now()}`
  const names = new Map(ids.map((it) => [it, tree.nameOf(it)]))
  const what = ids.length === 1 ? `“${names.get(ids[0] ?? '')}”` : `${ids.length} entities`
  const words = below > 0 ? `${what} with ${below.toLocaleString('en')} below` : what
  if (ids.length > 1 || below > 20) notify({ id, type: 'in-progress', text: `Deleting ${words}…`, ...(ids.length > 1 ? { percent: 0 } : {}) })
  const { done, failed } = await eachEntity(ids, (it) => deleteEntity(place, it), ({ done: n, total }) => {
    if (total > 1) notify({ id, type: 'in-progress', text: `Deleting ${words}: ${n} of ${total}`, percent: (n / total) * 100 })
  }, 2)
  const [first] = failed
  if (!first) return notify({ id, type: 'success', text: `${words} deleted.` })
  if (ids.length === 1) {
    notify({ id, type: 'error', text: `${words} could not be deleted.`, error: first.error })
    throw first.error
  }
  notify({ id, type: 'warning', text: `${done.length} of ${ids.length} entities were deleted. “${names.get(first.id)}” was refused: ${describeError(first.error).message}` })
}
