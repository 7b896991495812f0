// The one-time link `/console/#link=<token>`: taken out of the address at once, so that no history keeps it.

import { create } from 'zustand'

/** The token that waits to be redeemed. */
export const linkStore = create<{ readonly token: string | null }>(() => ({ token: null }))

/** The token in a fragment, and the fragment without it. */
export function splitHash(hash: string): { readonly token: string | null; readonly rest: string } {
  const parts = hash.replace(/^#/, '').split('&')
  const found = parts.find((it) => it.startsWith('link='))
  if (found === undefined) return { token: null, rest: hash }
  const rest = parts.filter((it) => it !== found && it !== '').join('&')
  let token = found.slice('link='.length)
  try {
    token = decodeURIComponent(token)
  } catch {
    // Not encoded: as it stands.
  }
  return { token, rest: rest === '' ? '' : `#${rest}` }
}

function take(): void {
  const { token, rest } = splitHash(location.hash)
  if (token === null) return
  history.replaceState(history.state, '', `${location.pathname}${location.search}${rest}`)
  linkStore.setState({ token })
}

/** Takes the link now, and later ones that are pasted into the same tab. */
export function watchLink(): void {
  take()
  addEventListener('hashchange', take)
}

export function forgetLink(): void {
  linkStore.setState({ token: null })
}
