// The colours of the built-in icons of tags.

import type { IconName } from './rules/target'

/** Blue, amber, red, violet: told apart also by their shapes. */
export const ICON_COLORS: Readonly<Record<IconName, string>> = {
  Info: '#0972d3',
  Warning: '#e07b00',
  Error: '#d91515',
  Video: '#6237a7',
  Custom: '#0972d3',
}
