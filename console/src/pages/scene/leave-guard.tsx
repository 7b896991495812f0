// Asks before unsaved work is left behind: inside the console with a way to save, at the browser's rim by its own question.

import { type ReactNode, useEffect } from 'react'
import { useBlocker } from 'react-router'
import { useEditor } from '../../panels/context'
import { TextButton } from '../../panels/kit/controls'
import { Dialog } from './dialog'
import type { Saving } from './saving'

export function LeaveGuard({ saving }: { readonly saving: Saving }): ReactNode {
  const isDirty = useEditor((it) => it.isDirty && !it.isReadOnly)
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isDirty && currentLocation.pathname !== nextLocation.pathname,
  )
  useEffect(() => {
    if (!isDirty) return undefined
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [isDirty])
  if (blocker.state !== 'blocked') return null
  return (
    <Dialog
      title="Save before you go?"
      onClose={() => blocker.reset()}
      footer={
        <>
          <TextButton kind="quiet" onClick={() => blocker.reset()}>
            Stay
          </TextButton>
          <TextButton onClick={() => blocker.proceed()}>Go without saving</TextButton>
          <TextButton
            kind="primary"
            onClick={() =>
              void saving.save().then((isDone) => (isDone ? blocker.proceed() : blocker.reset()))
            }
          >
            Save and go
          </TextButton>
        </>
      }
    >
      This scene has changes that are not saved. If you go without saving they stay in this browser as a
      draft, and are offered when you open the scene again.
    </Dialog>
  )
}
