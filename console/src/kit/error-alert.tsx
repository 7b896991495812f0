// What went wrong, shown where the thing would be: the words, the code, the request id, and a way to try again.

import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import type { ReactNode } from 'react'
import { describeError } from './errors'

export interface ErrorAlertProps {
  readonly error: unknown
  readonly header?: string
  readonly onRetry?: (() => void) | undefined
}

export function ErrorAlert({ error, header, onRetry }: ErrorAlertProps): ReactNode {
  if (error === null || error === undefined) return null
  const { message, code, requestId } = describeError(error)
  return (
    <Alert type="error" header={header ?? 'This did not work'} {...(onRetry ? { action: <Button onClick={onRetry}>Try again</Button> } : {})}>
      {message}
      <Box variant="small" display="block" color="text-body-secondary">
        {code}{requestId ? ` · request ${requestId}` : ''}
      </Box>
    </Alert>
  )
}
