// Pictures, videos and texts beside the list.

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useConsole } from '../../../kit/context'
import { ErrorAlert } from '../../../kit/error-alert'
import { keys } from '../../../kit/query'
import { readObject, type StoredObject } from '../../../objects/bucket'
import { extensionOf, type ObjectName } from '../../../objects/uri'
import { useSignedLink } from '../data'
import { readHdr, toneMapped } from './hdr'

interface MediaProps {
  readonly name: ObjectName
  readonly object: StoredObject
}

/** Beyond this a text is cut, so that a log of gigabytes does not stop the page. */
const TEXT_MAX_BYTES = 512 * 1024

export function ImagePreview({ name, object }: MediaProps): ReactNode {
  const link = useSignedLink(name, object.etag)
  const [size, setSize] = useState<string | null>(null)
  return (
    <figure style={{ margin: 0 }}>
      <div className="lib-stage lib-stage-checked">
        {link && <img src={link} alt={name.key} onLoad={({ currentTarget: it }) => setSize(`${it.naturalWidth} × ${it.naturalHeight} px`)} />}
      </div>
      <figcaption><Box variant="small" color="text-body-secondary">{size ?? ' '}</Box></figcaption>
    </figure>
  )
}

export function HdrPreview({ name, object }: MediaProps): ReactNode {
  const { clients } = useConsole()
  const canvas = useRef<HTMLCanvasElement>(null)
  const picture = useQuery({
    queryKey: [...keys.objects(name.bucket), 'hdr', name.key, object.etag],
    queryFn: async ({ signal }) => readHdr((await readObject(clients.s3, name, { signal }))?.bytes ?? new Uint8Array()),
    retry: false, gcTime: 0, staleTime: Number.POSITIVE_INFINITY,
  })
  useEffect(() => {
    if (!picture.data || !canvas.current) return
    const { width, height } = picture.data
    canvas.current.width = width
    canvas.current.height = height
    canvas.current.getContext('2d')?.putImageData(new ImageData(toneMapped(picture.data), width, height), 0, 0)
  }, [picture.data])
  if (picture.error) return <ErrorAlert error={picture.error} header="The picture cannot be shown" />
  return (
    <figure style={{ margin: 0 }}>
      <div className="lib-stage">{picture.data ? <canvas ref={canvas} aria-label={name.key} /> : <Spinner size="large" />}</div>
      <figcaption><Box variant="small" color="text-body-secondary">{picture.data ? `${picture.data.width} × ${picture.data.height} px, brightness pressed together for the screen` : ' '}</Box></figcaption>
    </figure>
  )
}

export function VideoPreview({ name, object }: MediaProps): ReactNode {
  const link = useSignedLink(name, object.etag)
  // What is stored is shown as it is: captions are in the file or nowhere.
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  return <div className="lib-stage">{link && <video src={link} controls preload="metadata" aria-label={name.key} />}</div>
}

export function AudioPreview({ name, object }: MediaProps): ReactNode {
  const link = useSignedLink(name, object.etag)
  // oxlint-disable-next-line jsx-a11y/media-has-caption -- as with videos
  return link ? <audio src={link} controls preload="metadata" aria-label={name.key} style={{ width: '100%' }} /> : null
}

export function PdfPreview({ name, object }: MediaProps): ReactNode {
  // Told to be a PDF whatever was stored: a page with scripts would be of the console's own origin.
  const link = useSignedLink(name, object.etag, { contentType: 'application/pdf' })
  return <Button iconName="external" iconAlign="right" {...(link ? { href: link, target: '_blank', rel: 'noopener noreferrer' } : { disabled: true })}>Open the PDF in a new tab</Button>
}

export function TextPreview({ name, object }: MediaProps): ReactNode {
  const { clients } = useConsole()
  const isTooLong = object.size_bytes > TEXT_MAX_BYTES
  const text = useQuery({
    queryKey: [...keys.objects(name.bucket), 'text', name.key, object.etag],
    queryFn: async ({ signal }) => {
      const stored = await readObject(clients.s3, name, { signal })
      return shown(new TextDecoder().decode(stored?.bytes), name.key)
    },
    enabled: !isTooLong,
    retry: false,
  })
  if (isTooLong) return <Box color="text-body-secondary">The text is too long to be shown here. Download it to read it.</Box>
  if (text.error) return <ErrorAlert error={text.error} onRetry={() => void text.refetch()} />
  if (text.data === undefined) return <Spinner />
  // A long text is scrolled by keys only when it can have the focus.
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  return <pre className="lib-text" tabIndex={0} aria-label={`Text of ${name.key}`}>{text.data}</pre>
}

/** JSON is laid out for reading; broken JSON is shown as it is. */
function shown(text: string, key: string): string {
  if (extensionOf(key) !== 'json') return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
