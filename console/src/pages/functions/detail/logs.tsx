// What a function printed in the calls made from this tab, and where the server keeps the rest.

import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { Empty } from '../../../kit/empty'
import { clearInvocations, invocationsStore } from '../invocations'
import type { Answer } from '../model/answer'
import { durationWords } from '../model/bytes'
import { AnswerStatus, AnswerView } from './answer-view'

const NONE: readonly Answer[] = []

export function LogsTab({ it, onTest }: { readonly it: FunctionConfiguration; readonly onTest: () => void }): ReactNode {
  const name = it.FunctionName ?? ''
  const answers = invocationsStore((store) => store.byFunction[name] ?? NONE)
  return (
    <Container
      header={(
        <Header
          variant="h2" counter={`(${answers.length})`}
          description="Invocations made from this browser tab, newest first."
          actions={<Button disabled={answers.length === 0} onClick={() => clearInvocations(name)}>Clear</Button>}
        >
          Invocations
        </Header>
      )}
      footer={(
        <Box variant="small" color="text-body-secondary">
          The API gives the last 4 KB of the log of a call to whoever made it. On the server, the file{' '}
          <Box variant="code">functions/{name}/invocations.log</Box> in the data folder has every call that printed
          something or failed, those of connectors too.
        </Box>
      )}
    >
      {answers.length === 0
        ? <Empty title="No invocations yet" hint="Try the function with a sample event; what it prints shows here." action={<Button onClick={onTest}>Open Test</Button>} />
        : (
          <SpaceBetween size="xs">
            {answers.map((answer, index) => (
              <ExpandableSection
                key={answer.at.toISOString()} defaultExpanded={index === 0}
                headerText={answer.at.toLocaleTimeString()} headerDescription={durationWords(answer.took_ms)}
                headerInfo={<AnswerStatus answer={answer} />} variant="default"
              >
                <AnswerView answer={answer} />
              </ExpandableSection>
            ))}
          </SpaceBetween>
        )}
    </Container>
  )
}
