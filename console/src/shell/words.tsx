// The English words of Cloudscape's own parts: names of buttons without text, what screen readers say.

import I18nProvider from '@cloudscape-design/components/i18n'
import messages from '@cloudscape-design/components/i18n/messages/all.en'
import type { ReactNode } from 'react'

export function Words({ children }: { readonly children: ReactNode }): ReactNode {
  return <I18nProvider locale="en" messages={[messages]}>{children}</I18nProvider>
}
