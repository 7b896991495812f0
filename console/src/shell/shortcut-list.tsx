// All keyboard shortcuts that work at this moment.

import Box from '@cloudscape-design/components/box'
import Modal from '@cloudscape-design/components/modal'
import type { ReactNode } from 'react'
import type { PaletteAction } from '../pages'
import { Caps } from './caps'
import { shellStore } from './state'
import './shortcut-list.css'

export function ShortcutList({ own }: { readonly own: readonly PaletteAction[] }): ReactNode {
  const actions = shellStore((it) => it.actions)
  return (
    <Modal
      visible size="large" header="Keyboard shortcuts" closeAriaLabel="Close" onDismiss={() => shellStore.setState({ open: null })}
    >
      <ShortcutTable actions={[...actions, ...own]} />
    </Modal>
  )
}

export function ShortcutTable({ actions }: { readonly actions: readonly PaletteAction[] }): ReactNode {
  const withKeys = actions.filter((it) => it.keys !== undefined)
  const groups = [...new Set(withKeys.map((it) => it.group))].map((group) => [group, withKeys.filter((it) => it.group === group)] as const)
  return (
    <div className="g-shortcuts">
      {groups.map(([group, them]) => (
        <section key={group}>
          <Box variant="h3" padding={{ bottom: 'xxs' }}>{group}</Box>
          <dl>
            {them.map((it) => (
              <div key={it.id}><dt>{it.label}</dt><dd><Caps keys={it.keys ?? ''} /></dd></div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
