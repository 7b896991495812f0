// Scenes that were deleted of late, to be brought back.

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useConsole } from '../../../kit/context'
import { Empty } from '../../../kit/empty'
import { ErrorAlert } from '../../../kit/error-alert'
import { keys } from '../../../kit/query'
import { Time } from '../../../kit/time'
import { bucketOf } from '../../../objects/bucket'
import { KEPT_DAYS, listTrash, purge, restoreScene, type Trashed } from '../trash'

export interface TrashDialogProps {
  readonly workspaceId: string
  readonly onRestored: (sceneId: string) => void
  readonly onClose: () => void
}

export function TrashDialog({ workspaceId, onRestored, onClose }: TrashDialogProps): ReactNode {
  const { clients } = useConsole()
  const [busy, setBusy] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const trash = useQuery({
    queryKey: [...keys.scenes(workspaceId), 'trash'],
    queryFn: async () => await listTrash(clients, await bucketOf(clients, workspaceId)),
    staleTime: 0,
  })
  const run = async (it: Trashed, act: () => Promise<unknown>) => {
    setBusy(it.prefix)
    setError(null)
    try {
      await act()
      await trash.refetch()
    } catch (failure) {
      setError(failure)
    }
    setBusy(null)
  }
  return (
    <Modal visible header="Deleted scenes" onDismiss={onClose} closeAriaLabel="Close" size="large" footer={<Box float="right"><Button onClick={onClose}>Close</Button></Box>}>
      <SpaceBetween size="m">
        <ErrorAlert error={error ?? trash.error} />
        <Table<Trashed>
          variant="embedded" items={trash.data ?? []} loading={trash.isPending} loadingText="Looking for deleted scenes" trackBy="prefix"
          ariaLabels={{ tableLabel: 'Deleted scenes' }}
          empty={<Empty title="Nothing was deleted of late" hint={`Deleted scenes stay here for ${KEPT_DAYS} days, with their versions.`} />}
          columnDefinitions={[
            { id: 'scene', header: 'Scene', isRowHeader: true, cell: (it) => it.sceneId },
            { id: 'when', header: 'Deleted', cell: (it) => <Time time={it.deleted_at} isExact /> },
            {
              id: 'actions', header: 'Actions', width: 320,
              cell: (it) => (
                <SpaceBetween direction="horizontal" size="xs">
                  <Button loading={busy === it.prefix} disabled={busy !== null} ariaLabel={`Bring back ${it.sceneId}`} onClick={() => void run(it, async () => onRestored(await restoreScene(clients, workspaceId, it)))}>Bring back</Button>
                  <Button variant="link" disabled={busy !== null} ariaLabel={`Delete for good: ${it.sceneId}`} onClick={() => void run(it, async () => await purge(clients, it))}>Delete for good</Button>
                </SpaceBetween>
              ),
            },
          ]}
        />
      </SpaceBetween>
    </Modal>
  )
}
