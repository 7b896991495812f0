// The bar on top: the mark, search, theme, who one is.

import TopNavigation from '@cloudscape-design/components/top-navigation'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { useConsole } from '../kit/context'
import { preferencesStore, setPreferences } from '../kit/preferences'
import { endSession } from '../session'
import { isMac } from './keys'
import { shellStore } from './state'

export function TopBar(): ReactNode {
  const navigate = useNavigate()
  const { session } = useConsole().clients
  const { theme } = preferencesStore()
  const who = nameOf(session.arn, session.accessKeyId)
  return (
    <TopNavigation
      identity={{
        href: '/console/', logo: { src: `${import.meta.env.BASE_URL}wordmark.svg`, alt: 'Gemel' },
        onFollow: (event) => {
          event.preventDefault()
          void navigate('/')
        },
      }}
      utilities={[
        {
          type: 'button', iconName: 'search', text: `Search  ${isMac ? '⌘' : 'Ctrl'} K`, title: 'Search everything',
          disableUtilityCollapse: true, onClick: () => shellStore.setState({ open: 'palette' }),
        },
        {
          type: 'menu-dropdown', iconSvg: THEME_ICON, ariaLabel: 'Theme', title: 'Theme',
          items: [
            { id: 'light', text: 'Light', itemType: 'checkbox', checked: theme === 'light' },
            { id: 'dark', text: 'Dark', itemType: 'checkbox', checked: theme === 'dark' },
            { id: 'system', text: 'As the system', itemType: 'checkbox', checked: theme === 'system' },
          ],
          onItemClick: ({ detail }) => setPreferences({ theme: detail.id as typeof theme }),
        },
        {
          type: 'button', iconSvg: KEYS_ICON, ariaLabel: 'Keyboard shortcuts', title: 'Keyboard shortcuts',
          onClick: () => shellStore.setState({ open: 'shortcuts' }),
        },
        {
          type: 'menu-dropdown', iconName: 'user-profile', text: who, description: `Account ${session.accountId} · ${session.region}`,
          items: [
            { id: 'settings', text: 'Settings', href: '/console/settings' },
            { id: 'out', text: 'Sign out' },
          ],
          onItemFollow: (event) => {
            event.preventDefault()
            void navigate('/settings')
          },
          onItemClick: ({ detail }) => {
            if (detail.id === 'out') signOut()
          },
        },
      ]}
      i18nStrings={{ overflowMenuTriggerText: 'More', overflowMenuTitleText: 'More' }}
    />
  )
}

const THEME_ICON = (
  <svg viewBox="0 0 16 16" focusable="false" aria-hidden="true">
    <circle cx="8" cy="8" r="6" fill="none" className="stroke-linejoin-round" />
    <path d="M8 2a6 6 0 0 1 0 12Z" className="filled" />
  </svg>
)

const KEYS_ICON = (
  <svg viewBox="0 0 16 16" focusable="false" aria-hidden="true">
    <rect x="1" y="3.5" width="14" height="9" rx="1.5" className="stroke-linejoin-round" fill="none" />
    <path d="M4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M4.5 9.8h7" className="stroke-linecap-round" fill="none" />
  </svg>
)

/** The last part of an ARN: `root`, `user/anna`, the name of a role's session. */
export function nameOf(arn: string, fallback: string): string {
  const resource = arn.split(':').slice(5).join(':')
  return resource.split('/').at(-1) || fallback
}

function signOut(): void {
  // The next person starts at the front door, not where this one was.
  history.replaceState(null, '', '/console/')
  endSession()
}
