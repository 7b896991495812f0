// A dialog that does one thing: its fields, its buttons, what went wrong.

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ErrorAlert } from '../../../kit/error-alert'

export interface DialogProps {
  readonly title: string
  readonly action: string
  readonly isReady?: boolean
  /** Does it; the dialog closes when it is done, and stays with the error when it is not. */
  readonly onRun: () => Promise<void>
  readonly onClose: () => void
  readonly children: ReactNode
  readonly size?: 'small' | 'medium' | 'large' | 'max'
}

export function Dialog({ title, action, isReady = true, onRun, onClose, children, size }: DialogProps): ReactNode {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const form = useRef<HTMLFormElement>(null)
  // The modal puts the focus on its close button; the first field is what one came for.
  useEffect(() => {
    const timer = setTimeout(() => form.current?.querySelector<HTMLElement>('input:not([type=checkbox]):not([type=radio])')?.focus(), 50)
    return () => clearTimeout(timer)
  }, [])
  const run = async () => {
    if (!isReady || isBusy) return
    setBusy(true)
    setError(null)
    try {
      await onRun()
      onClose()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Modal
      visible header={title} onDismiss={onClose} closeAriaLabel="Close" {...(size ? { size } : {})}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>Cancel</Button>
            <Button variant="primary" disabled={!isReady} loading={isBusy} onClick={() => void run()}>{action}</Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form ref={form} onSubmit={(event) => { event.preventDefault(); void run() }}>
        <SpaceBetween size="m">
          {children}
          <ErrorAlert error={error} />
        </SpaceBetween>
        {/* Return in a field does what the button does. */}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Modal>
  )
}
