// The quieter parts of the dashboard: what changed last, and what the workspace is made of.

import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import type { GetWorkspaceCommandOutput } from '@aws-sdk/client-iottwinmaker'
import type { ReactNode } from 'react'
import { Copyable } from '../../kit/copy'
import { Link } from '../../kit/link'
import { Time } from '../../kit/time'
import type { Change } from './recent'

export function Changes({ changes, isStreaming }: { readonly changes: readonly Change[]; readonly isStreaming: boolean }): ReactNode {
  return (
    <Container header={<Header variant="h2">Latest changes</Header>}>
      {changes.length === 0 && <Box color="text-body-secondary">{isStreaming ? 'Looking…' : 'Nothing yet. What you make shows here.'}</Box>}
      <ul className="g-changes">
        {changes.map((it) => (
          <li key={it.to}>
            <Badge>{it.kind}</Badge>
            <Link to={it.to}>{it.label}</Link>
            <Box variant="small" color="text-body-secondary">{it.isNew ? 'made' : 'changed'} <Time time={it.time} /></Box>
          </li>
        ))}
      </ul>
    </Container>
  )
}

export function About({ workspace }: { readonly workspace: GetWorkspaceCommandOutput }): ReactNode {
  const { arn = '', s3Location, role, creationDateTime, updateDateTime } = workspace
  return (
    <Container header={<Header variant="h2">About</Header>}>
      <KeyValuePairs
        items={[
          { label: 'ARN', value: <Copyable text={arn} label="the ARN" /> },
          { label: 'Bucket', value: s3Location ? <Copyable text={s3Location} label="the bucket's ARN" /> : 'none' },
          { label: 'Role', value: role ? <Copyable text={role} label="the role" /> : 'none' },
          { label: 'Created', value: <Time time={creationDateTime} isExact /> },
          { label: 'Changed', value: <Time time={updateDateTime} isExact /> },
        ]}
      />
    </Container>
  )
}
