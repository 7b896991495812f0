// What the palette offers: pages, workspaces, scenes, entities, types, and what the present page can do.

import { useMemo } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useComponentTypes, useEntities, useScenes, useWorkspaces } from '../kit/lists'
import { paths } from '../kit/paths'
import { setPreferences } from '../kit/preferences'
import { endSession } from '../session'
import { lastWorkspace } from './last-workspace'
import type { Entry } from './rank'
import { addressOf, navPages, workspaceIn } from './registry'
import { shellStore } from './state'

export interface Entries {
  readonly all: readonly Entry[]
  /** Words on lists that are still on their way or were cut. */
  readonly note: string | null
}

/** Asked for while the palette is open. */
export function useEntries(): Entries {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const workspaces = useWorkspaces()
  const ids = workspaces.items.map((it) => it.workspaceId)
  const here = workspaceIn(pathname)
  const last = lastWorkspace()
  const workspaceId = here ?? (last !== null && ids.includes(last) ? last : ids.length === 1 ? ids[0] : undefined)
  const isIn = workspaceId !== undefined
  const scenes = useScenes(workspaceId ?? '', isIn)
  const entities = useEntities(workspaceId ?? '', isIn)
  const types = useComponentTypes(workspaceId ?? '', isIn)
  const actions = shellStore((it) => it.actions)
  const go = useMemo(() => (to: string) => () => void navigate(to), [navigate])

  const things = useMemo<readonly Entry[]>(() => {
    if (workspaceId === undefined) return []
    return [
      ...scenes.items.map((it) => sceneEntry(workspaceId, it, go)),
      ...entities.items.map((it) => entityEntry(workspaceId, it, go)),
      ...types.items.map((it) => typeEntry(workspaceId, it, go)),
    ]
  }, [workspaceId, scenes.items, entities.items, types.items, go])

  const all = useMemo<readonly Entry[]>(() => [
    ...actions.map((it) => ({ ...it, id: `action:${it.id}` })),
    ...pageEntries(workspaceId, go),
    ...workspaces.items.map((it) => ({
      id: `workspace:${it.workspaceId}`, label: it.workspaceId ?? '', group: 'Workspace', words: it.description ?? '',
      ...(it.description ? { detail: it.description } : {}), run: go(paths.workspace(it.workspaceId ?? '')),
    })),
    ...things,
    ...OWN,
  ], [actions, workspaceId, workspaces.items, things, go])

  const isLoading = workspaces.isPending || (isIn && (scenes.isPending || entities.isStreaming || entities.isPending))
  const note = !isIn && workspaces.isComplete && ids.length > 0 ? 'Open a workspace to search its entities and scenes too.'
    : isLoading ? 'Still loading entities…' : entities.isCut ? `Only the first ${entities.items.length} entities are searched here; the tree searches all.` : null
  return { all, note }
}

type Go = (to: string) => () => void

function sceneEntry(workspaceId: string, it: { sceneId?: string | undefined; description?: string | undefined }, go: Go): Entry {
  const id = it.sceneId ?? ''
  return { id: `scene:${workspaceId}/${id}`, label: id, group: 'Scene', words: it.description ?? '', ...(it.description ? { detail: it.description } : {}), run: go(paths.scene(workspaceId, id)) }
}

function entityEntry(workspaceId: string, it: { entityId?: string | undefined; entityName?: string | undefined }, go: Go): Entry {
  const id = it.entityId ?? ''
  const label = it.entityName ?? id
  return { id: `entity:${workspaceId}/${id}`, label, group: 'Entity', words: id, ...(id === label ? {} : { detail: id }), run: go(paths.entity(workspaceId, id)) }
}

function typeEntry(workspaceId: string, it: { componentTypeId?: string | undefined; componentTypeName?: string | undefined }, go: Go): Entry {
  const id = it.componentTypeId ?? ''
  const label = it.componentTypeName || id
  return { id: `type:${workspaceId}/${id}`, label, group: 'Component type', words: id, ...(id === label ? {} : { detail: id }), run: go(paths.componentType(workspaceId, id)) }
}

function pageEntries(workspaceId: string | undefined, go: Go): readonly Entry[] {
  return [...navPages('workspace'), ...navPages('account')].flatMap((page) => {
    const to = addressOf(page, workspaceId)
    const where = page.nav?.section === 'workspace' && workspaceId ? { detail: workspaceId } : {}
    return to === null ? [] : [{ id: `page:${page.path}`, label: page.title, group: 'Page', ...where, run: go(to) }]
  })
}

const OWN: readonly Entry[] = [
  { id: 'own:light', label: 'Light theme', group: 'Console', words: 'appearance colour', run: () => setPreferences({ theme: 'light' }) },
  { id: 'own:dark', label: 'Dark theme', group: 'Console', words: 'appearance colour night', run: () => setPreferences({ theme: 'dark' }) },
  { id: 'own:system', label: 'Theme of the system', group: 'Console', words: 'appearance colour', run: () => setPreferences({ theme: 'system' }) },
  { id: 'own:shortcuts', label: 'Keyboard shortcuts', group: 'Console', keys: '?', run: () => shellStore.setState({ open: 'shortcuts' }) },
  { id: 'own:out', label: 'Sign out', group: 'Console', words: 'log out leave', run: () => endSession() },
]
