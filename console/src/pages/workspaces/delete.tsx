// Asks before a workspace goes, says what is in it, and shows how far the deleting is.

import Box from '@cloudscape-design/components/box'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ConfirmDelete } from '../../kit/confirm-delete'
import { useConsole } from '../../kit/context'
import { keys } from '../../kit/query'
import { type Content, countContent, deleteWorkspace, type Step } from './delete-workspace'

const FORGET_AFTER_MS = 1_000

export interface DeleteWorkspaceProps {
  readonly workspaceId: string
  readonly bucket?: string | null
  readonly onClose: () => void
  readonly onDeleted?: () => void
}

export function DeleteWorkspace({ workspaceId, bucket, onClose, onDeleted }: DeleteWorkspaceProps): ReactNode {
  const { clients, notify } = useConsole()
  const cache = useQueryClient()
  const [step, setStep] = useState<Step | null>(null)
  const stop = useRef(new AbortController())
  useEffect(() => () => stop.current.abort(), [])
  const content = useQuery({
    queryKey: [...keys.workspace(workspaceId), 'content'], staleTime: 0, gcTime: 0,
    queryFn: ({ signal }) => countContent(clients.twinmaker, workspaceId, signal),
  })
  const run = async () => {
    if (stop.current.signal.aborted) stop.current = new AbortController()
    try {
      await deleteWorkspace({
        twinmaker: clients.twinmaker, workspaceId, onStep: setStep, signal: stop.current.signal,
        wait: (wait_ms) => new Promise((done) => setTimeout(done, wait_ms)),
      })
      onDeleted?.()
      notify({ type: 'success', text: `Workspace “${workspaceId}” is deleted.` })
      // By then its pages are left; removed under them, they would ask for what is gone.
      setTimeout(() => cache.removeQueries({ queryKey: keys.workspace(workspaceId) }), FORGET_AFTER_MS)
    } finally {
      setStep(null)
      void cache.invalidateQueries({ queryKey: keys.workspaces() })
    }
  }
  return (
    <ConfirmDelete title={`Delete workspace “${workspaceId}”?`} typed={workspaceId} onClose={onClose} onDelete={run}>
      {step ? (
        <ProgressBar value={step.percent ?? 100} label={step.text} description="What is deleted stays deleted if you close this." />
      ) : (
        <>
          {content.data ? contentWords(content.data) : content.error ? 'All entities, scenes and component types in it go with it.' : <><Spinner /> Looking what is in it…</>}
          <Box padding={{ top: 'xs' }}>
            It cannot be undone.{bucket ? ` The bucket “${bucket}” and the files in it stay.` : ''}
          </Box>
        </>
      )}
    </ConfirmDelete>
  )
}

export function contentWords({ entities, scenes, types }: Content): string {
  const parts = [count(entities, 'entity', 'entities'), count(scenes, 'scene', 'scenes'), count(types, 'component type', 'component types')].filter((it) => it !== null)
  if (parts.length === 0) return 'It is empty.'
  const last = parts.pop()
  return `With it go ${parts.length === 0 ? last : `${parts.join(', ')} and ${last}`}, and all recorded values.`
}

function count(amount: number, one: string, many: string): string | null {
  return amount === 0 ? null : `${amount.toLocaleString('en')} ${amount === 1 ? one : many}`
}
