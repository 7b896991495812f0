// Tries a function: an event as a connector gets it, filled from a real component, and what comes back.

import { type FunctionConfiguration, InvokeCommand } from '@aws-sdk/client-lambda'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useConsole, usePaletteActions } from '../../../kit/context'
import { ErrorAlert } from '../../../kit/error-alert'
import { JsonEditor } from '../../../kit/json-editor'
import { addInvocation, invocationsStore, rememberEvent } from '../invocations'
import { type Answer, textOfBase64 } from '../model/answer'
import { AnswerView } from './answer-view'
import { SampleEvent } from './sample-event'

export function TestTab({ it }: { readonly it: FunctionConfiguration }): ReactNode {
  const name = it.FunctionName ?? ''
  const { clients } = useConsole()
  const event = invocationsStore((store) => store.events[name]) ?? '{}'
  const last = invocationsStore((store) => store.byFunction[name]?.[0])
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const problem = problemOf(event)
  const invoke = async () => {
    setBusy(true)
    setError(null)
    const started_ms = performance.now()
    try {
      const result = await clients.lambda.send(new InvokeCommand({
        FunctionName: name, Payload: new TextEncoder().encode(event), LogType: 'Tail',
      }))
      addInvocation(name, {
        at: new Date(), event, status: result.StatusCode ?? 0, error: result.FunctionError ?? null,
        payload: new TextDecoder().decode(result.Payload), log: textOfBase64(result.LogResult),
        took_ms: performance.now() - started_ms, requestId: result.$metadata.requestId,
      } satisfies Answer)
    } catch (failure) {
      setError(failure)
    }
    setBusy(false)
  }
  useInvokeAction(name, () => { if (problem === null && !isBusy) void invoke() })
  return (
    <SpaceBetween size="l">
      <Container
        header={(
          <Header
            variant="h2" description="Calls the function now and waits for its answer. It really runs: a writer writes."
            actions={<Button variant="primary" loading={isBusy} disabled={problem !== null} onClick={() => void invoke()}>Invoke</Button>}
          >
            Event
          </Header>
        )}
      >
        <SpaceBetween size="m">
          <SampleEvent arn={it.FunctionArn ?? ''} onEvent={(text) => rememberEvent(name, text)} />
          <FormField stretch>
            <JsonEditor
              value={event} onChange={(text) => rememberEvent(name, text)} label="Event" height="300px"
            />
          </FormField>
        </SpaceBetween>
      </Container>
      <ErrorAlert error={error} header="The function could not be called" onRetry={() => void invoke()} />
      {last ? <Container header={<Header variant="h2">Answer</Header>}><AnswerView answer={last} /></Container>
        : <Alert type="info">Choose a sample event, then press Invoke: the answer, its duration and the log show here.</Alert>}
    </SpaceBetween>
  )
}

function useInvokeAction(name: string, invoke: () => void): void {
  const now = useRef(invoke)
  useEffect(() => {
    now.current = invoke
  })
  usePaletteActions(useMemo(() => [{
    id: 'function.invoke', label: `Invoke ${name}`, group: 'Functions', keys: 'mod+enter', run: () => now.current(),
  }], [name]))
}

function problemOf(event: string): string | null {
  try {
    JSON.parse(event)
    return null
  } catch (failure) {
    return `This is not JSON: ${failure instanceof Error ? failure.message : String(failure)}`
  }
}
