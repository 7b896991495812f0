// Keeps work safe: drafts in this browser, saves that never overwrite somebody else's, the picture of the scene.

import { type Editor, parseScene, printScene, replaceDocument, type SceneHandle } from '@gemel/scene'
import { createStore } from 'zustand/vanilla'
import type { Clients } from '../../aws'
import { keys, queryClient } from '../../kit/query'
import { type Draft, type DraftOf, dropDraft, findDraft, keepDraft } from '../../objects/drafts'
import { SceneConflict, type SceneFile, saveScene, saveThumbnail } from '../../objects/scene-file'

export interface SavingState {
  readonly isSaving: boolean
  /** When this page saved last. */
  readonly savedAt_ms: number | null
  readonly draftAt_ms: number | null
  readonly error: unknown
  readonly conflict: SceneConflict | null
  /** Work of an earlier visit that was not saved. */
  readonly draft: Draft | null
}

const DRAFT_MS = 3000

export class Saving {
  readonly store = createStore<SavingState>(() => ({
    isSaving: false,
    savedAt_ms: null,
    draftAt_ms: null,
    error: null,
    conflict: null,
    draft: null,
  }))
  #clients: Clients
  #file: SceneFile
  #editor: Editor
  #of: DraftOf
  #etag: string
  /** The text that is stored, as far as we know: what a merge starts from. */
  #base: string
  #handle: () => SceneHandle | null
  #timer: ReturnType<typeof setTimeout> | undefined
  #stop: () => void

  constructor(
    clients: Clients,
    of: DraftOf,
    file: SceneFile,
    editor: Editor,
    handle: () => SceneHandle | null,
  ) {
    this.#clients = clients
    this.#of = of
    this.#file = file
    this.#editor = editor
    this.#etag = file.etag
    this.#base = file.text
    this.#handle = handle
    void findDraft(of).then(
      (draft) => {
        if (draft && draft.text !== file.text && !editor.store.getState().isDirty)
          this.store.setState({ draft })
      },
      () => undefined,
    )
    this.#stop = editor.store.subscribe((state, before) => {
      if (state.document === before.document || !state.isDirty || state.isReadOnly) return
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.#keep(), DRAFT_MS)
    })
  }

  get base(): string {
    return this.#base
  }

  get file(): SceneFile {
    return this.#file
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#stop()
    if (this.#editor.store.getState().isDirty) void this.#keep()
  }

  async #keep(): Promise<void> {
    const { document, isDirty } = this.#editor.store.getState()
    if (!isDirty) return
    try {
      await keepDraft(this.#of, printScene(document), this.#etag)
      this.store.setState({ draftAt_ms: Date.now() })
    } catch {
      // A browser without storage: the leave guard still asks.
    }
  }

  /** Opens the draft as a change that can be undone. */
  restoreDraft = (): void => {
    const { draft } = this.store.getState()
    if (!draft) return
    this.#editor.run(replaceDocument(parseScene(draft.text).document, 'Restore unsaved work'))
    // The draft began from what was stored then: a save must notice if that has changed since.
    this.#etag = draft.baseEtag
    this.store.setState({ draft: null })
  }

  dropDraft = (): void => {
    this.store.setState({ draft: null })
    void dropDraft(this.#of).catch(() => undefined)
  }

  /** Saves; answers whether it is stored. A conflict is kept for the dialog. */
  save = async (comment = ''): Promise<boolean> => {
    if (this.store.getState().isSaving) return false
    this.store.setState({ isSaving: true, error: null })
    const { document } = this.#editor.store.getState()
    const text = printScene(document)
    try {
      this.#etag = await saveScene(this.#clients, this.#file, text, { ifMatch: this.#etag, comment })
      this.#base = text
      // What was changed while it was being written is still to be saved.
      if (this.#editor.store.getState().document === document) this.#editor.saved()
      this.store.setState({ isSaving: false, savedAt_ms: Date.now(), conflict: null, draft: null })
      clearTimeout(this.#timer)
      void dropDraft(this.#of).catch(() => undefined)
      void this.#photograph()
      return true
    } catch (error) {
      if (error instanceof SceneConflict) this.store.setState({ isSaving: false, conflict: error })
      else this.store.setState({ isSaving: false, error })
      return false
    }
  }

  /** After a conflict: goes on from what is stored now, with the document that is open. */
  acceptStored(text: string, etag: string): void {
    this.#base = text
    this.#etag = etag
    this.store.setState({ conflict: null })
  }

  closeConflict = (): void => this.store.setState({ conflict: null })
  clearError = (): void => this.store.setState({ error: null })

  async #photograph(): Promise<void> {
    try {
      const picture = await this.#handle()?.screenshot(640, 360)
      if (!picture) return
      await saveThumbnail(this.#clients, this.#file, picture)
      await queryClient.invalidateQueries({ queryKey: keys.scenes(this.#of.workspaceId) })
    } catch {
      // The scene is saved; the list shows the picture of before.
    }
  }
}
