// Makes a workspace, with a bucket if wanted. When it fails, the bucket it made goes away again.

import { CreateWorkspaceCommand } from '@aws-sdk/client-iottwinmaker'
import { CreateBucketCommand, DeleteBucketCommand, HeadBucketCommand, PutBucketCorsCommand } from '@aws-sdk/client-s3'
import type { Clients } from '../../aws'
import { describeError, isNotFound } from '../../kit/errors'
import { bucketArn } from './model'

export type Storage =
  | { readonly type: 'new'; readonly bucket: string }
  | { readonly type: 'existing'; readonly bucket: string }
  | { readonly type: 'none' }

export interface NewWorkspace {
  readonly workspaceId: string
  readonly description: string
  readonly storage: Storage
  readonly role: string
}

export async function createWorkspace({ twinmaker, s3 }: Pick<Clients, 'twinmaker' | 's3'>, wanted: NewWorkspace, origin: string): Promise<void> {
  const { workspaceId, description, storage, role } = wanted
  const undo: (() => Promise<unknown>)[] = []
  try {
    if (storage.type === 'new') {
      const Bucket = storage.bucket
      if (await exists(s3, Bucket)) throw new Error(`A bucket “${Bucket}” exists already. Choose another name, or “An existing bucket”.`)
      await s3.send(new CreateBucketCommand({ Bucket }))
      undo.push(() => s3.send(new DeleteBucketCommand({ Bucket })))
      await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: corsOf(origin) }))
    }
    await twinmaker.send(new CreateWorkspaceCommand({
      workspaceId,
      ...(description ? { description } : {}),
      ...(storage.type === 'none' ? {} : { s3Location: bucketArn(storage.bucket) }),
      ...(role ? { role } : {}),
    }))
  } catch (error) {
    await takeBack(undo, error)
    throw error
  }
}

async function takeBack(undo: readonly (() => Promise<unknown>)[], why: unknown): Promise<void> {
  for (const step of undo.toReversed()) {
    try {
      await step()
    } catch (error) {
      const { message } = describeError(why)
      throw new Error(`${message} The new bucket could not be taken away again: ${describeError(error).message}`, { cause: error })
    }
  }
}

async function exists(s3: Clients['s3'], Bucket: string): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket }))
    return true
  } catch (error) {
    if (isNotFound(error)) return false
    // Somebody else's bucket answers "forbidden": it exists.
    if (describeError(error).status === 403) return true
    throw error
  }
}

/** Lets pages of this console's address read and write the bucket. */
function corsOf(origin: string) {
  return {
    CORSRules: [{
      AllowedOrigins: [origin],
      AllowedMethods: ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'],
      AllowedHeaders: ['*'],
      ExposeHeaders: ['ETag', 'x-amz-version-id'],
    }],
  }
}
