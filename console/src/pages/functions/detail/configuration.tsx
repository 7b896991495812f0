// Changes a function's settings; what was before can be brought back.

import {
  type FunctionConfiguration, UpdateFunctionConfigurationCommand, type UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Form from '@cloudscape-design/components/form'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useConsole } from '../../../kit/context'
import { ErrorAlert } from '../../../kit/error-alert'
import { keys } from '../../../kit/query'
import { problemsOf, type Settings } from '../model/check'
import { BasicFields, FurtherFields } from '../settings-form'

export function ConfigurationTab({ it }: { readonly it: FunctionConfiguration }): ReactNode {
  const { clients, notify } = useConsole()
  const client = useQueryClient()
  const [before] = useState(() => settingsOf(it))
  const [value, setValue] = useState(before)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const problems = problemsOf(value)
  const isChanged = JSON.stringify(value) !== JSON.stringify(before)
  const write = async (settings: Settings) => {
    await clients.lambda.send(new UpdateFunctionConfigurationCommand(updateOf(settings)))
    await client.invalidateQueries({ queryKey: keys.functions() })
  }
  const save = async () => {
    setBusy(true)
    setError(null)
    try {
      await write(value)
      notify({ type: 'success', text: `Settings of ${value.name} are saved`, undo: () => write(before) })
    } catch (failure) {
      setError(failure)
    }
    setBusy(false)
  }
  const form = { value, onChange: setValue, problems, isNew: false }
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (isChanged && Object.keys(problems).length === 0) void save() }}>
      <Form
        actions={(
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              variant="link" formAction="none" disabled={!isChanged} onClick={() => setValue(before)}
            >
              Discard changes
            </Button>
            <Button
              variant="primary" loading={isBusy} disabled={!isChanged || Object.keys(problems).length > 0}
            >
              Save
            </Button>
          </SpaceBetween>
        )}
      >
        <Container
          header={<Header variant="h2" description="Changes count from the next call on.">Configuration</Header>}
        >
          <SpaceBetween size="l">
            <BasicFields {...form} />
            <FurtherFields {...form} />
            <ErrorAlert error={error} header="The settings were not saved" />
          </SpaceBetween>
        </Container>
      </Form>
    </form>
  )
}

export function settingsOf(it: FunctionConfiguration): Settings {
  return {
    name: it.FunctionName ?? '', runtime: it.Runtime ?? '', handler: it.Handler ?? '',
    description: it.Description ?? '',
    timeout_s: it.Timeout ?? 3, memory_mb: it.MemorySize ?? 128, role: it.Role ?? '',
    variables: Object.entries(it.Environment?.Variables ?? {}).map(([name, value]) => ({ name, value })),
  }
}

function updateOf(it: Settings): UpdateFunctionConfigurationCommandInput {
  return {
    FunctionName: it.name,
    Runtime: it.runtime as NonNullable<UpdateFunctionConfigurationCommandInput['Runtime']>, Role: it.role,
    Description: it.description, Timeout: it.timeout_s, MemorySize: it.memory_mb,
    ...(it.handler ? { Handler: it.handler } : {}),
    Environment: { Variables: Object.fromEntries(it.variables.map(({ name, value }) => [name, value])) },
  }
}
