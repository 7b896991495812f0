// New code for a function: what was written here before, a template, a zip, or an object of a bucket.

import { type FunctionConfiguration, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useConsole } from '../../../kit/context'
import { ErrorAlert } from '../../../kit/error-alert'
import { keys } from '../../../kit/query'
import { codeOf, CodeSource, type Source, sourceOf, sourceProblem } from '../code-source'
import { recallFiles, rememberFiles } from '../kept-files'
import { sizeWords } from '../model/bytes'
import { filesOfHandler, languageOf } from '../model/runtime'
import { KINDS, type TemplateKind, templateOf } from '../model/templates'

export function CodeTab({ it }: { readonly it: FunctionConfiguration }): ReactNode {
  const name = it.FunctionName ?? ''
  const language = languageOf(it.Runtime ?? '')
  const [kept] = useState(() => recallFiles(name, it.CodeSha256))
  const [source, setSource] = useState<Source>(() => startOf(it, kept))
  const [isTouched, touch] = useState(false)
  const { deploy, isBusy, error } = useDeploy(it, source, () => touch(false))
  const change = (next: Source) => {
    setSource(next)
    touch(true)
  }
  const problem = sourceProblem(source)
  const use = (kind: TemplateKind) => {
    const text = templateOf(kind, language).code
    const file = filesOfHandler(it.Handler ?? '', language)[0] ?? 'app.py'
    change({ ...source, kind: 'files', files: [{ name: file, text }] })
  }
  return (
    <Container
      header={(
        <Header
          variant="h2"
          description={`Deployed: ${sizeWords(it.CodeSize)}. New code counts from the next call on; Gemel starts it once to see whether it works.`}
          actions={(
            <SpaceBetween direction="horizontal" size="xs">
              <ButtonDropdown
                items={Object.entries(KINDS).map(([id, kind]) => ({ id, text: kind.label, description: kind.description }))}
                onItemClick={({ detail }) => use(detail.id as TemplateKind)}
              >
                Start from a template
              </ButtonDropdown>
              <Button
                variant="primary" disabled={!isTouched || problem !== undefined} loading={isBusy}
                onClick={() => void deploy()}
              >
                Deploy
              </Button>
            </SpaceBetween>
          )}
        >
          Code
        </Header>
      )}
    >
      <SpaceBetween size="m">
        {!kept && source.kind === 'files' && !isTouched && (
          <Alert type="info">
            The server hands no code out, and this code was not written in this browser. Upload a new zip, or write the
            handler anew: what you deploy replaces all of it.
          </Alert>
        )}
        <CodeSource
          source={source} onChange={change} handler={it.Handler ?? ''} runtime={it.Runtime ?? ''}
          errorText={isTouched ? problem : undefined}
        />
        <ErrorAlert error={error} header="The code was not deployed" />
        {kept && (
          <Box
            variant="small" color="text-body-secondary"
          >
            This is the deployed code, as it was written in this browser.
          </Box>
        )}
      </SpaceBetween>
    </Container>
  )
}

function startOf(it: FunctionConfiguration, kept: ReturnType<typeof recallFiles>): Source {
  if (kept) return sourceOf(kept)
  const language = languageOf(it.Runtime ?? '')
  const file = filesOfHandler(it.Handler ?? '', language)[0] ?? 'app.py'
  return { ...sourceOf([{ name: file, text: templateOf('plain', language).code }]), kind: 'zip' }
}

function useDeploy(it: FunctionConfiguration, source: Source, onDone: () => void) {
  const { clients, notify } = useConsole()
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const name = it.FunctionName ?? ''
  const deploy = async () => {
    setBusy(true)
    setError(null)
    try {
      const made = await clients.lambda.send(new UpdateFunctionCodeCommand({
        FunctionName: name, RevisionId: it.RevisionId, ...codeOf(source),
      }))
      if (source.kind === 'files') rememberFiles(name, made.CodeSha256 ?? '', source.files)
      onDone()
      await client.invalidateQueries({ queryKey: keys.functions() })
      notify(made.State === 'Active' ? { type: 'success', text: `New code of ${name} is deployed and starts` }
        : { type: 'warning', text: `New code of ${name} is deployed, but does not start: ${made.StateReason}` })
    } catch (failure) {
      setError(failure)
    }
    setBusy(false)
  }
  return { deploy, isBusy, error }
}
