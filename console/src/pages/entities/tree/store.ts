// The tree of a workspace, loaded as it is opened and kept while the console is open.

import { type EntitySummary, type IoTTwinMakerClient, ListEntitiesCommand } from '@aws-sdk/client-iottwinmaker'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Clients } from '../../../aws'
import { type Branch, byName, ROOT, type Tree, type TreeNode } from './model'

export const PAGE_SIZE = 200

export interface TreeState extends Tree {
  readonly selected: ReadonlySet<string>
  /** The row of the keyboard, and where a range begins. */
  readonly focused: string | null
  readonly anchor: string | null
  readonly scrollTop: number
}

export function nodeOf(it: EntitySummary): TreeNode {
  return {
    id: it.entityId ?? '',
    name: it.entityName ?? it.entityId ?? '',
    parentId: it.parentEntityId ?? ROOT,
    hasChildren: it.hasChildEntities ?? false,
    state: it.status?.state ?? 'ACTIVE',
    error: it.status?.error?.message,
    description: it.description ?? '',
  }
}

const EMPTY: Branch = { ids: [], nextToken: undefined, isLoading: false, error: undefined }

/** The tree of one workspace: asks for children, and follows what was written. */
export class TreeStore {
  readonly store: StoreApi<TreeState>
  readonly #client: IoTTwinMakerClient
  readonly #workspaceId: string

  constructor(client: IoTTwinMakerClient, workspaceId: string) {
    this.#client = client
    this.#workspaceId = workspaceId
    this.store = createStore<TreeState>(() => ({
      nodes: new Map(), branches: new Map(), expanded: new Set(), selected: new Set(), focused: null, anchor: null, scrollTop: 0,
    }))
  }

  get state(): TreeState {
    return this.store.getState()
  }

  /** Asks for the first children of a parent unless they are here. */
  async load(parentId: string): Promise<void> {
    const branch = this.state.branches.get(parentId)
    if (branch && !branch.error) return
    await this.#page(parentId, undefined)
  }

  /** Asks for the next children of a parent. */
  async more(parentId: string): Promise<void> {
    const branch = this.state.branches.get(parentId)
    if (!branch || branch.isLoading) return
    if (branch.error || branch.nextToken !== undefined) await this.#page(parentId, branch.nextToken)
  }

  /** Asks again for the children of a parent that are shown, keeping those on screen until the answer is here. */
  async refresh(parentId: string): Promise<void> {
    if (!this.state.branches.has(parentId)) return
    await this.#page(parentId, undefined, true)
  }

  async refreshAll(): Promise<void> {
    const open = [ROOT, ...this.state.expanded].filter((id) => this.state.branches.has(id))
    // Closed branches are asked for again when they are opened.
    this.store.setState(({ branches }) => ({ branches: new Map([...branches].filter(([id]) => open.includes(id))) }))
    for (const parentId of open) await this.refresh(parentId)
  }

