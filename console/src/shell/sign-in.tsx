// The first screen: who are you. Keys are checked before the session starts; a one-time link signs in by itself.

import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { type ReactNode, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { sessionStore, startSession } from '../session'
import { GetKeys } from './get-keys'
import { forgetLink, linkStore } from './link'
import { KeysForm } from './keys-form'
import { readConfig, redeem, SignInError, verify } from './verify'
import './sign-in.css'

/** `onIdle` may load what will be needed next. */
export function SignIn({ onIdle }: { readonly onIdle: () => void }): ReactNode {
  const [config, setConfig] = useState<{ readonly region: string; readonly version: string | null } | null>(null)
  const ended = useStore(sessionStore, (it) => it.ended)
  const link = useLinkSignIn()
  useEffect(() => {
    document.title = 'Sign in · Gemel'
    void readConfig().then(setConfig)
    const timer = setTimeout(onIdle, 400)
    return () => clearTimeout(timer)
  }, [onIdle])
  return (
    <div className="g-signin">
      <Brand />
      <main className="g-signin-main">
        <div className="g-signin-box">
          {link.isBusy ? (
            <Box textAlign="center" padding="xxl"><Spinner size="large" /><Box variant="h2" tagOverride="h1">Signing you in</Box></Box>
          ) : (
            <SpaceBetween size="l">
              <div>
                <Box variant="h1">Sign in</Box>
                <Box color="text-body-secondary">{config?.region ? `Region ${config.region} · ` : ''}{location.host}</Box>
              </div>
              {link.error && <Alert type="error" header="The link did not work">{link.error}</Alert>}
              {ended && !link.error && <Alert type="info">{ended}</Alert>}
              <KeysForm region={config?.region ?? 'us-east-1'} />
              <GetKeys />
            </SpaceBetween>
          )}
        </div>
        <footer className="g-signin-foot">Gemel{config?.version ? ` ${config.version}` : ''}. Your keys stay in this tab and are gone when it closes.</footer>
      </main>
    </div>
  )
}

function useLinkSignIn(): { readonly isBusy: boolean; readonly error: string | null } {
  const token = linkStore((it) => it.token)
  const [error, setError] = useState<string | null>(null)
  useEffect(() => {
    if (token === null) return
    setError(null)
    // The request may outlive this effect: a link can be used once, so it is never sent twice.
    void signInBy(token).then(setError)
  }, [token])
  return { isBusy: token !== null && error === null, error }
}

const sent = new Set<string>()

async function signInBy(token: string): Promise<string | null> {
  if (sent.has(token)) return null
  sent.add(token)
  try {
    const { region, ...keys } = await redeem(token)
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = keys
    const known = { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}), ...(expiration ? { expiration } : {}) }
    startSession(await verify(known, { region, endpoint: location.origin }))
    return null
  } catch (failure) {
    return failure instanceof SignInError ? failure.message : String(failure)
  } finally {
    forgetLink()
  }
}

function Brand(): ReactNode {
  return (
    <aside className="g-signin-brand" aria-label="Gemel">
      <div className="g-signin-mark"><img src={`${import.meta.env.BASE_URL}icon.svg`} width="44" height="44" alt="" /><span>Gemel</span></div>
      <p className="g-signin-claim">The plant as it is,<br />on one screen.</p>
      <ul>
        <li>Entities, components and live values in one model</li>
        <li>3D scenes with tags, rules and alarms</li>
        <li>On your own machines, with the API you know</li>
      </ul>
      <Orbits />
    </aside>
  )
}

/** The two rings of the mark, drawn large. */
function Orbits(): ReactNode {
  return (
    <svg className="g-signin-art" viewBox="0 0 400 300" aria-hidden="true">
      <circle cx="150" cy="150" r="104" fill="none" stroke="#7fd4ff" strokeWidth="22" opacity="0.32" />
      <circle cx="262" cy="150" r="104" fill="none" stroke="#ffffff" strokeWidth="22" opacity="0.2" />
    </svg>
  )
}
