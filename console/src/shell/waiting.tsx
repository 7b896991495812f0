// While a page is loaded: nothing at first, so that fast loads do not flicker, then a spinner.

import Box from '@cloudscape-design/components/box'
import Spinner from '@cloudscape-design/components/spinner'
import { type ReactNode, useEffect, useState } from 'react'

const PATIENCE_MS = 250

export function Waiting(): ReactNode {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  if (!isLong) return null
  return <Box textAlign="center" padding="xxl"><Spinner size="large" /><Box color="text-body-secondary">Loading the page</Box></Box>
}
