// Deleting: what goes, and which scenes would lose it.

import Box from '@cloudscape-design/components/box'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ConfirmDelete } from '../../../kit/confirm-delete'
import { useConsole } from '../../../kit/context'
import { useFormat } from '../../../kit/format'
import { keys } from '../../../kit/query'
import { deleteObjects } from '../../../objects/bucket'
import { keysOf } from '../moves'
import { useUses } from '../preview/used-by'
import type { Row } from '../rows'

export interface DeleteDialogProps {
  readonly workspaceId: string
  readonly bucket: string
  readonly rows: readonly Row[]
  readonly onDone: (count: number) => void
  readonly onClose: () => void
}

export function DeleteDialog({ workspaceId, bucket, rows, onDone, onClose }: DeleteDialogProps): ReactNode {
  const { clients } = useConsole()
  const format = useFormat()
  const all = useQuery({
    queryKey: [...keys.objects(bucket), 'below', rows.map((it) => it.key)],
    queryFn: ({ signal }) => keysOf(clients.s3, bucket, rows, signal),
    gcTime: 0,
  })
  const uses = useUses(workspaceId, bucket, rows.map((it) => it.key))
  const hasFolder = rows.some((it) => it.object === null)
  const what = rows.length === 1 ? `“${rows[0]?.name}”` : `${rows.length} items`
  const run = async () => {
    const found = all.data ?? (await keysOf(clients.s3, bucket, rows))
    await deleteObjects(clients.s3, bucket, found)
    onDone(found.length)
  }
  const isUsed = (uses.data?.length ?? 0) > 0
  return (
    <ConfirmDelete title={`Delete ${what}?`} onDelete={run} onClose={onClose} {...(isUsed || (all.data?.length ?? 0) > 20 ? { typed: 'delete' } : {})}>
      {all.isPending ? <><Spinner /> Counting…</>
        : hasFolder ? `${format.number(all.data?.length ?? 0)} objects with everything in the folder are deleted for good.`
        : all.data?.length === 1 ? 'It is deleted for good.' : 'They are deleted for good.'}
      {uses.isPending && <Box><Spinner /> Looking for scenes that use {rows.length === 1 ? 'it' : 'them'}…</Box>}
      {isUsed && (
        <Box>
          {uses.data?.length === 1 ? 'A scene uses it' : `${uses.data?.length} scenes use it`} and would show a gap in its place:
          <ul style={{ margin: '4px 0 0', paddingLeft: 18 }}>{uses.data?.slice(0, 10).map((it) => <li key={it.sceneId}>{it.sceneId}</li>)}</ul>
        </Box>
      )}
      {uses.data?.length === 0 && <Box>No scene of this workspace uses {rows.length === 1 ? 'it' : 'them'}.</Box>}
    </ConfirmDelete>
  )
}
