// What can be done to entities: each asks the service, waits until it has settled, and tells the tree and the index.

import {
  CreateEntityCommand, type CreateEntityCommandInput, DeleteEntityCommand, GetEntityCommand, type GetEntityCommandOutput,
  ListEntitiesCommand, UpdateEntityCommand, type UpdateEntityCommandInput,
} from '@aws-sdk/client-iottwinmaker'
import type { Clients } from '../../aws'
import { describeError } from '../../kit/errors'
import { keys, queryClient } from '../../kit/query'
import { indexOf } from './search/loader'
import { ROOT, type TreeNode } from './tree/model'
import { nodeOf, PAGE_SIZE, treeOf } from './tree/store'

export type Entity = GetEntityCommandOutput

/** A workspace as its operations need it. */
export interface Place {
  readonly clients: Clients
  readonly workspaceId: string
}

export async function getEntity({ clients, workspaceId }: Place, entityId: string): Promise<Entity> {
  return clients.twinmaker.send(new GetEntityCommand({ workspaceId, entityId }))
}

export function isBusy(state: string | undefined): boolean {
  return state?.endsWith('ING') ?? false
}

/** The steps between looks at an entity that is not settled. */
const WAITS_MS = [40, 80, 160, 300, 500, 800]
const PATIENCE_MS = 60_000

/** Looks until the entity is ACTIVE or in ERROR. */
export async function settled(place: Place, entityId: string): Promise<Entity> {
  const start = Date.now()
  for (let n = 0; ; n++) {
    const entity = await getEntity(place, entityId)
    if (!isBusy(entity.status?.state) || Date.now() - start > PATIENCE_MS) {
      told(place, entity)
      return entity
    }
    await new Promise((done) => { setTimeout(done, WAITS_MS[Math.min(n, WAITS_MS.length - 1)]) })
  }
}

/** Lets the tree, the index and the pages know what an entity is now. */
export function told({ clients, workspaceId }: Place, entity: Entity): void {
  const node = nodeOf(entity)
  treeOf(clients, workspaceId).put(node)
  indexOf(clients, workspaceId).put(node)
  queryClient.setQueryData(keys.entity(workspaceId, node.id), entity)
}

export async function createEntity(place: Place, input: Omit<CreateEntityCommandInput, 'workspaceId'>): Promise<Entity> {
  const { entityId } = await place.clients.twinmaker.send(new CreateEntityCommand({ ...input, workspaceId: place.workspaceId }))
  const entity = await settled(place, entityId ?? '')
  void queryClient.invalidateQueries({ queryKey: keys.entities(place.workspaceId) })
  return entity
}

export async function updateEntity(place: Place, input: Omit<UpdateEntityCommandInput, 'workspaceId'>): Promise<Entity> {
  await place.clients.twinmaker.send(new UpdateEntityCommand({ ...input, workspaceId: place.workspaceId }))
  const entity = await settled(place, input.entityId ?? '')
  void queryClient.invalidateQueries({ queryKey: keys.entities(place.workspaceId) })
  return entity
}

export interface Progress {
  readonly done: number
  readonly total: number
}

/** What became of a work on several entities: some may be refused while others went well. */
export interface Outcome {
  readonly done: readonly string[]
  readonly failed: readonly { readonly id: string; readonly error: unknown }[]
}

/** Works on several entities, a few at a time. */
export async function eachEntity(
  ids: readonly string[], work: (id: string) => Promise<void>, onProgress?: (progress: Progress) => void, width = 4,
): Promise<Outcome> {
  const done: string[] = []
  const failed: { readonly id: string; readonly error: unknown }[] = []
  let next = 0
  const lane = async () => {
    for (let id = ids[next++]; id !== undefined; id = ids[next++]) {
      try {
        await work(id)
        done.push(id)
      } catch (error) {
        failed.push({ id, error })
      }
      onProgress?.({ done: done.length + failed.length, total: ids.length })
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, ids.length) }, lane))
  return { done, failed }
}

