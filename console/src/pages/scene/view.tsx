// The scene for operators: to look at, to find what is wrong, to acknowledge. First cut.

import type { ReactNode } from 'react'

export function Page(): ReactNode {
  return null
}
