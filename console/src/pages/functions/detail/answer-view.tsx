// The answer of an invocation: how it went, the figures, the payload or the error with its stack, and the log.

import Box from '@cloudscape-design/components/box'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { ReactNode } from 'react'
import { CodeBlock } from '../../../kit/copy'
import { type Answer, failureOf, prettyPayload, printedOf, reportOf } from '../model/answer'
import './answer.css'
import { durationWords, sizeWords } from '../model/bytes'

export function AnswerStatus({ answer }: { readonly answer: Answer }): ReactNode {
  return answer.error ? <StatusIndicator type="error">Failed: {failureOf(answer.payload).type}</StatusIndicator>
    : <StatusIndicator type="success">Answered</StatusIndicator>
}

export function AnswerView({ answer }: { readonly answer: Answer }): ReactNode {
  const report = reportOf(answer.log)
  const failure = answer.error ? failureOf(answer.payload) : null
  const printed = printedOf(answer.log)
  return (
    <div className="g-answer">
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={4}
          items={[
            { label: 'Result', value: <AnswerStatus answer={answer} /> },
            {
              label: 'Duration in the function',
              value: report.duration_ms === undefined ? '–' : durationWords(report.duration_ms),
            },
            { label: 'With the way there and back', value: durationWords(answer.took_ms) },
            {
              label: 'Start of the worker',
              value: report.init_ms === undefined ? 'It was running' : durationWords(report.init_ms),
            },
            {
              label: 'Memory',
              value: report.memory_max_mb === undefined ? '–' : `${report.memory_max_mb} of ${report.memory_mb} MB`,
            },
            { label: 'Answer', value: sizeWords(new Blob([answer.payload]).size) },
            { label: 'Status', value: `HTTP ${answer.status}${answer.error ? `, ${answer.error}` : ''}` },
            { label: 'Request id', value: answer.requestId ?? '–' },
          ]}
        />
        {failure && (
          <div>
            <Box variant="h4">{failure.type}</Box>
            <Box color="text-status-error">{failure.message}</Box>
            {failure.stack.length > 0 && <CodeBlock text={failure.stack.join('\n')} label="the stack" />}
          </div>
        )}
        {!failure && (
          <div>
            <Box variant="h4" padding={{ bottom: 'xxs' }}>Answer</Box>
            <CodeBlock text={prettyPayload(answer.payload)} label="the answer" />
          </div>
        )}
        <div>
          <Box variant="h4" padding={{ bottom: 'xxs' }}>Log</Box>
          {answer.log === '' ? <Box color="text-body-secondary">Nothing came with the answer.</Box>
            : <CodeBlock text={answer.log.trimEnd()} label="the log" />}
          {answer.log !== '' && printed === '' && (
            <Box variant="small" color="text-body-secondary">The function printed nothing.</Box>
          )}
        </div>
      </SpaceBetween>
    </div>
  )
}
