// What this is: version, licences.

import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ErrorAlert } from '../../kit/error-alert'
import { readConfig } from '../../shell/verify'

const LICENCES = `${import.meta.env.BASE_URL}THIRD-PARTY.txt`

export function About(): ReactNode {
  const config = useQuery({ queryKey: ['config'], queryFn: readConfig, staleTime: 600_000 })
  const [isOpen, setOpen] = useState(false)
  return (
    <Container header={<Header variant="h2">About</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'Gemel', value: config.data?.version ?? (config.isPending ? '…' : 'a version that does not say') },
          { label: 'Licence', value: 'Apache 2.0' },
          { label: 'Other hosts', value: 'none: it loads everything from this server' },
        ]}
      />
      <ExpandableSection headerText="Licences of others' work" expanded={isOpen} onChange={({ detail }) => setOpen(detail.expanded)}>
        {isOpen && <Licences />}
      </ExpandableSection>
    </Container>
  )
}

function Licences(): ReactNode {
  const { data, error, refetch } = useQuery({
    queryKey: ['licences'], staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const answer = await fetch(LICENCES)
      if (!answer.ok) throw new Error(`The list of licences did not load: the server answered ${answer.status}.`)
      return answer.text()
    },
  })
  if (error) return <ErrorAlert error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Spinner />
  return <div className="g-licences" tabIndex={0} role="region" aria-label="Licences"><Box variant="pre">{data}</Box></div>
}
