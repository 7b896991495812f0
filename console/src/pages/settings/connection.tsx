// How other programs reach this server: the address, and settings for SDKs and tools, ready to copy.

import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import type { ReactNode } from 'react'
import { CodeBlock, Copyable } from '../../kit/copy'
import { useConsole } from '../../kit/context'
import { Time } from '../../kit/time'
import { snippets } from './snippets'

export function Connection(): ReactNode {
  const { session } = useConsole().clients
  return (
    <Container header={<Header variant="h2" description="Everything this console does goes through the same API; the keys come from “gemel credentials”.">Connection</Header>}>
      <SpaceBetween size="l">
        <KeyValuePairs
          columns={4} minColumnWidth={230}
          items={[
            { label: 'Endpoint', value: <Copyable text={session.endpoint} label="the endpoint" /> },
            { label: 'Region', value: <Copyable text={session.region} label="the region" /> },
            { label: 'Signed in as', value: <Copyable text={session.arn} label="your ARN" /> },
            { label: 'Until', value: session.expiration ? <Time time={session.expiration} isExact /> : 'you sign out or close this tab' },
          ]}
        />
        <Tabs
          ariaLabel="Settings for tools"
          tabs={snippets(session.endpoint, session.region).map((it) => ({
            id: it.id, label: it.label,
            content: <SpaceBetween size="xs"><CodeBlock text={it.text} label={it.label} /><Box color="text-body-secondary">{it.note}</Box></SpaceBetween>,
          }))}
        />
      </SpaceBetween>
    </Container>
  )
}
