// One client a service, all from one session and one endpoint.

import { IoTTwinMakerClient } from '@aws-sdk/client-iottwinmaker'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { STSClient } from '@aws-sdk/client-sts'
import type { Session } from './session'

export interface Clients {
  readonly session: Session
  readonly twinmaker: IoTTwinMakerClient
  readonly s3: S3Client
  readonly lambda: LambdaClient
  readonly sts: STSClient
}

/** Makes the clients of a session; SDKs would put `api.` before our host, which the setting forbids them. */
export function clientsOf(session: Session): Clients {
  const { accessKeyId, secretAccessKey, sessionToken, region, endpoint } = session
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }
  // A computer whose clock goes wrong still signs with the server's time.
  const systemClockOffset = session.clockOffset_ms ?? 0
  const config = { region, endpoint, credentials, maxAttempts: 3, systemClockOffset }
  return {
    session,
    twinmaker: new IoTTwinMakerClient({ ...config, disableHostPrefix: true }),
    s3: new S3Client({
      ...config,
      forcePathStyle: true,
      // Without this every upload is read twice; the server checks what it got by the signature.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
    lambda: new LambdaClient(config),
    sts: new STSClient(config),
  }
}
