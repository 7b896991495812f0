// What may be entered for a workspace, checked as one types.

/** The service's own rule, in words. Null when it is fine. */
export function problemOfId(id: string, taken: readonly string[] = []): string | null {
  if (id === '') return 'Enter an ID.'
  if (id.length > 128) return `At most 128 characters; these are ${id.length}.`
  if (/\s/.test(id)) return 'No spaces; use - or _ instead.'
  const wrong = /[^a-zA-Z0-9_-]/.exec(id)?.[0]
  if (wrong !== undefined) return `“${wrong}” cannot be used: only letters, digits, - and _.`
  if (id.startsWith('-')) return 'It must start with a letter, a digit or _.'
  if (id.length < 2) return 'At least 2 characters.'
  if (!/[a-zA-Z0-9]$/.test(id)) return 'It must end with a letter or a digit.'
  return taken.includes(id) ? 'A workspace of this ID exists.' : null
}

export function problemOfDescription(text: string): string | null {
  return text.length > 2_048 ? `At most 2,048 characters; these are ${text.length.toLocaleString('en')}.` : null
}

/** S3's rules, without dots: a workspace cannot have a bucket with a dot. */
export function problemOfBucket(name: string): string | null {
  if (name === '') return 'Enter a name for the bucket.'
  if (name.length < 3 || name.length > 63) return 'Between 3 and 63 characters.'
  if (/[A-Z]/.test(name)) return 'Small letters only.'
  if (name.includes('.')) return 'A workspace cannot use a bucket with a dot in its name.'
  if (/[^a-z0-9-]/.test(name)) return 'Only small letters, digits and -.'
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) return 'It must start and end with a letter or a digit.'
  return null
}

export function problemOfRole(arn: string): string | null {
  if (arn === '') return null
  return /^arn:(aws|aws-cn|aws-us-gov):iam::[0-9]{12}:role\/\S+$/.test(arn) ? null : 'A role is written arn:aws:iam::123456789012:role/name.'
}

/** A name for a new bucket of a workspace. */
export function bucketFor(workspaceId: string): string {
  const text = workspaceId.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 55)
  return text === '' ? '' : `gemel-${text}`.replaceAll(/-+$/g, '')
}

export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`
}

/** The bucket's name in a workspace's `s3Location`. */
export function bucketOf(s3Location: string | undefined): string | null {
  return s3Location?.split(':::')[1]?.split('/')[0] || null
}
