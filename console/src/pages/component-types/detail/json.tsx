// A type as JSON: as it could be written again, or as the service answers it.

import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useMemo, useState } from 'react'
import { CodeBlock } from '../../../kit/copy'
import { declarationOf } from '../model/origin'
import type { TabProps } from './overview'

export function JsonTab({ type, lineage }: TabProps): ReactNode {
  const [form, choose] = useState('own')
  const text = useMemo(() => {
    const shown = form === 'own' ? declarationOf(type, lineage.typeOf) : type
    return JSON.stringify(shown, null, 2)
  }, [form, type, lineage])
  return (
    <Container
      header={(
        <Header
          variant="h2"
          description={form === 'own' ? 'Its own members only, as CreateComponentType takes them.'
            : 'The answer of GetComponentType: all members, inherited ones too.'}
          actions={(
            <SegmentedControl
              label="Which form" selectedId={form} onChange={({ detail }) => choose(detail.selectedId)}
              options={[{ id: 'own', text: 'Declaration' }, { id: 'whole', text: 'Answer of the API' }]}
            />
          )}
        >
          JSON
        </Header>
      )}
    >
      <SpaceBetween size="s">
        <CodeBlock text={text} label="the JSON" />
      </SpaceBetween>
    </Container>
  )
}
