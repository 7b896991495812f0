// Asks before something unsaved is left behind, inside the console and when the tab closes.

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useEffect } from 'react'
import { useBlocker } from 'react-router'

export interface GuardProps {
  readonly isChanged: boolean
  /** What is unsaved: “the component telemetry”. */
  readonly what: string
  /** A save that is allowed to leave sets this just before it goes. */
  readonly isOpen?: { readonly current: boolean }
}

export function Guard({ isChanged, what, isOpen }: GuardProps): ReactNode {
  // Another tab of the same page (`?tab=`) keeps what is written and is not asked about.
  const blocker = useBlocker(({ currentLocation, nextLocation }) => isChanged && !isOpen?.current && currentLocation.pathname !== nextLocation.pathname)
  useEffect(() => {
    if (!isChanged) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [isChanged])
  if (blocker.state !== 'blocked') return null
  return (
    <Modal
      visible header="Leave without saving?" closeAriaLabel="Stay" onDismiss={() => blocker.reset()}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => blocker.proceed()}>Leave</Button>
            <Button variant="primary" onClick={() => blocker.reset()}>Stay</Button>
          </SpaceBetween>
        </Box>
      }
    >What you changed in {what} is not saved and would be lost.</Modal>
  )
}
