// The picture of a scene: kept beside its document by the composer; a drawing while there is none.

import type { SceneSummary } from '@aws-sdk/client-iottwinmaker'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useConsole } from '../../kit/context'
import { keys } from '../../kit/query'
import { listObjects } from '../../objects/bucket'
import { parseS3Uri } from '../../objects/uri'
import { thumbnailKey } from '../../objects/versions'
import { useSignedLink } from '../library/data'
import type { SceneRow } from './data'
import { ScenePlaceholder } from './placeholder'
import './scenes.css'

export function Thumbnail({ row }: { readonly row: Pick<SceneRow, 'sceneId' | 'document' | 'thumbnail'> }): ReactNode {
  const name = row.document && row.thumbnail ? { bucket: row.document.bucket, key: row.thumbnail.key } : null
  const link = useSignedLink(name, row.thumbnail?.etag ?? '')
  const [isBroken, setBroken] = useState(false)
  return link && !isBroken ? <img src={link} alt="" loading="lazy" onError={() => setBroken(true)} /> : <ScenePlaceholder seed={row.sceneId} />
}

/** For pages that know no more than the scene; fills its parent. */
export function SceneThumbnail({ workspaceId, scene }: { readonly workspaceId: string; readonly scene: SceneSummary }): ReactNode {
  const { clients } = useConsole()
  const document = parseS3Uri(scene.contentLocation ?? '')
  const key = document && thumbnailKey(document.key)
  const found = useQuery({
    queryKey: [...keys.scenes(workspaceId), 'thumbnail', document?.bucket, key],
    queryFn: async ({ signal }) => {
      const { objects } = await listObjects(clients.s3, document?.bucket ?? '', key ?? '', { signal })
      return objects.find((it) => it.key === key) ?? null
    },
    enabled: document !== null,
  })
  return <Thumbnail row={{ sceneId: scene.sceneId ?? '', document, thumbnail: found.data ?? null }} />
}
