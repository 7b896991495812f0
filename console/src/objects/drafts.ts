// Work on a scene that was not saved yet, kept in this browser so that a closed tab loses nothing.

import { forget, getKept, keep } from './idb'

export interface Draft {
  readonly text: string
  /** The ETag of the stored text the work began from. */
  readonly baseEtag: string
  readonly edited_at: Date
}

/** Whose draft of what; accounts of one browser do not mix. */
export interface DraftOf {
  readonly accountId: string
  readonly workspaceId: string
  readonly sceneId: string
}

// No part of a key holds a slash.
const keyOf = (it: DraftOf) => `${it.accountId}/${it.workspaceId}/${it.sceneId}`

export async function keepDraft(of: DraftOf, text: string, baseEtag: string, now: Date = new Date()): Promise<void> {
  await keep('drafts', keyOf(of), { text, baseEtag, edited_at: now } satisfies Draft)
}

export async function findDraft(of: DraftOf): Promise<Draft | null> {
  return (await getKept<Draft>('drafts', keyOf(of))) ?? null
}

export async function dropDraft(of: DraftOf): Promise<void> {
  await forget('drafts', keyOf(of))
}
