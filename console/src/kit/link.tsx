// A link inside the console: Cloudscape's look, the router's movement, and a real address for a new tab.

import CloudscapeLink from '@cloudscape-design/components/link'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'

/** `to` is below /console: `/workspaces/a`. */
export function Link({ to, children, ariaLabel }: { readonly to: string; readonly children: ReactNode; readonly ariaLabel?: string }): ReactNode {
  const navigate = useNavigate()
  return (
    <CloudscapeLink
      href={`/console${to}`}
      {...(ariaLabel ? { ariaLabel } : {})}
      // Not called for clicks with a modifier key: those open a new tab.
      onFollow={(event) => {
        event.preventDefault()
        navigate(to)
      }}
    >
      {children}
    </CloudscapeLink>
  )
}
