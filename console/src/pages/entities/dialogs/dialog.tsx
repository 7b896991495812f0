// A dialog that asks a few things and does one: its buttons, its error, Enter to go.

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Form from '@cloudscape-design/components/form'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useId, useState } from 'react'
import { ErrorAlert } from '../../../kit/error-alert'

/** A dialog that asks for something begins there. */
function focusFirst(form: HTMLFormElement | null): void {
  // After the dialog has taken the focus itself.
  if (form) setTimeout(() => form.querySelector<HTMLElement>('input, textarea')?.focus(), 50)
}

export interface DialogProps {
  readonly title: string
  readonly confirm: string
  /** Why it cannot go yet. */
  readonly isBlocked?: boolean
  /** Does it; an error stays in the dialog. */
  readonly onConfirm: () => Promise<void>
  readonly onClose: () => void
  readonly children: ReactNode
  readonly size?: 'medium' | 'large'
}

export function Dialog({ title, confirm, isBlocked, onConfirm, onClose, children, size }: DialogProps): ReactNode {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const form = useId()
  const run = async () => {
    if (isBlocked || isBusy) return
    setBusy(true)
    setError(null)
    try {
      await onConfirm()
      onClose()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Modal
      visible header={title} onDismiss={onClose} closeAriaLabel="Close" size={size ?? 'medium'}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>Cancel</Button>
            <Button variant="primary" form={form} formAction="submit" disabled={isBlocked ?? false} loading={isBusy}>{confirm}</Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form id={form} ref={focusFirst} onSubmit={(event) => { event.preventDefault(); void run() }}>
        <Form>
          <SpaceBetween size="l">
            {children}
            <ErrorAlert error={error} />
          </SpaceBetween>
        </Form>
      </form>
    </Modal>
  )
}
