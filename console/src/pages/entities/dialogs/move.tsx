// Where entities shall belong: a picker that refuses circles, and the move with its undo.

import FormField from '@cloudscape-design/components/form-field'
import { type ReactNode, useEffect, useState } from 'react'
import { EntityPicker } from '../../../component-form/entity-picker'
import type { Console } from '../../../kit/context'
import { describeError } from '../../../kit/errors'
import { moveEntities, moveEntity, pathTo, type Place } from '../operations'
import { indexOf } from '../search/loader'
import { moveRefusal, ROOT, topmost } from '../tree/model'
import { treeOf } from '../tree/store'
import { TOP_LEVEL } from './create'
import { Dialog } from './dialog'
import { entityIdProblem } from './names'

export interface MoveToProps {
  readonly place: Place
  readonly ids: readonly string[]
  readonly notify: Console['notify']
  readonly onClose: () => void
}

export function MoveTo({ place, ids, notify, onClose }: MoveToProps): ReactNode {
  const [target, setTarget] = useState('')
  const { nameOf, parentOf } = namesIn(place)
  const [, setRead] = useState(0)
  useEffect(() => {
    // The way up from a target that the tree has not shown yet must be known before circles can be refused.
    if (target !== ROOT && indexOf(place.clients, place.workspaceId).index.get(target)) void pathTo(place, target).then((path) => { for (const it of path) treeOf(place.clients, place.workspaceId).put(it) }, () => undefined).finally(() => setRead((n) => n + 1))
  }, [place, target])
  const isTyped = target !== ROOT && entityIdProblem(target) !== null
  const refusal = target === '' || isTyped ? null : moveRefusal(ids, target, parentOf, nameOf)
  const what = ids.length === 1 ? `“${nameOf(ids[0] ?? '')}”` : `${ids.length} entities`
  return (
    <Dialog title={`Move ${what}`} confirm="Move" isBlocked={target === '' || refusal !== null || isTyped} onClose={onClose} onConfirm={() => moveWithUndo(place, ids, target, notify)}>
      <FormField label="New parent" errorText={refusal} constraintText="Everything below moves with it.">
        <EntityPicker value={target} onChange={setTarget} extra={[TOP_LEVEL]} except={new Set(ids)} ariaLabel="New parent" />
      </FormField>
    </Dialog>
  )
}

function namesIn({ clients, workspaceId }: Place) {
  const tree = treeOf(clients, workspaceId)
  const loader = indexOf(clients, workspaceId)
  return {
    parentOf: (id: string) => tree.parentOf(id) ?? loader.index.parentOf(id),
    nameOf: (id: string) => tree.state.nodes.get(id)?.name ?? loader.index.get(id)?.name ?? id,
  }
}

/** Moves entities, says so, and offers to put each back where it was. What was refused is told by name. */
export async function moveWithUndo(place: Place, chosen: readonly string[], target: string, notify: Console['notify']): Promise<void> {
  const { nameOf, parentOf } = namesIn(place)
  const ids = topmost(chosen, parentOf)
  const id = `move-${Date.now()}`
  const where = target === ROOT ? 'to the top level' : `below “${nameOf(target)}”`
  const what = ids.length === 1 ? `“${nameOf(ids[0] ?? '')}”` : `${ids.length} entities`
  if (ids.length > 5) notify({ id, type: 'in-progress', text: `Moving ${what} ${where}…`, percent: 0 })
  const { outcome, before } = await moveEntities(place, ids, target, ({ done, total }) => {
    if (ids.length > 5) notify({ id, type: 'in-progress', text: `Moving ${what} ${where}: ${done} of ${total}`, percent: (done / total) * 100 })
  })
  const undo = async () => {
    for (const it of outcome.done) await moveEntity(place, it, before.get(it) ?? ROOT)
  }
  const [first] = outcome.failed
  if (first && ids.length === 1) throw first.error
  if (first) {
    const reason = describeError(first.error).message
    notify({ id, type: 'warning', text: `${outcome.done.length} of ${ids.length} entities were moved ${where}. “${nameOf(first.id)}” was refused: ${reason}`, ...(outcome.done.length > 0 ? { undo } : {}) })
  } else notify({ id, type: 'success', text: `${what} moved ${where}.`, undo })
}
