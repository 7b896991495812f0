// Opens the console's list of shortcuts, which has the composer's own in it.

import { shellStore } from '../../shell/state'

export function showShortcuts(): void {
  shellStore.setState({ open: 'shortcuts' })
}
