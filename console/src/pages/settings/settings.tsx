// Settings: looks, formats, the connection for scripts, keyboard, and what this console is made of.

import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { PageFrame } from '../../kit/page-frame'
import { About } from './about'
import { Connection } from './connection'
import { Formats, Looks } from './choices'
import { Keyboard } from './keyboard'

export function Page(): ReactNode {
  return (
    <PageFrame title="Settings" crumbs={[]} description="Kept in this browser, for this person.">
      <SpaceBetween size="l">
        <Looks />
        <Formats />
        <Connection />
        <Keyboard />
        <About />
      </SpaceBetween>
    </PageFrame>
  )
}
