// Keys pasted as a command line or a credentials file has them: all fields are filled at once.

const NAMES = {
  aws_access_key_id: 'accessKeyId',
  aws_secret_access_key: 'secretAccessKey',
  aws_session_token: 'sessionToken',
  accesskeyid: 'accessKeyId',
  secretaccesskey: 'secretAccessKey',
  sessiontoken: 'sessionToken',
} as const

type Pasted = { accessKeyId?: string; secretAccessKey?: string; sessionToken?: string }

/** Reads `export AWS_ACCESS_KEY_ID=…`, `aws_access_key_id = …`, or the JSON of STS. Null for anything else. */
export function parsePasted(text: string): Pasted | null {
  const found: Pasted = {}
  const pair = new RegExp(`(${Object.keys(NAMES).join('|')})["']?\\s*[=:]\\s*["']?([^\\s"',;]+)`, 'gi')
  for (const [, name = '', value = ''] of text.matchAll(pair)) {
    const field = NAMES[name.toLowerCase() as keyof typeof NAMES]
    if (field) found[field] = value
  }
  return Object.keys(found).length === 0 ? null : found
}
