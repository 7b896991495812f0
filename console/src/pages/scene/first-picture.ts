// The picture of a scene that has none yet: taken the first time somebody opens it.

import { useCallback, useRef } from 'react'
import { keys, queryClient } from '../../kit/query'
import { hasObject } from '../../objects/bucket'
import { saveThumbnail } from '../../objects/scene-file'
import { thumbnailKey } from '../../objects/versions'
import type { Composer } from '../../panels/context'

/** Values arrive and the camera comes to rest before it is taken. */
const WAIT_MS = 3000

/** To be called when everything of the scene is on screen. A change that is not saved is not photographed. */
export function useFirstPicture(context: Composer): () => void {
  const isTaken = useRef(false)
  return useCallback(() => {
    if (isTaken.current) return
    isTaken.current = true
    setTimeout(() => void take(context).catch(() => undefined), WAIT_MS)
  }, [context])
}

async function take({ clients, workspaceId, object, handle, editor }: Composer): Promise<void> {
  if (await hasObject(clients.s3, { bucket: object.bucket, key: thumbnailKey(object.key) })) return
  if (editor.store.getState().isDirty) return
  const picture = await handle()?.screenshot(640, 360)
  if (!picture || editor.store.getState().isDirty) return
  await saveThumbnail(clients, object, picture)
  await queryClient.invalidateQueries({ queryKey: keys.scenes(workspaceId) })
}
