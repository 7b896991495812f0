// Fills the search index of a workspace by reading all its entities once, in the background, with progress.

import { type IoTTwinMakerClient, ListEntitiesCommand } from '@aws-sdk/client-iottwinmaker'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Clients } from '../../../aws'
import type { TreeNode } from '../tree/model'
import { nodeOf, PAGE_SIZE } from '../tree/store'
import { EntityIndex } from './index'

/** Others may have written since; then the next search reads again. */
const FRESH_MS = 5 * 60_000
const TELL_MS = 300

export interface Loading {
  readonly status: 'idle' | 'loading' | 'ready' | 'error'
  readonly count: number
  readonly error: unknown
  /** Rises whenever the index holds something else. */
  readonly version: number
}

/** The index of one workspace and how far it is read. */
export class IndexLoader {
  index = new EntityIndex()
  readonly store: StoreApi<Loading> = createStore<Loading>(() => ({ status: 'idle', count: 0, error: null, version: 0 }))
  readonly #client: IoTTwinMakerClient
  readonly #workspaceId: string
  #running: Promise<void> | null = null
  #read_ms = 0
  /** What was written while the list was being read: it wins over what the list says. */
  #written = new Map<string, TreeNode | null>()

  constructor(client: IoTTwinMakerClient, workspaceId: string) {
    this.#client = client
    this.#workspaceId = workspaceId
  }

  /** Reads the workspace unless that was done a moment ago; the same promise for all who ask meanwhile. */
  ensure(now_ms: number = Date.now()): Promise<void> {
    const { status } = this.store.getState()
    if (status === 'ready' && now_ms - this.#read_ms < FRESH_MS) return Promise.resolve()
    this.#running ??= this.#read().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  /** Makes the next search read again. */
  invalidate(): void {
    this.#read_ms = 0
  }

  async #read(): Promise<void> {
    const next = new EntityIndex()
    const isFirst = this.store.getState().status !== 'ready'
    // The first reading is searchable while it fills; later ones replace the old when they are whole.
    if (isFirst) this.index = next
    this.#written.clear()
    this.#change({ status: isFirst ? 'loading' : 'ready', error: null })
    let told_ms = 0
    try {
      let nextToken: string | undefined
      do {
        const page = await this.#client.send(new ListEntitiesCommand({
          workspaceId: this.#workspaceId, maxResults: PAGE_SIZE, ...(nextToken === undefined ? {} : { nextToken }),
        }))
        for (const it of page.entitySummaries ?? []) next.put(nodeOf(it))
        nextToken = page.nextToken
        // Not at every page: each change is a search over all that is here.
        if (isFirst && Date.now() - told_ms > TELL_MS) {
          told_ms = Date.now()
          this.#change({ count: next.size })
        }
      } while (nextToken !== undefined)
      for (const [id, node] of this.#written) {
        if (node) next.put(node)
        else next.remove(id)
      }
      this.index = next
      this.#read_ms = Date.now()
      this.#change({ status: 'ready', count: next.size, error: null })
    } catch (error) {
      this.#change({ status: 'error', error })
      throw error
    }
  }

  #change(change: Partial<Loading>): void {
    this.store.setState((it) => ({ ...it, ...change, version: it.version + 1 }))
  }

  put(node: TreeNode): void {
    this.#written.set(node.id, node)
    if (this.store.getState().status === 'idle') return
    this.index.put(node)
    this.#change({ count: this.index.size })
  }

  remove(id: string): void {
    const { status } = this.store.getState()
    const gone = status === 'idle' ? [id] : [id, ...this.index.descendantsOf(id)]
    for (const it of gone) {
      this.#written.set(it, null)
      this.index.remove(it)
    }
    if (status !== 'idle') this.#change({ count: this.index.size })
  }
}

const loaders = new WeakMap<Clients, Map<string, IndexLoader>>()

/** The index of a workspace, the same one while the session lasts. */
export function indexOf(clients: Clients, workspaceId: string): IndexLoader {
  const ofClients = loaders.get(clients) ?? new Map<string, IndexLoader>()
  loaders.set(clients, ofClients)
  const loader = ofClients.get(workspaceId) ?? new IndexLoader(clients.twinmaker, workspaceId)
  ofClients.set(workspaceId, loader)
  return loader
}