/** Moves entities below a new parent; answers where they were, to take it back. */
export async function moveEntities(
  place: Place, ids: readonly string[], targetId: string, onProgress?: (progress: Progress) => void,
): Promise<{ readonly outcome: Outcome; readonly before: ReadonlyMap<string, string> }> {
  const before = new Map<string, string>()
  const outcome = await eachEntity(ids, async (id) => {
    before.set(id, (await getEntity(place, id)).parentEntityId ?? ROOT)
    await moveEntity(place, id, targetId)
  }, onProgress)
  return { outcome, before }
}

export async function moveEntity(place: Place, entityId: string, parentEntityId: string): Promise<void> {
  await updateEntity(place, { entityId, parentEntityUpdate: { updateType: 'UPDATE', parentEntityId } })
}

/** Deletes an entity with all below it, and looks until it is gone. */
export async function deleteEntity(place: Place, entityId: string, onLeft?: (isGone: boolean) => void): Promise<void> {
  const { clients, workspaceId } = place
  await clients.twinmaker.send(new DeleteEntityCommand({ workspaceId, entityId, isRecursive: true }))
  for (let n = 0; ; n++) {
    try {
      const entity = await getEntity(place, entityId)
      if (!isBusy(entity.status?.state)) {
        told(place, entity)
        throw new Error(entity.status?.error?.message ?? 'The entity is still there. Try again, or look at its state.')
      }
    } catch (error) {
      if (describeError(error).code !== 'ResourceNotFoundException') throw error
      break
    }
    onLeft?.(false)
    await new Promise((done) => { setTimeout(done, WAITS_MS[Math.min(n, WAITS_MS.length - 1)]) })
  }
  onLeft?.(true)
  treeOf(clients, workspaceId).remove(entityId)
  indexOf(clients, workspaceId).remove(entityId)
  queryClient.removeQueries({ queryKey: keys.entity(workspaceId, entityId) })
  void queryClient.invalidateQueries({ queryKey: keys.entities(workspaceId) })
}

/** All below entities, level by level; stops when `isStopped` says so. */
export async function descendantsOf(
  { clients, workspaceId }: Place, roots: readonly string[], onCount?: (count: number) => void, isStopped?: () => boolean,
): Promise<TreeNode[]> {
  const found: TreeNode[] = []
  const open = [...roots]
  while (open.length > 0) {
    if (isStopped?.()) break
    // A few families at a time: deep trees would otherwise wait for one answer after another.
    const families = await Promise.all(open.splice(0, 6).map((parentId) => childrenOf({ clients, workspaceId }, parentId)))
    for (const node of families.flat()) {
      found.push(node)
      if (node.hasChildren) open.push(node.id)
    }
    onCount?.(found.length)
  }
  return found
}

async function childrenOf({ clients, workspaceId }: Place, parentEntityId: string): Promise<TreeNode[]> {
  const nodes: TreeNode[] = []
  let nextToken: string | undefined
  do {
    const page = await clients.twinmaker.send(new ListEntitiesCommand({
      workspaceId, filters: [{ parentEntityId }], maxResults: PAGE_SIZE, ...(nextToken === undefined ? {} : { nextToken }),
    }))
    nodes.push(...(page.entitySummaries ?? []).map(nodeOf))
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return nodes
}

/** The entity with its ancestors, topmost first. */
export async function pathTo(place: Place, entityId: string): Promise<TreeNode[]> {
  const { clients, workspaceId } = place
  const path: TreeNode[] = []
  for (let id = entityId; id !== ROOT && path.length < 100;) {
    const known = treeOf(clients, workspaceId).state.nodes.get(id) ?? indexOf(clients, workspaceId).index.get(id)
    const node = known ?? nodeOf(await getEntity(place, id))
    path.unshift(node)
    id = node.parentId
  }
  return path
}
