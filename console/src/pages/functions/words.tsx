// Small pieces that several of these pages show: the state of a function, what it is for.

import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Popover from '@cloudscape-design/components/popover'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { ReactNode } from 'react'

export function FunctionState({ it }: { readonly it: FunctionConfiguration }): ReactNode {
  if (it.State === 'Active') return <StatusIndicator type="success">Ready</StatusIndicator>
  if (it.State === 'Pending') return <StatusIndicator type="in-progress">Starting</StatusIndicator>
  return (
    <Popover
      header={it.StateReasonCode ?? 'Does not start'} content={it.StateReason ?? 'The server says no more.'}
      dismissAriaLabel="Close"
    >
      <StatusIndicator type="error">Failed</StatusIndicator>
    </Popover>
  )
}

/** What functions are, for those who meet them first. */
export function AboutFunctions(): ReactNode {
  return (
    <ExpandableSection headerText="What a function is, and how it runs here" variant="footer">
      <ul>
        <li>
          A function joins a twin to data kept elsewhere: a component type names it as its data reader, data writer,
          attribute reader, table reader or schema initializer, and Gemel calls it whenever such values are asked for.
        </li>
        <li>
          It is a handler as written for AWS Lambda, in Python, in Node.js or as an executable named “bootstrap”, in a
          zip file. Gemel runs it as a process of its own machine, in a sandbox, with credentials and the address of
          this server in its environment, so that it can call back.
        </li>
        <li>
          When it is made or changed, Gemel starts it once. If it does not start, its state says why: a missing
          module, a syntax error, a handler that is not there.
        </li>
        <li>
          One call may take the timeout you set (at most 15 minutes); an event and its answer may have 6 MB. What the
          function prints is its log.
        </li>
      </ul>
    </ExpandableSection>
  )
}
