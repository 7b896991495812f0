// One signed request by fetch, for the call that the SDK does not know: the live subscription.

import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Session } from '../session'

/** POSTs JSON to `path` of the API, signed for TwinMaker. */
export async function signedPost(
  session: Session,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Response> {
  const { accessKeyId, secretAccessKey, sessionToken, region } = session
  const url = new URL(path, session.endpoint)
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    region,
    service: 'iottwinmaker',
    sha256: Sha256,
  })
  const text = JSON.stringify(body)
  const signed = await signer.sign(
    {
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: {},
      // The browser writes the header by itself; it is here because it is signed.
      headers: { host: url.host, 'content-type': 'application/json' },
      body: text,
    },
    { signingDate: new Date(Date.now() + (session.clockOffset_ms ?? 0)) },
  )
  const headers = Object.fromEntries(Object.entries(signed.headers).filter(([name]) => name !== 'host'))
  return fetch(url, { method: 'POST', headers, body: text, signal, cache: 'no-store' })
}
