// A picture of a file of the library: the picture itself, or a model drawn once, small, and kept.

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { useComposer } from '../../panels/context'
import { Icon } from '../../panels/kit/icon'
import { readObject } from '../../objects/bucket'
import type { AssetKind } from './asset-dialog'
import { photoStore } from './model-photos'

export function photoId(key: string, etag: string): string {
  return `${key} ${etag}`
}

/** Larger pictures are not worth loading for a tile. */
const MOST_BYTES = 4 * 1024 * 1024

export function AssetPicture({
  kind,
  bucket,
  assetKey,
  etag,
  size_bytes,
}: {
  readonly kind: AssetKind
  readonly bucket: string
  readonly assetKey: string
  readonly etag: string
  readonly size_bytes: number
}): ReactNode {
  const { clients } = useComposer()
  const key = assetKey
  const photo = useStore(photoStore, (it) => it.get(photoId(assetKey, etag)))
  const { data } = useQuery({
    queryKey: ['asset-picture', bucket, key, etag],
    staleTime: Infinity,
    retry: false,
    enabled: kind === 'texture' && size_bytes < MOST_BYTES && !assetKey.endsWith('.hdr'),
    queryFn: async ({ signal }) => {
      const read = await readObject(clients.s3, { bucket, key }, { signal })
      return read ? new Blob([read.bytes], { type: read.contentType }) : null
    },
  })
  const url = useObjectUrl(data ?? photo ?? null)
  return (
    <span className="c-asset-picture">
      {url ? <img src={url} alt="" /> : <Icon name={kind === 'model' ? 'model' : 'plane'} size={32} />}
    </span>
  )
}

export function useObjectUrl(blob: Blob | null): string | null {
  const [url, setUrl] = useState<string | null>(null)
  const it = useMemo(() => blob, [blob])
  useEffect(() => {
    if (!it) {
      setUrl(null)
      return undefined
    }
    const made = URL.createObjectURL(it)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [it])
  return url
}
