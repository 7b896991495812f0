// Model files dropped on the picture: uploaded to the library and put where they were dropped.

import type { SurfacePoint } from '@gemel/scene'
import { type DragEvent, useCallback } from 'react'
import { describeError } from '../../kit/errors'
import { keys, queryClient } from '../../kit/query'
import { listObjects } from '../../objects/bucket'
import { s3Uri } from '../../objects/uri'
import type { Composer } from '../../panels/context'
import { dropModel } from './add-menu'
import { isAsset, uploadAsset } from './asset-dialog'

export function useFileDrop(
  composer: Composer,
): (event: DragEvent<HTMLElement>, surface: SurfacePoint | null) => void {
  return useCallback(
    (event, surface) => {
      const files = [...event.dataTransfer.files]
      void (async () => {
        for (const file of files) await put(composer, file, surface)
      })()
    },
    [composer],
  )
}

async function put(composer: Composer, file: File, surface: SurfacePoint | null): Promise<void> {
  const {
    clients,
    notify,
    object: { bucket },
  } = composer
  if (!isAsset('model', file.name))
    return notify(`“${file.name}” is no .glb or .gltf file. The library converts .obj and .stl.`, 'warning')
  notify(`Uploading ${file.name}…`)
  try {
    const { objects } = await listObjects(clients.s3, bucket, 'models/', { isFlat: true })
    const key = await uploadAsset(clients, bucket, 'model', file, new Set(objects.map((it) => it.key)))
    await queryClient.invalidateQueries({ queryKey: keys.objects(bucket) })
    dropModel(composer, s3Uri({ bucket, key }), surface?.position)
    notify(`${file.name} is in the library and in the scene`, 'success')
  } catch (error) {
    notify(`“${file.name}” was not uploaded: ${describeError(error).message}`, 'error')
  }
}
