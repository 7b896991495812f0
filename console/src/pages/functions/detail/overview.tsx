// What a function is at a glance; its variables stay covered until somebody looks.

import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { Copyable } from '../../../kit/copy'
import { Time } from '../../../kit/time'
import { modifiedAt } from '../data'
import { sizeWords } from '../model/bytes'
import { languageOf, runtimeWords } from '../model/runtime'
import { AboutFunctions, FunctionState } from '../words'

export function OverviewTab({ it, tags }: {
  readonly it: FunctionConfiguration; readonly tags: Record<string, string> | undefined
}): ReactNode {
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Details</Header>}>
        <KeyValuePairs
          columns={4}
          items={[
            { label: 'Runtime', value: runtimeWords(it.Runtime) },
            {
              label: 'Handler', value: languageOf(it.Runtime ?? '') === 'provided' ? 'bootstrap' : it.Handler,
            },
            { label: 'State', value: <FunctionState it={it} /> },
            { label: 'Last modified', value: <Time time={modifiedAt(it)} /> },
            { label: 'Timeout', value: `${it.Timeout} seconds` },
            { label: 'Memory', value: `${it.MemorySize} MB` },
            { label: 'Code size', value: sizeWords(it.CodeSize) },
            { label: 'Code SHA-256', value: <Copyable text={it.CodeSha256 ?? ''} label="the hash" /> },
            { label: 'Role', value: it.Role },
            { label: 'ARN', value: <Copyable text={it.FunctionArn ?? ''} label="the ARN" /> },
            ...Object.entries(tags ?? {}).map(([key, value]) => ({ label: `Tag ${key}`, value })),
          ]}
        />
      </Container>
      <Variables variables={it.Environment?.Variables ?? {}} />
      <AboutFunctions />
    </SpaceBetween>
  )
}

function Variables({ variables }: { readonly variables: Readonly<Record<string, string>> }): ReactNode {
  const [isShown, show] = useState(false)
  const entries = Object.entries(variables)
  return (
    <Container
      header={(
        <Header
          variant="h2" counter={`(${entries.length})`}
          actions={entries.length > 0 && <Button onClick={() => show(!isShown)}>{isShown ? 'Hide values' : 'Show values'}</Button>}
        >
          Environment variables
        </Header>
      )}
    >
      {entries.length === 0 ? <Box color="text-body-secondary">None. Addresses and passwords of your stores belong here; add them under Configuration.</Box>
        : (
          <KeyValuePairs
            columns={3}
            items={entries.map(([label, value]) => ({ label, value: isShown ? value || '–' : <span aria-label="covered">••••••••</span> }))}
          />
        )}
    </Container>
  )
}
