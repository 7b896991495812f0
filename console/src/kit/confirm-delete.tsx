// Asks before something is deleted for good: what goes with it, and for large things its name typed.

import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { ErrorAlert } from './error-alert'

export interface ConfirmDeleteProps {
  /** "Delete scene “line-2”?" */
  readonly title: string
  /** What goes with it, and whether it comes back. */
  readonly children: ReactNode
  /** What must be typed, for things of which a lot hangs. */
  readonly typed?: string
  readonly confirmLabel?: string
  /** Deletes; an error stays in the dialog. */
  readonly onDelete: () => Promise<void>
  readonly onClose: () => void
}

export function ConfirmDelete({ title, children, typed, confirmLabel, onDelete, onClose }: ConfirmDeleteProps): ReactNode {
  const [text, setText] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const isReady = typed === undefined || text === typed
  const run = async () => {
    setBusy(true)
    setError(null)
    try {
      await onDelete()
      onClose()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Modal
      visible header={title} onDismiss={onClose} closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>Cancel</Button>
            <Button variant="primary" disabled={!isReady} loading={isBusy} onClick={() => void run()}>{confirmLabel ?? 'Delete'}</Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">{children}</Alert>
        {typed !== undefined && !isBusy && (
          <FormField label={<>To confirm, type <b>{typed}</b></>}>
            <Input value={text} onChange={({ detail }) => setText(detail.value)} placeholder={typed} ariaRequired autoFocus onKeyDown={({ detail }) => { if (detail.key === 'Enter' && isReady && !isBusy) void run() }} />
          </FormField>
        )}
        <ErrorAlert error={error} />
      </SpaceBetween>
    </Modal>
  )
}
