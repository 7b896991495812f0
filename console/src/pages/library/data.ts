// Asking for what the library shows: the bucket, a folder's content, and links to single objects.

import { useQuery } from '@tanstack/react-query'
import { useConsole } from '../../kit/context'
import { keys, queryClient } from '../../kit/query'
import { bucketOf, listObjects, type Listing } from '../../objects/bucket'
import { type LinkOptions, signedLink } from '../../objects/presign'
import type { ObjectName } from '../../objects/uri'

export function useBucket(workspaceId: string) {
  const { clients } = useConsole()
  return useQuery({ queryKey: [...keys.workspace(workspaceId), 'bucket'], queryFn: () => bucketOf(clients, workspaceId), staleTime: 60_000 })
}

export function useListing(bucket: string | undefined, prefix: string, isFlat: boolean) {
  const { clients } = useConsole()
  return useQuery<Listing>({
    queryKey: [...keys.objects(bucket ?? ''), isFlat ? 'all' : 'folder', prefix],
    queryFn: ({ signal }) => listObjects(clients.s3, bucket ?? '', prefix, { isFlat, signal }),
    enabled: bucket !== undefined,
  })
}

export function refreshObjects(bucket: string): void {
  void queryClient.invalidateQueries({ queryKey: keys.objects(bucket) })
}

/** A link for <img>, <video> and downloads; made anew for another version of the object. */
export function useSignedLink(name: ObjectName | null, etag: string, options: LinkOptions = {}): string | undefined {
  const { clients } = useConsole()
  const link = useQuery({
    queryKey: [...keys.objects(name?.bucket ?? ''), 'link', name?.key, etag, options],
    queryFn: () => (name ? signedLink(clients, name, options) : ''),
    enabled: name !== null,
    staleTime: 50 * 60_000,
    refetchOnWindowFocus: false,
  })
  return link.data
}

/** Hands the object to the browser's own downloads, which stream it to the disk. */
export async function download(clients: Parameters<typeof signedLink>[0], name: ObjectName): Promise<void> {
  const anchor = document.createElement('a')
  anchor.href = await signedLink(clients, name, { isDownload: true })
  anchor.download = ''
  anchor.rel = 'noopener'
  anchor.click()
}
