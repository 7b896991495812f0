// Chooses a model or a picture of the workspace's library; what is not there yet is uploaded in place.

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import type { Clients } from '../../aws'
import { describeError } from '../../kit/errors'
import { keys, queryClient } from '../../kit/query'
import { contentTypeOf, listObjects, writeObject } from '../../objects/bucket'
import { extensionOf, nameOf, s3Uri } from '../../objects/uri'
import { useComposer } from '../../panels/context'
import { TextButton } from '../../panels/kit/controls'
import { Icon } from '../../panels/kit/icon'
import { AssetPicture, photoId } from './asset-picture'
import { Dialog } from './dialog'
import { ModelPhotographer } from './model-photos'

export type AssetKind = 'model' | 'texture'

const EXTENSIONS: Readonly<Record<AssetKind, readonly string[]>> = {
  model: ['glb', 'gltf', 'json'],
  texture: ['png', 'jpg', 'jpeg', 'webp', 'hdr'],
}

/** Larger models are not worth loading for a tile. */
const MOST_PHOTO_BYTES = 12 * 1024 * 1024

export function isAsset(kind: AssetKind, key: string): boolean {
  const extension = extensionOf(key).replace(/^\./, '').toLowerCase()
  if (key.endsWith('/') || key.includes('.versions/') || key.includes('.thumbnail.')) return false
  return extension === 'json' ? nameOf(key) === 'tileset.json' : EXTENSIONS[kind].includes(extension)
}

export function AssetDialog({
  kind,
  onPick,
  onClose,
}: {
  readonly kind: AssetKind
  readonly onPick: (uri: string) => void
  readonly onClose: () => void
}): ReactNode {
  const { clients, object, notify } = useComposer()
  const [query, setQuery] = useState('')
  const [upload, setUpload] = useState<string | null>(null)
  const file = useRef<HTMLInputElement>(null)
  const { bucket } = object
  const queryKey = [...keys.objects(bucket), 'assets']
  const { data, error, isPending } = useQuery({
    queryKey,
    queryFn: ({ signal }) => listObjects(clients.s3, bucket, '', { isFlat: true, signal }),
  })
  const all = (data?.objects ?? []).filter((it) => isAsset(kind, it.key))
  const shown = all.filter((it) => it.key.toLowerCase().includes(query.trim().toLowerCase()))
  const send = async (files: FileList | null) => {
    const [first] = files ?? []
    if (!first) return
    if (!isAsset(kind, first.name))
      return notify(
        kind === 'model'
          ? 'Choose a .glb or .gltf file. The library converts .obj and .stl.'
          : 'Choose a .png, .jpg, .webp or .hdr file.',
        'warning',
      )
    setUpload(first.name)
    try {
      const key = await uploadAsset(clients, bucket, kind, first, new Set(all.map((it) => it.key)))
      await queryClient.invalidateQueries({ queryKey: keys.objects(bucket) })
      onPick(s3Uri({ bucket, key }))
    } catch (failure) {
      notify(`“${first.name}” was not uploaded: ${describeError(failure).message}`, 'error')
    } finally {
      setUpload(null)
    }
  }
  return (
    <Dialog
      title={kind === 'model' ? 'Choose a 3D model' : 'Choose a picture'}
      width_px={760}
      onClose={onClose}
      footer={
        <>
          <input
            ref={file}
            type="file"
            hidden
            accept={EXTENSIONS[kind].map((it) => `.${it}`).join()}
            onChange={(event) => void send(event.target.files)}
          />
          <span className="c-hint c-grow">Or drop a file here.</span>
          <TextButton isDisabled={upload !== null} onClick={() => file.current?.click()}>
            {upload === null ? 'Upload…' : `Uploading ${upload}…`}
          </TextButton>
        </>
      }
    >
      {/* The keyboard has the button below. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          void send(event.dataTransfer.files)
        }}
      >
        <div className="c-inline c-search">
          <Icon name="search" />
          <input
            className="c-input"
            type="search"
            aria-label="Find in the library"
            placeholder="Find by name or folder"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
        {error ? (
          <p className="c-bad">{describeError(error).message}</p>
        ) : isPending ? (
          <p className="c-quiet-text">Reading the library…</p>
        ) : null}
        {data && shown.length === 0 && (
          <div className="c-empty">
            <b>
              {all.length === 0
                ? `There is no ${kind === 'model' ? 'model' : 'picture'} in the library yet`
                : 'Nothing by this name'}
            </b>
            {all.length === 0 ? 'Upload one, or drop a file here.' : ''}
          </div>
        )}
        <div className="c-assets">
          {shown.map((it) => (
            <button
              key={it.key}
              type="button"
              className="c-asset"
              title={it.key}
              onClick={() => onPick(s3Uri({ bucket, key: it.key }))}
            >
              <AssetPicture
                kind={kind}
                bucket={bucket}
                assetKey={it.key}
                etag={it.etag}
                size_bytes={it.size_bytes}
              />
              <b>{nameOf(it.key) === 'tileset.json' ? it.key.split('/').at(-2) : nameOf(it.key)}</b>
              <small>{sizeWords(it.size_bytes)}</small>
            </button>
          ))}
        </div>
      </div>
      {kind === 'model' && (
        <ModelPhotographer
          wanted={shown
            .filter((it) => it.size_bytes < MOST_PHOTO_BYTES && !it.key.endsWith('.json'))
            .slice(0, 60)
            .map((it) => ({ id: photoId(it.key, it.etag), uri: s3Uri({ bucket, key: it.key }) }))}
        />
      )}
    </Dialog>
  )
}

/** Puts a file among the models or pictures, under a name that is free. */
export async function uploadAsset(
  clients: Clients,
  bucket: string,
  kind: AssetKind,
  file: File,
  taken: ReadonlySet<string>,
): Promise<string> {
  const folder = kind === 'model' ? 'models' : 'textures'
  const dot = file.name.lastIndexOf('.')
  let key = `${folder}/${file.name}`
  for (let number = 2; taken.has(key); number++)
    key = `${folder}/${file.name.slice(0, dot)}-${number}${file.name.slice(dot)}`
  await writeObject(clients.s3, { bucket, key }, file, { contentType: contentTypeOf(key) })
  return key
}

export function sizeWords(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} kB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
