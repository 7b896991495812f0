// Makes a function: from a template that is changed here, or from a zip that is ready.

import { CreateFunctionCommand, type FunctionConfiguration } from '@aws-sdk/client-lambda'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Form from '@cloudscape-design/components/form'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tiles from '@cloudscape-design/components/tiles'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useConsole } from '../../kit/context'
import { ErrorAlert } from '../../kit/error-alert'
import { PageFrame } from '../../kit/page-frame'
import { paths } from '../../kit/paths'
import { keys } from '../../kit/query'
import { codeOf, CodeSource, type Source, sourceOf, sourceProblem } from './code-source'
import { useFunctions } from './data'
import { rememberFiles } from './kept-files'
import { problemsOf, type Settings } from './model/check'
import { type EventKind, eventKindOf } from './model/events'
import { languageOf } from './model/runtime'
import { isTemplate, KINDS, type TemplateKind, templateOf } from './model/templates'
import { BasicFields, FurtherFields } from './settings-form'

interface Draft {
  readonly kind: TemplateKind
  readonly settings: Settings
  readonly source: Source
}

export function Page(): ReactNode {
  const { clients } = useConsole()
  const navigate = useNavigate()
  const taken = (useFunctions().data ?? []).map((it) => it.FunctionName ?? '')
  const [params] = useSearchParams()
  const [draft, setDraft] = useState(() => firstDraft(params.get('kind'), clients.session.accountId))
  const [isTried, setTried] = useState(false)
  const { create, isBusy, error } = useCreate(draft)
  const found = problemsOf(draft.settings, taken)
  const problems = isTried ? found : draft.settings.name !== '' && found.name ? { name: found.name } : {}
  const badCode = sourceProblem(draft.source)
  const form = {
    value: draft.settings, isNew: true, problems,
    onChange: (settings: Settings) => setDraft(settled(draft, settings)),
  }
  const submit = () => {
    setTried(true)
    if (Object.keys(found).length === 0 && !badCode) void create()
  }
  return (
    <PageFrame
      title="Create function" crumbs={[{ text: 'Functions', href: paths.functions() }]}
      description="A handler that Gemel runs, so that component types can read and write data kept elsewhere."
    >
      <form onSubmit={(event) => { event.preventDefault(); submit() }}>
        <Form
          actions={(
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                variant="link" formAction="none" onClick={() => navigate(paths.functions())}
              >
                Cancel
              </Button>
              <Button
                variant="primary" loading={isBusy} loadingText="Making it and starting it once"
              >
                Create function
              </Button>
            </SpaceBetween>
          )}
          errorText={isTried && (Object.keys(found).length > 0 || badCode) ? 'Mend the fields marked above first.' : undefined}
        >
          <SpaceBetween size="l">
            <KindPanel draft={draft} onChange={setDraft} />
            <Container header={<Header variant="h2">Basics</Header>}><BasicFields {...form} /></Container>
            <Container header={<Header variant="h2">Code</Header>}>
              <CodeSource
                source={draft.source} onChange={(source) => setDraft({ ...draft, source })}
                handler={draft.settings.handler} runtime={draft.settings.runtime}
                errorText={isTried ? badCode : undefined}
              />
            </Container>
            <Container header={<Header variant="h2">Settings</Header>}><FurtherFields {...form} /></Container>
            <ErrorAlert error={error} header="The function was not made" />
          </SpaceBetween>
        </Form>
      </form>
    </PageFrame>
  )
}

function KindPanel({ draft, onChange }: { readonly draft: Draft; readonly onChange: (it: Draft) => void }): ReactNode {
  const kind = KINDS[draft.kind]
  return (
    <Container
      header={<Header variant="h2" description="Fills in a handler that works; change it as you like.">What it is for</Header>}
    >
      <SpaceBetween size="m">
        <Tiles
          value={draft.kind} columns={3} ariaLabel="What it is for"
          onChange={({ detail }) => onChange(chosen(draft, detail.value as TemplateKind))}
          items={Object.entries(KINDS).map(([value, it]) => ({ value, label: it.label, description: it.description }))}
        />
        <KeyValuePairs
          columns={2}
          items={[
            { label: 'It is asked with', value: kind.event },
            { label: 'It answers', value: <Box variant="span" fontSize="body-s">{kind.answer}</Box> },
          ]}
        />
      </SpaceBetween>
    </Container>
  )
}

function firstDraft(kind: string | null, accountId: string): Draft {
  const chosenKind = kind && Object.hasOwn(KINDS, kind) ? kind as TemplateKind : 'dataReader'
  const template = templateOf(chosenKind, 'python')
  return {
    kind: chosenKind,
    settings: {
      name: '', runtime: 'python3.12', handler: template.handler, description: '', timeout_s: 10,
      memory_mb: 128,
      role: `arn:aws:iam::${accountId.padStart(12, '0')}:role/gemel-function`, variables: [],
    },
    source: sourceOf([{ name: template.file, text: template.code }]),
  }
}

/** Another kind brings its template, unless somebody has written over the last one. */
function chosen(draft: Draft, kind: TemplateKind): Draft {
  const isOwn = draft.source.files.some((it) => !isTemplate(it.text))
  if (isOwn) return { ...draft, kind }
  return templated({ ...draft, kind })
}

function templated(draft: Draft): Draft {
  const template = templateOf(draft.kind, languageOf(draft.settings.runtime))
  return {
    ...draft,
    settings: { ...draft.settings, handler: template.handler },
    source: { ...draft.source, files: [{ name: template.file, text: template.code }] },
  }
}

function settled(draft: Draft, settings: Settings): Draft {
  const next = { ...draft, settings }
  const isOther = languageOf(settings.runtime) !== languageOf(draft.settings.runtime)
  const isOwn = draft.source.kind !== 'files' || draft.source.files.some((it) => !isTemplate(it.text))
  return isOther && !isOwn ? templated(next) : next
}

function sampleOfKind(kind: TemplateKind): EventKind {
  return eventKindOf(KINDS[kind].functions[0] ?? '')
}

function useCreate({ kind, settings, source }: Draft) {
  const { clients, notify } = useConsole()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const create = async () => {
    setBusy(true)
    setError(null)
    try {
      const made: FunctionConfiguration = await clients.lambda.send(new CreateFunctionCommand({
        FunctionName: settings.name, Runtime: settings.runtime as never, Role: settings.role,
        Code: codeOf(source),
        ...(settings.handler ? { Handler: settings.handler } : {}),
        Description: settings.description, Timeout: settings.timeout_s, MemorySize: settings.memory_mb,
        Environment: { Variables: Object.fromEntries(settings.variables.map((it) => [it.name, it.value])) },
      }))
      if (source.kind === 'files') rememberFiles(settings.name, made.CodeSha256 ?? '', source.files)
      await client.invalidateQueries({ queryKey: keys.functions() })
      notify(made.State === 'Active'
        ? { type: 'success', text: `Function ${settings.name} is made and starts` }
        : { type: 'warning', text: `Function ${settings.name} is made, but does not start: ${made.StateReason}` })
      navigate(`/functions/${encodeURIComponent(settings.name)}?${made.State === 'Active' ? `tab=test&sample=${sampleOfKind(kind)}` : 'tab=code'}`)
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return { create, isBusy, error }
}
