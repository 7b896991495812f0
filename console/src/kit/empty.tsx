// An empty place: what would be here, and the next step.

import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'

export interface EmptyProps {
  readonly title: string
  readonly hint: ReactNode
  readonly action?: ReactNode
}

export function Empty({ title, hint, action }: EmptyProps): ReactNode {
  return (
    <div data-testid="empty-state">
      <Box margin={{ vertical: 'l' }} textAlign="center" color="inherit">
        <SpaceBetween size="m" alignItems="center">
          <div>
            <Box variant="strong" color="inherit">{title}</Box>
            <Box padding={{ top: 'xxs' }} color="text-body-secondary">{hint}</Box>
          </div>
          {action}
        </SpaceBetween>
      </Box>
    </div>
  )
}
