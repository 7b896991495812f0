// Offers work of an earlier visit that was never saved.

import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { agoWords } from '../../panels/binding/words'
import { TextButton } from '../../panels/kit/controls'
import type { Saving } from './saving'

export function DraftBar({ saving }: { readonly saving: Saving }): ReactNode {
  const draft = useStore(saving.store, (it) => it.draft)
  if (!draft) return null
  return (
    <div className="c-draft" role="alert">
      <span>
        You have unsaved work on this scene from {agoWords(new Date(draft.edited_at).getTime(), Date.now())}.
      </span>
      <TextButton kind="primary" onClick={saving.restoreDraft}>
        Restore it
      </TextButton>
      <TextButton onClick={saving.dropDraft}>Discard</TextButton>
    </div>
  )
}
