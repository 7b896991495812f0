// Makes types from a JSON file: shows what is in it and what is wrong before anything is made.

import { CreateComponentTypeCommand } from '@aws-sdk/client-iottwinmaker'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FileUpload from '@cloudscape-design/components/file-upload'
import FormField from '@cloudscape-design/components/form-field'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useConsole, useWorkspaceId } from '../../kit/context'
import { describeError } from '../../kit/errors'
import { keys } from '../../kit/query'
import { useTypes } from './data'
import type { TypeDraft } from './model/draft'
import { draftsOf, needsOf } from './model/import'
import { requestOf } from './model/request'
import { idProblem } from './model/validate'

type Result = 'making' | 'made' | { readonly problem: string }

export function ImportTypes({ onClose }: { readonly onClose: () => void }): ReactNode {
  const workspaceId = useWorkspaceId()
  const types = useTypes(workspaceId)
  const [file, setFile] = useState<File | null>(null)
  const [drafts, setDrafts] = useState<readonly TypeDraft[]>([])
  const [problem, setProblem] = useState<string>()
  const taken = new Set((types.data ?? []).map((it) => it.componentTypeId ?? ''))
  const rows = drafts.map((draft) => ({ draft, problem: problemOf(draft, drafts, taken) }))
  const { make, results, isBusy } = useMaking()
  const good = rows.filter((it) => !it.problem)
  const isDone = Object.keys(results).length > 0 && !isBusy
  const take = async (chosen: File | undefined) => {
    setFile(chosen ?? null)
    setDrafts([])
    setProblem(undefined)
    if (!chosen) return
    const found = draftsOf(await chosen.text())
    if ('problem' in found) setProblem(found.problem)
    else setDrafts(found.drafts)
  }
  return (
    <Modal
      visible size="large" header="Import component types" onDismiss={onClose} closeAriaLabel="Close"
      footer={(
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              variant={isDone ? 'primary' : 'link'} onClick={onClose}
            >
              {isDone ? 'Close' : 'Cancel'}
            </Button>
            {!isDone && (
              <Button
                variant="primary" loading={isBusy} disabled={good.length === 0}
                onClick={() => void make(good.map((it) => it.draft))}
              >
                {good.length === 1 ? 'Create 1 type' : `Create ${good.length} types`}
              </Button>
            )}
          </SpaceBetween>
        </Box>
      )}
    >
      <SpaceBetween size="m">
        <FormField
          label="JSON file" errorText={problem}
          description="One type, a list, or a file with componentTypes: as exported here, or as TwinMaker's import files have them."
          stretch
        >
          <FileUpload
            accept=".json,application/json" value={file ? [file] : []} showFileSize
            onChange={({ detail }) => void take(detail.value[0])}
            i18nStrings={{ uploadButtonText: () => 'Choose file', dropzoneText: () => 'Drop the file here', removeFileAriaLabel: () => 'Remove the file', limitShowFewer: 'Show fewer', limitShowMore: 'Show more', errorIconAriaLabel: 'Error' }}
          />
        </FormField>
        {rows.length > 0 && (
          <Table
            variant="embedded" items={rows} wrapLines ariaLabels={{ tableLabel: 'Types in the file' }}
            columnDefinitions={[
              {
                id: 'id', header: 'Component type', isRowHeader: true,
                cell: ({ draft }) => draft.componentTypeId,
              },
              {
                id: 'properties', header: 'Properties', width: 110,
                cell: ({ draft }) => Object.keys(draft.propertyDefinitions ?? {}).length,
              },
              {
                id: 'state', header: 'State',
                cell: (row) => <RowState problem={row.problem} result={results[row.draft.componentTypeId]} />,
              },
            ]}
          />
        )}
        {rows.length > good.length && !isDone && <Alert type="info">Types with a problem are left out.</Alert>}
      </SpaceBetween>
    </Modal>
  )
}

function RowState({ problem, result }: { readonly problem: string | undefined; readonly result: Result | undefined }): ReactNode {
  if (result === 'made') return <StatusIndicator type="success">Created</StatusIndicator>
  if (result === 'making') return <StatusIndicator type="in-progress">Creating</StatusIndicator>
  if (result) return <StatusIndicator type="error">{result.problem}</StatusIndicator>
  return problem ? <StatusIndicator type="warning">{problem}</StatusIndicator> : <StatusIndicator type="pending">Ready</StatusIndicator>
}

function problemOf(draft: TypeDraft, all: readonly TypeDraft[], taken: ReadonlySet<string>): string | undefined {
  const bad = idProblem(draft.componentTypeId, taken)
  if (bad) return bad
  const missing = [...needsOf(draft)].find((id) => !taken.has(id) && !all.some((it) => it.componentTypeId === id))
  return missing ? `It needs ${missing}, which is neither here nor in the file.` : undefined
}

function useMaking() {
  const workspaceId = useWorkspaceId()
  const { clients, notify } = useConsole()
  const client = useQueryClient()
  const [results, setResults] = useState<Readonly<Record<string, Result>>>({})
  const [isBusy, setBusy] = useState(false)
  const make = async (drafts: readonly TypeDraft[]) => {
    setBusy(true)
    let n = 0
    for (const draft of drafts) {
      const set = (it: Result) => setResults((before) => ({ ...before, [draft.componentTypeId]: it }))
      set('making')
      try {
        await clients.twinmaker.send(new CreateComponentTypeCommand(requestOf(workspaceId, draft)))
        n++
        set('made')
      } catch (failure) {
        set({ problem: describeError(failure).message })
      }
    }
    await client.invalidateQueries({ queryKey: keys.componentTypes(workspaceId) })
    if (n > 0) notify({ type: 'success', text: n === 1 ? '1 component type created' : `${n} component types created` })
    setBusy(false)
  }
  return { make, results, isBusy }
}
