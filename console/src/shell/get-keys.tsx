// Where keys come from, told where they are asked for.

import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { CodeBlock } from '../kit/copy'

export function GetKeys(): ReactNode {
  return (
    <ExpandableSection headerText="How do I get in?" variant="footer" defaultExpanded>
      <SpaceBetween size="s">
        <Box color="text-body-secondary">On the machine where Gemel runs, for a link that signs you in once:</Box>
        <CodeBlock text="gemel console-link" label="command for a link" />
        <Box color="text-body-secondary">Or for an access key and its secret (paste all lines into the first field):</Box>
        <CodeBlock text="gemel credentials" label="command for keys" />
      </SpaceBetween>
    </ExpandableSection>
  )
}
