// The last look before a change is saved: what differs, and what that means for those that use the type.

import Alert from '@cloudscape-design/components/alert'
import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { type ReactNode, useState } from 'react'
import { ErrorAlert } from '../../../kit/error-alert'
import { type Change, shown } from '../model/diff'

export interface ReviewProps {
  readonly changes: readonly Change[]
  /** What an update cannot take away: the type must be made anew for it. */
  readonly removed: readonly string[]
  /** `36 entities and 2 types`; empty when nobody uses it. */
  readonly users: string
  readonly isBusy: boolean
  readonly error: unknown
  readonly onSave: () => void
  readonly onClose: () => void
}

export function Review({ changes, removed, users, isBusy, error, onSave, onClose }: ReviewProps): ReactNode {
  const [isAgreed, agree] = useState(false)
  const reliedOn = changes.filter((it) => it.isReliedOn)
  const isRefused = users !== '' && reliedOn.length > 0
  const isRemake = removed.length > 0
  return (
    <Modal
      visible size="large" header="Save these changes?" onDismiss={onClose} closeAriaLabel="Close"
      footer={(
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>Back to editing</Button>
            <Button
              variant="primary" loading={isBusy} disabled={isRefused || (isRemake && !isAgreed)}
              onClick={onSave}
            >
              {isRemake && !isRefused ? 'Make the type anew' : 'Save'}
            </Button>
          </SpaceBetween>
        </Box>
      )}
    >
      <SpaceBetween size="m">
        <Consequence users={users} isRefused={isRefused} isAltered={reliedOn.length > 0} />
        <ChangesTable changes={changes} isRefused={isRefused} />
        {isRemake && !isRefused && (
          <Alert type="warning" header="An update cannot take anything away">
            Nobody uses this type, so the console can delete it and make it again without {removed.join(', ')}. Its
            creation time changes; its id, tags and everything else stay.
            <Checkbox
              checked={isAgreed} onChange={({ detail }) => agree(detail.checked)}
            >
              Delete it and make it again
            </Checkbox>
          </Alert>
        )}
        <ErrorAlert error={error} header="The type was not saved" />
      </SpaceBetween>
    </Modal>
  )
}

function Consequence({ users, isRefused, isAltered }: {
  readonly users: string; readonly isRefused: boolean; readonly isAltered: boolean
}): ReactNode {
  if (isRefused) {
    return (
      <Alert type="error" header={`Refused: this type is used by ${users}`}>
        While anybody uses it, only its name and description can change; the service refuses the rows marked below. Undo
        them, or create a type that extends this one and has them.
      </Alert>
    )
  }
  if (users !== '') return <Alert type="info">This type is used by {users}, which will show its new name and description at once.</Alert>
  return isAltered ? <Alert type="info">No entity and no other type uses it yet, so nothing else changes.</Alert> : null
}

export function ChangesTable({ changes, isRefused = false }: { readonly changes: readonly Change[]; readonly isRefused?: boolean }): ReactNode {
  return (
    <Table<Change>
      variant="embedded" items={changes} trackBy="path" wrapLines ariaLabels={{ tableLabel: 'Changes' }}
      columnDefinitions={isRefused ? [...COLUMNS, VERDICT] : COLUMNS}
      empty="Nothing has changed yet."
    />
  )
}

const VERDICT = {
  id: 'verdict', header: 'Verdict', minWidth: 110,
  cell: (it: Change) => (it.isReliedOn ? <StatusIndicator type="error">Refused</StatusIndicator> : <StatusIndicator type="success">Possible</StatusIndicator>),
}

const COLUMNS = [
  {
    id: 'member', header: 'Member', isRowHeader: true, minWidth: 220,
    cell: (it: Change) => (
      <>
        {it.path}{' '}
        <Badge
          color={it.kind === 'added' ? 'green' : it.kind === 'removed' ? 'red' : 'blue'}
        >
          {it.kind}
        </Badge>
      </>
    ),
  },
  { id: 'before', header: 'Before', minWidth: 180, cell: (it: Change) => shown(it.before) },
  { id: 'after', header: 'After', minWidth: 180, cell: (it: Change) => shown(it.after) },
]
