// Access key and secret, checked as one presses "Sign in".

import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ClipboardEvent, type FormEvent, type ReactNode, useState } from 'react'
import { startSession } from '../session'
import { parsePasted } from './pasted'
import { type Keys, SignInError, verify } from './verify'

type Field = 'accessKeyId' | 'secretAccessKey' | 'sessionToken'
const NO_KEYS: Record<Field, string> = { accessKeyId: '', secretAccessKey: '', sessionToken: '' }

export function KeysForm({ region }: { readonly region: string }): ReactNode {
  const [keys, setKeys] = useState(NO_KEYS)
  const [isBusy, setBusy] = useState(false)
  const [isTokenOpen, setTokenOpen] = useState(false)
  const [error, setError] = useState<SignInError | null>(null)
  const change = (field: Field) => (value: string) => {
    setError(null)
    setKeys((it) => ({ ...it, [field]: value }))
  }
  // An input would join the lines of what is pasted, so they are read from the clipboard.
  const paste = (event: ClipboardEvent) => {
    const pasted = parsePasted(event.clipboardData.getData('text'))
    if (!pasted) return
    event.preventDefault()
    setError(null)
    setKeys((it) => ({ ...it, ...pasted }))
    if (pasted.sessionToken) setTokenOpen(true)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    const problem = missing(keys)
    if (problem) return setError(problem)
    setBusy(true)
    setError(null)
    try {
      startSession(await verify(trimmed(keys), { region, endpoint: location.origin }))
    } catch (failure) {
      const refused = failure instanceof SignInError ? failure : new SignInError(String(failure))
      if (refused.field === 'sessionToken') setTokenOpen(true)
      setError(refused)
      setBusy(false)
    }
  }
  const errorOf = (field: Field) => (error?.field === field ? error.message : undefined)
  return (
    <form onSubmit={(event) => void submit(event)} onPaste={paste} noValidate>
      <SpaceBetween size="m">
        {error && error.field === null && <Refusal error={error} />}
        <FormField label="Access key ID" stretch errorText={errorOf('accessKeyId')}>
          <Input
            value={keys.accessKeyId} onChange={({ detail }) => change('accessKeyId')(detail.value)}
            name="username" autoComplete="username" placeholder="AKIA…" spellcheck={false} autoFocus ariaRequired
          />
        </FormField>
        <FormField label="Secret access key" stretch errorText={errorOf('secretAccessKey')}>
          <Input
            type="password" value={keys.secretAccessKey} onChange={({ detail }) => change('secretAccessKey')(detail.value)}
            name="password" autoComplete="current-password" spellcheck={false} ariaRequired
          />
        </FormField>
        <ExpandableSection headerText="More" headerAriaLabel="More: session token" expanded={isTokenOpen} onChange={({ detail }) => setTokenOpen(detail.expanded)}>
          <FormField
            label={<>Session token <i>- optional</i></>} description="Only temporary keys (ASIA…) have one." stretch
            errorText={errorOf('sessionToken')}
          >
            <Input
              type="password" value={keys.sessionToken} onChange={({ detail }) => change('sessionToken')(detail.value)}
              name="session-token" autoComplete="off" spellcheck={false}
            />
          </FormField>
        </ExpandableSection>
        <Button variant="primary" formAction="submit" fullWidth loading={isBusy} loadingText="Checking the keys">Sign in</Button>
      </SpaceBetween>
    </form>
  )
}

function Refusal({ error }: { readonly error: SignInError }): ReactNode {
  return (
    <Alert type="error">
      {error.message}
      {error.requestId && (
        <Box variant="small" display="block" color="text-body-secondary">request {error.requestId}</Box>
      )}
    </Alert>
  )
}

function missing(keys: Record<Field, string>): SignInError | null {
  if (keys.accessKeyId.trim() === '') return new SignInError('Enter the access key ID.', 'accessKeyId')
  if (keys.secretAccessKey.trim() === '') return new SignInError('Enter the secret access key.', 'secretAccessKey')
  return null
}

function trimmed({ accessKeyId, secretAccessKey, sessionToken }: Record<Field, string>): Keys {
  const token = sessionToken.trim()
  const keys = { accessKeyId: accessKeyId.trim(), secretAccessKey: secretAccessKey.trim() }
  return token ? { ...keys, sessionToken: token } : keys
}
