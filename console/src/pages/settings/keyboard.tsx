// The keyboard shortcuts of the console; those of a page are in its own list (`?`).

import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import type { ReactNode } from 'react'
import { ShortcutTable } from '../../shell/shortcut-list'
import { useOwnShortcuts } from '../../shell/shortcuts'
import { shellStore } from '../../shell/state'

export function Keyboard(): ReactNode {
  const own = useOwnShortcuts()
  return (
    <Container
      header={
        <Header
          variant="h2" description="Pages have more of their own; “?” shows those of the page you are on."
          actions={<Button onClick={() => shellStore.setState({ open: 'shortcuts' })}>Show all</Button>}
        >
          Keyboard
        </Header>
      }
    >
      <ShortcutTable actions={own} />
    </Container>
  )
}
