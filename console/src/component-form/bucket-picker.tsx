// Choosing a file of the workspace's bucket: folders, files, sizes.

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Icon from '@cloudscape-design/components/icon'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { GetWorkspaceCommand } from '@aws-sdk/client-iottwinmaker'
import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useConsole, useWorkspaceId } from '../kit/context'
import { Empty } from '../kit/empty'
import { ErrorAlert } from '../kit/error-alert'
import { useFormat } from '../kit/format'
import { keys } from '../kit/query'
import './fields.css'

/** The bucket of a workspace, or `null` when it has none. */
export function useBucket() {
  const { clients } = useConsole()
  const workspaceId = useWorkspaceId()
  return useQuery({
    queryKey: [...keys.workspace(workspaceId), 'bucket'], staleTime: 300_000,
    queryFn: async () => (await clients.twinmaker.send(new GetWorkspaceCommand({ workspaceId }))).s3Location?.replace(/^arn:[^:]*:s3:::/, '') ?? null,
  })
}

export function BucketPicker({ bucket, onChoose, onClose }: { readonly bucket: string; readonly onChoose: (url: string) => void; readonly onClose: () => void }): ReactNode {
  const { clients } = useConsole()
  const format = useFormat()
  const [prefix, setPrefix] = useState('')
  const [filter, setFilter] = useState('')
  const query = useInfiniteQuery({
    queryKey: [...keys.objects(bucket), 'pick', prefix],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => clients.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, Delimiter: '/', ...(pageParam ? { ContinuationToken: pageParam } : {}) }), { abortSignal: signal }),
    getNextPageParam: (page) => page.NextContinuationToken,
  })
  const matches = (key: string) => key.slice(prefix.length).toLowerCase().includes(filter.toLowerCase())
  const folders = (query.data?.pages ?? []).flatMap((it) => it.CommonPrefixes ?? []).map((it) => it.Prefix ?? '').filter(matches)
  const files = (query.data?.pages ?? []).flatMap((it) => it.Contents ?? []).filter((it) => it.Key !== prefix && !it.Key?.startsWith('DO_NOT_DELETE_WORKSPACE_') && matches(it.Key ?? ''))
  const up = prefix.replace(/[^/]+\/$/, '')
  const open = (to: string) => {
    setPrefix(to)
    setFilter('')
  }
  return (
    <Modal visible header={`Choose a file of ${bucket}`} onDismiss={onClose} closeAriaLabel="Close" size="large" footer={<Box float="right"><Button variant="link" onClick={onClose}>Cancel</Button></Box>}>
      <SpaceBetween size="s">
        <Input type="search" value={filter} onChange={({ detail }) => setFilter(detail.value)} placeholder="Find in this folder" ariaLabel="Find in this folder" clearAriaLabel="Clear" />
        <Box variant="small" color="text-body-secondary">s3://{bucket}/{prefix}</Box>
        <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />
        <div className="g-bucket">
          {prefix !== '' && <button type="button" onClick={() => open(up)}><span><Icon name="arrow-left" /> Up</span></button>}
          {folders.map((it) => <button key={it} type="button" onClick={() => open(it)}><span><Icon name="folder" /> {it.slice(prefix.length)}</span><span>folder</span></button>)}
          {files.map((it) => <button key={it.Key} type="button" onClick={() => { onChoose(`s3://${bucket}/${it.Key}`); onClose() }}><span><Icon name="file" /> {it.Key?.slice(prefix.length)}</span><span>{format.bytes(it.Size ?? 0)}</span></button>)}
          {query.isPending && <Box textAlign="center" padding="m"><Spinner /></Box>}
          {query.hasNextPage && <Button variant="inline-link" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>More</Button>}
          {!query.isPending && folders.length + files.length === 0 && !query.error && <Empty title="Nothing here" hint={filter ? 'No file of this folder matches.' : 'This folder is empty. Files are uploaded in the resource library.'} />}
        </div>
      </SpaceBetween>
    </Modal>
  )
}
