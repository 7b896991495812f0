// The first screen: who are you. First cut; the shell's owner completes it.

import type { ReactNode } from 'react'

export function SignIn(): ReactNode {
  return <p>Sign in</p>
}
