// Empties a workspace and deletes it: entities, scenes, types, in the order the service demands. Files in the bucket stay.

import {
  DeleteComponentTypeCommand, DeleteEntityCommand, DeleteSceneCommand, DeleteWorkspaceCommand, type IoTTwinMakerClient,
  ListComponentTypesCommand, ListEntitiesCommand, ListScenesCommand,
} from '@aws-sdk/client-iottwinmaker'
import { describeError, isNotFound } from '../../kit/errors'
import { isPredefined } from '../../kit/predefined'

export interface Content {
  readonly entities: number
  readonly scenes: number
  readonly types: number
}

/** How far it is; `percent` is null while it is not known. */
export interface Step {
  readonly text: string
  readonly percent: number | null
}

export interface DeleteOptions {
  readonly twinmaker: Pick<IoTTwinMakerClient, 'send'>
  readonly workspaceId: string
  readonly onStep: (step: Step) => void
  readonly signal: AbortSignal
  /** Waits between two looks at what is being deleted. */
  readonly wait: (wait_ms: number) => Promise<void>
}

const PAGE = 200
const AT_ONCE = 6
/** A service that has not deleted entities after this long has a problem of its own. */
const PATIENCE_MS = 10 * 60_000
const LOOK_MS = 700

/** What is in a workspace. */
export async function countContent(twinmaker: DeleteOptions['twinmaker'], workspaceId: string, signal: AbortSignal): Promise<Content> {
  const it = { twinmaker, workspaceId, signal }
  const [entities, scenes, types] = await Promise.all([entityIds(it, false), sceneIds(it), typeIds(it)])
  return { entities: entities.length, scenes: scenes.length, types: types.length }
}

export async function deleteWorkspace(options: DeleteOptions): Promise<void> {
  const { twinmaker, workspaceId, onStep, signal } = options
  await deleteEntities(options)
  const scenes = await sceneIds(options)
  await each(options, scenes, 'scenes', (sceneId) => twinmaker.send(new DeleteSceneCommand({ workspaceId, sceneId })))
  await deleteTypes(options)
  signal.throwIfAborted()
  onStep({ text: 'Deleting the workspace', percent: null })
  await twinmaker.send(new DeleteWorkspaceCommand({ workspaceId }))
}

async function deleteEntities(options: DeleteOptions): Promise<void> {
  const { twinmaker, workspaceId, onStep, signal, wait } = options
  const all = (await entityIds(options, false)).length
  const roots = await entityIds(options, true)
  await each(options, roots, 'entities', (entityId) => twinmaker.send(new DeleteEntityCommand({ workspaceId, entityId, isRecursive: true })))
  // The service deletes whole trees in its own time.
  for (let waited_ms = 0; ; waited_ms += LOOK_MS) {
    const left = (await entityIds(options, false)).length
    if (left === 0) return
    if (waited_ms > PATIENCE_MS) throw new Error(`${left} entities are still being deleted. Try again later.`)
    signal.throwIfAborted()
    onStep({ text: `Deleting entities: ${left} left`, percent: percentOf(all - left, all) })
    await wait(LOOK_MS)
  }
}

/** Heirs go before what they inherit from: whoever is refused is tried again after the others. */
async function deleteTypes(options: DeleteOptions): Promise<void> {
  const { twinmaker, workspaceId } = options
  let left = await typeIds(options)
  while (left.length > 0) {
    const refused: { readonly id: string; readonly error: unknown }[] = []
    await each(options, left, 'component types', async (componentTypeId) => {
      try {
        await twinmaker.send(new DeleteComponentTypeCommand({ workspaceId, componentTypeId }))
      } catch (error) {
        const { code } = describeError(error)
        if (code !== 'ValidationException' && code !== 'ConflictException') throw error
        refused.push({ id: componentTypeId, error })
      }
    })
    if (refused.length === left.length) throw refused[0]?.error ?? new Error('component types are still in use')
    left = refused.map((it) => it.id)
  }
}

async function each(options: DeleteOptions, ids: readonly string[], what: string, run: (id: string) => Promise<unknown>): Promise<void> {
  let done = 0
  const queue = ids.values()
  const work = async () => {
    for (const id of queue) {
      options.signal.throwIfAborted()
      options.onStep({ text: `Deleting ${what}: ${done} of ${ids.length}`, percent: percentOf(done, ids.length) })
      try {
        await run(id)
      } catch (error) {
        if (!isNotFound(error)) throw error
      }
      done += 1
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, ids.length) }, work))
}

function percentOf(done: number, all: number): number {
  return all === 0 ? 100 : Math.round((done / all) * 100)
}

type Where = Pick<DeleteOptions, 'twinmaker' | 'workspaceId' | 'signal'>

async function allPages(fetch: (nextToken: string | undefined) => Promise<{ ids: readonly (string | undefined)[]; nextToken: string | undefined }>): Promise<string[]> {
  const found: string[] = []
  let nextToken: string | undefined
  do {
    const page = await fetch(nextToken)
    for (const id of page.ids) if (id !== undefined) found.push(id)
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return found
}

function entityIds({ twinmaker, workspaceId, signal }: Where, onlyRoots: boolean): Promise<string[]> {
  const filters = onlyRoots ? { filters: [{ parentEntityId: '$ROOT' }] } : {}
  return allPages(async (nextToken) => {
    const page = await twinmaker.send(new ListEntitiesCommand({ workspaceId, maxResults: PAGE, nextToken, ...filters }), { abortSignal: signal })
    return { ids: (page.entitySummaries ?? []).map((it) => it.entityId), nextToken: page.nextToken }
  })
}

function sceneIds({ twinmaker, workspaceId, signal }: Where): Promise<string[]> {
  return allPages(async (nextToken) => {
    const page = await twinmaker.send(new ListScenesCommand({ workspaceId, maxResults: PAGE, nextToken }), { abortSignal: signal })
    return { ids: (page.sceneSummaries ?? []).map((it) => it.sceneId), nextToken: page.nextToken }
  })
}

/** Own types only: the service's stay. */
function typeIds({ twinmaker, workspaceId, signal }: Where): Promise<string[]> {
  return allPages(async (nextToken) => {
    const page = await twinmaker.send(new ListComponentTypesCommand({ workspaceId, maxResults: PAGE, nextToken }), { abortSignal: signal })
    return { ids: (page.componentTypeSummaries ?? []).filter((it) => !isPredefined(it)).map((it) => it.componentTypeId), nextToken: page.nextToken }
  })
}
