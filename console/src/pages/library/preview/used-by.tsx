// The scenes that use an object.

import Box from '@cloudscape-design/components/box'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useConsole } from '../../../kit/context'
import { ErrorAlert } from '../../../kit/error-alert'
import { Link } from '../../../kit/link'
import { paths } from '../../../kit/paths'
import { keys } from '../../../kit/query'
import type { ObjectName } from '../../../objects/uri'
import { findUses } from '../uses'

/** `keys` may end in a slash: all that is below. Asked for while the list is non-empty. */
export function useUses(workspaceId: string, bucket: string, wanted: readonly string[]) {
  const { clients } = useConsole()
  const isWanted = (key: string) => wanted.some((it) => key === it || (it.endsWith('/') && key.startsWith(it)))
  return useQuery({
    queryKey: [...keys.scenes(workspaceId), 'uses', bucket, wanted],
    queryFn: ({ signal }) => findUses(clients, workspaceId, bucket, isWanted, signal),
    enabled: wanted.length > 0,
    staleTime: 30_000,
  })
}

export function UsedBy({ workspaceId, name }: { readonly workspaceId: string; readonly name: ObjectName }): ReactNode {
  const uses = useUses(workspaceId, name.bucket, [name.key])
  return (
    <section aria-label="Used by">
      <Box variant="h3" padding={{ bottom: 'xxs' }}>Used by</Box>
      {uses.error ? <ErrorAlert error={uses.error} header="The scenes could not be searched" onRetry={() => void uses.refetch()} />
        : uses.isPending ? <Spinner />
        : uses.data.length === 0 ? <Box color="text-body-secondary">No scene of this workspace uses it.</Box>
        : <ul style={{ margin: 0, paddingLeft: 18 }}>{uses.data.map((it) => <li key={it.sceneId}><Link to={paths.scene(workspaceId, it.sceneId)}>{it.sceneId}</Link></li>)}</ul>}
    </section>
  )
}
