// The title of the window: what is on the screen, then where.

import { useEffect } from 'react'

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Gemel' : `${title} · Gemel`
  }, [title])
}
