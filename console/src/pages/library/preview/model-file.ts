// A model of the bucket with the files it needs beside it, read and inspected.

import { useQuery } from '@tanstack/react-query'
import type { Clients } from '../../../aws'
import { useConsole } from '../../../kit/context'
import { keys } from '../../../kit/query'
import { isMissing, readObject } from '../../../objects/bucket'
import { type ObjectName, resolveUri } from '../../../objects/uri'
import { inspectInWorker } from '../../../optimise/client'
import { neighboursOf, readContainer } from '../../../optimise/glb'
import type { Bytes, Inspected } from '../../../optimise/work'

export interface ModelFile {
  readonly bytes: Bytes
  readonly files: ReadonlyMap<string, Bytes>
}

export async function readModelFile(clients: Clients, name: ObjectName, signal?: AbortSignal): Promise<ModelFile> {
  const object = await readObject(clients.s3, name, { signal })
  if (!object) throw new Error(`${name.key} was not sent`)
  const files = new Map<string, Bytes>()
  for (const uri of neighboursOf(readContainer(object.bytes).json)) {
    const resolved = resolveUri(uri, name)
    if (resolved.kind !== 's3') continue
    try {
      const file = await readObject(clients.s3, resolved.name, { signal })
      if (file) files.set(uri, file.bytes)
    } catch (error) {
      // Told among the facts as missing.
      if (!isMissing(error)) throw error
    }
  }
  return { bytes: object.bytes, files }
}

export function useModelFacts(name: ObjectName, etag: string) {
  const { clients } = useConsole()
  return useQuery<Inspected>({
    queryKey: [...keys.objects(name.bucket), 'facts', name.key, etag],
    queryFn: async ({ signal }) => {
      const { bytes, files } = await readModelFile(clients, name, signal)
      return await inspectInWorker(bytes, files, { signal })
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}
