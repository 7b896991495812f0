// What this is: version, licences.

import CloudscapeLink from '@cloudscape-design/components/link'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { readConfig } from '../../shell/verify'

export function About(): ReactNode {
  const { data, isPending } = useQuery({ queryKey: ['config'], queryFn: readConfig, staleTime: 600_000 })
  return (
    <Container header={<Header variant="h2">About</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'Gemel', value: data?.version ?? (isPending ? '…' : 'a version that does not say') },
          {
            label: 'Licence',
            value: (
              <>
                Apache 2.0 ·{' '}
                <CloudscapeLink external externalIconAriaLabel="Opens in a new tab" href={`${import.meta.env.BASE_URL}THIRD-PARTY.txt`}>
                  licences of others’ work in it
                </CloudscapeLink>
              </>
            ),
          },
          { label: 'Other hosts', value: 'none: it loads everything from this server' },
        ]}
      />
    </Container>
  )
}
