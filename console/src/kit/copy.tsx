// Text one wants elsewhere: shown to be read, and put on the clipboard by one press.

import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import type { ReactNode } from 'react'
import './copy.css'

/** A value with its copy icon: ids, ARNs, addresses. */
export function Copyable({ text, label }: { readonly text: string; readonly label?: string }): ReactNode {
  return (
    <CopyToClipboard
      variant="inline" textToCopy={text} textToDisplay={text} copyButtonAriaLabel={`Copy ${label ?? text}`}
      copySuccessText="Copied" copyErrorText="The browser did not let it be copied"
    />
  )
}

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  return (
    <CopyToClipboard
      variant="button" textToCopy={text} copyButtonText={label} copySuccessText="Copied"
      copyErrorText="The browser did not let it be copied"
    />
  )
}

/** One or more lines of code or commands. */
export function CodeBlock({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  return (
    <div className="g-code">
      <pre>{text}</pre>
      <CopyToClipboard
        variant="icon" textToCopy={text} copyButtonAriaLabel={`Copy ${label}`} copySuccessText="Copied"
        copyErrorText="The browser did not let it be copied"
      />
    </div>
  )
}
