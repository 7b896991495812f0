// What a person can do to entities, and the dialogs that ask: the tree, the detail page and the palette share it.

import { type ReactNode, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { useConsole } from '../../kit/context'
import { paths } from '../../kit/paths'
import { addresses } from './addresses'
import { CreateEntity } from './dialogs/create'
import { DeleteEntities } from './dialogs/delete'
import { duplicateEntity } from './dialogs/duplicate'
import { MoveTo, moveWithUndo } from './dialogs/move'
import { RenameEntity } from './dialogs/rename'
import { type Place, pathTo } from './operations'
import { indexOf } from './search/loader'
import { treeOf } from './tree/store'

export interface EntityActions {
  readonly open: (id: string) => void
  readonly create: (parentId: string) => void
  readonly rename: (id: string) => void
  readonly duplicate: (id: string, withBelow: boolean) => void
  /** Asks where to. */
  readonly move: (ids: readonly string[]) => void
  /** Moves at once. */
  readonly moveTo: (ids: readonly string[], targetId: string) => void
  readonly remove: (ids: readonly string[]) => void
  readonly refresh: () => void
}

type Asked =
  | { readonly what: 'create'; readonly parentId: string }
  | { readonly what: 'rename'; readonly id: string }
  | { readonly what: 'move' | 'delete'; readonly ids: readonly string[] }

export function useActions(place: Place, openId: string | undefined): { readonly actions: EntityActions; readonly dialog: ReactNode } {
  const { notify } = useConsole()
  const navigate = useNavigate()
  const [asked, ask] = useState<Asked | null>(null)
  const tree = treeOf(place.clients, place.workspaceId)
  const actions = useMemo<EntityActions>(() => {
    const open = (id: string) => void navigate(addresses.entity(place.workspaceId, id))
    return {
      open,
      create: (parentId) => ask({ what: 'create', parentId }),
      rename: (id) => ask({ what: 'rename', id }),
      duplicate: (id, withBelow) => {
        const parentId = tree.parentOf(id)
        const taken = new Set((tree.state.branches.get(parentId ?? '')?.ids ?? []).map(tree.nameOf))
        void duplicateEntity(place, id, withBelow, taken, notify).then((copy) => open(copy.entityId ?? ''), (error: unknown) => {
          notify({ id: `copy-${id}`, type: 'error', text: `“${tree.nameOf(id)}” could not be copied.`, error })
        })
      },
      move: (ids) => ask({ what: 'move', ids }),
      moveTo: (ids, targetId) => void moveWithUndo(place, ids, targetId, notify).catch((error: unknown) => {
        notify({ type: 'error', text: 'It could not be moved.', error })
      }),
      remove: (ids) => ask({ what: 'delete', ids }),
      refresh: () => {
        indexOf(place.clients, place.workspaceId).invalidate()
        void tree.refreshAll()
      },
    }
  }, [navigate, notify, place, tree])
  const close = () => ask(null)
  const dialog = asked?.what === 'create' ? (
    <CreateEntity
      place={place} parentId={asked.parentId} onClose={close}
      onCreated={(entity) => {
        const id = entity.entityId ?? ''
        void pathTo(place, id).then((path) => tree.reveal(path)).then(() => tree.select(new Set([id]), id, id))
        notify({ type: 'success', text: `“${entity.entityName}” is created.` })
        actions.open(id)
      }}
    />
  ) : asked?.what === 'rename' ? <RenameEntity place={place} entityId={asked.id} onClose={close} />
    : asked?.what === 'move' ? <MoveTo place={place} ids={asked.ids} notify={notify} onClose={close} />
    : asked?.what === 'delete' ? (
      <DeleteEntities
        place={place} ids={asked.ids} notify={notify} onClose={close}
        onDeleted={() => {
          if (openId !== undefined && !tree.state.nodes.has(openId)) void navigate(paths.entities(place.workspaceId))
        }}
      />
    ) : null
  return { actions, dialog }
}
