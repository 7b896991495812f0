// What was kept in a browser, by this console or an older one.

import { describe, expect, it } from 'vitest'
import { parsePreferences, preferencesStore, setPreferences } from './preferences'

const DEFAULTS = { theme: 'system', density: 'comfortable', timeZone: 'local', numbers: 'browser' }

describe('preferences', () => {
  it.each([null, '', '{', '[]', 'null', '7', '{"theme":"pink"}', '{"density":1}'])('fall back from %s', (text) => {
    expect(parsePreferences(text)).toEqual(DEFAULTS)
  })
  it('keep what is known and drop the rest', () => {
    expect(parsePreferences('{"theme":"dark","timeZone":"utc","numbers":"xx","more":1}')).toEqual({ ...DEFAULTS, theme: 'dark', timeZone: 'utc' })
  })
  it('are kept when changed', () => {
    setPreferences({ density: 'compact' })
    expect(preferencesStore.getState().density).toBe('compact')
    expect(parsePreferences(localStorage.getItem('gemel.preferences')).density).toBe('compact')
  })
})
