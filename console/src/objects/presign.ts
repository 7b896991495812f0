// Links to objects that carry their own signature: for <img>, <video> and downloads, which cannot sign.

import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Clients } from '../aws'
import { nameOf, type ObjectName } from './uri'

const VALID_S = 3600

export interface LinkOptions {
  /** Saved as a file instead of shown. */
  readonly isDownload?: boolean
  /** Said of the bytes whatever was stored: what is shown must not become a page with scripts. */
  readonly contentType?: string
}

/** A link that is valid for an hour. Give it no key of the page: what it opens must not reach the console. */
export async function signedLink(clients: Clients, { bucket, key }: ObjectName, options: LinkOptions = {}): Promise<string> {
  const { accessKeyId, secretAccessKey, sessionToken, region, endpoint } = clients.session
  const url = new URL(endpoint)
  const path = `/${[bucket, ...key.split('/')].map(encodePart).join('/')}`
  const signer = new SignatureV4({
    service: 's3', region, sha256: Sha256, uriEscapePath: false,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
  })
  const query: Record<string, string> = {
    ...(options.isDownload ? { 'response-content-disposition': `attachment; filename*=UTF-8''${encodePart(nameOf(key))}` } : {}),
    ...(options.contentType ? { 'response-content-type': options.contentType } : {}),
  }
  const port = url.port === '' ? {} : { port: Number(url.port) }
  const request = { method: 'GET', protocol: url.protocol, hostname: url.hostname, ...port, path, query, headers: { host: url.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }
  const signed = await signer.presign(request, {
    expiresIn: VALID_S, signingDate: new Date(Date.now() + (clients.session.clockOffset_ms ?? 0)),
  })
  const words = Object.entries(signed.query ?? {}).map(([name, value]) => `${encodePart(name)}=${encodePart(String(value))}`)
  return `${url.origin}${path}?${words.join('&')}`
}

/** As signatures count it: also the marks that browsers leave alone. */
function encodePart(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`)
}