  async #page(parentId: string, token: string | undefined, isFresh = false): Promise<void> {
    this.#setBranch(parentId, (it) => ({ ...it, isLoading: true, error: undefined }))
    try {
      const answer = await this.#client.send(new ListEntitiesCommand({
        workspaceId: this.#workspaceId, filters: [{ parentEntityId: parentId }], maxResults: PAGE_SIZE,
        ...(token === undefined ? {} : { nextToken: token }),
      }))
      const found = (answer.entitySummaries ?? []).map(nodeOf)
      // A whole family that came at once stands in the order people expect; longer ones as the server pages them.
      const isWhole = token === undefined && answer.nextToken === undefined
      if (isWhole) found.sort((a, b) => byName(a.name, b.name))
      this.store.setState(({ nodes }) => ({ nodes: new Map([...nodes, ...found.map((it) => [it.id, it] as const)]) }))
      this.#setBranch(parentId, (it) => ({
        // What is whole replaces what was revealed or known before.
        ids: isWhole || isFresh ? found.map(({ id }) => id) : [...new Set([...it.ids, ...found.map(({ id }) => id)])],
        nextToken: answer.nextToken, isLoading: false, error: undefined,
      }))
    } catch (error) {
      this.#setBranch(parentId, (it) => ({ ...it, isLoading: false, error }))
    }
  }

  #setBranch(parentId: string, change: (branch: Branch) => Branch): void {
    this.store.setState(({ branches }) => ({ branches: new Map(branches).set(parentId, change(branches.get(parentId) ?? EMPTY)) }))
  }

  setExpanded(id: string, isOpen: boolean): void {
    if (this.state.expanded.has(id) === isOpen) return
    this.store.setState(({ expanded }) => {
      const next = new Set(expanded)
      if (isOpen) next.add(id)
      else next.delete(id)
      return { expanded: next }
    })
    if (isOpen) void this.load(id)
  }

  /** Opens all families of a parent, as `*` does in the ARIA pattern. */
  expandSiblings(parentId: string): void {
    for (const id of this.state.branches.get(parentId)?.ids ?? []) {
      if (this.state.nodes.get(id)?.hasChildren) this.setExpanded(id, true)
    }
  }

  collapseAll(): void {
    this.store.setState({ expanded: new Set() })
  }

  select(selected: ReadonlySet<string>, focused: string | null, anchor: string | null): void {
    this.store.setState({ selected, focused, anchor })
  }

  focus(focused: string): void {
    this.store.setState({ focused })
  }

  scrolled(scrollTop: number): void {
    if (this.state.scrollTop !== scrollTop) this.store.setState({ scrollTop })
  }

  parentOf = (id: string): string | undefined => this.state.nodes.get(id)?.parentId
  nameOf = (id: string): string => this.state.nodes.get(id)?.name ?? id

  /** Shows an entity: opens its ancestors (topmost first) and puts it among its brothers though their page is not here. */
  async reveal(path: readonly TreeNode[]): Promise<void> {
    for (const node of path) {
      await this.load(node.parentId)
      this.put(node)
      if (node !== path[path.length - 1]) this.setExpanded(node.id, true)
    }
  }

  /** Takes in what is now known of an entity: new, renamed, moved, in another state. */
  put(node: TreeNode): void {
    this.store.setState((state) => {
      const before = state.nodes.get(node.id)
      const nodes = new Map(state.nodes).set(node.id, node)
      const branches = new Map(state.branches)
      if (before && before.parentId !== node.parentId) takeFrom(branches, nodes, before.parentId, node.id)
      const parent = branches.get(node.parentId)
      if (parent && !parent.ids.includes(node.id)) {
        const ids = [...parent.ids, node.id]
        if (parent.nextToken === undefined && ids.length <= PAGE_SIZE) ids.sort((a, b) => byName(nodes.get(a)?.name ?? a, nodes.get(b)?.name ?? b))
        branches.set(node.parentId, { ...parent, ids })
      }
      const above = nodes.get(node.parentId)
      if (above && !above.hasChildren) nodes.set(above.id, { ...above, hasChildren: true })
      return { nodes, branches }
    })
  }

  /** Forgets an entity that is gone, and all below it. */
  remove(id: string): void {
    this.store.setState((state) => {
      const parentId = state.nodes.get(id)?.parentId
      const nodes = new Map(state.nodes)
      const branches = new Map(state.branches)
      const gone = new Set([id])
      for (const it of gone) {
        for (const child of branches.get(it)?.ids ?? []) gone.add(child)
        nodes.delete(it)
        branches.delete(it)
      }
      if (parentId !== undefined) takeFrom(branches, nodes, parentId, id)
      const left = (ids: ReadonlySet<string>) => new Set([...ids].filter((it) => !gone.has(it)))
      return { nodes, branches, selected: left(state.selected), expanded: left(state.expanded), focused: state.focused !== null && gone.has(state.focused) ? parentId ?? null : state.focused }
    })
  }
}

function takeFrom(branches: Map<string, Branch>, nodes: Map<string, TreeNode>, parentId: string, id: string): void {
  const family = branches.get(parentId)
  if (!family) return
  const ids = family.ids.filter((it) => it !== id)
  branches.set(parentId, { ...family, ids })
  const parent = nodes.get(parentId)
  if (parent && ids.length === 0 && family.nextToken === undefined) nodes.set(parentId, { ...parent, hasChildren: false })
}

const stores = new WeakMap<Clients, Map<string, TreeStore>>()

/** The tree of a workspace, the same one while the session lasts. */
export function treeOf(clients: Clients, workspaceId: string): TreeStore {
  const ofClients = stores.get(clients) ?? new Map<string, TreeStore>()
  stores.set(clients, ofClients)
  const store = ofClients.get(workspaceId) ?? new TreeStore(clients.twinmaker, workspaceId)
  ofClients.set(workspaceId, store)
  return store
}
