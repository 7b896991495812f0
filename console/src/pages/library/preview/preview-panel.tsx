// The object that is opened, beside the list: how it looks, what it is, what can be done with it.

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { lazy, type ReactNode, Suspense } from 'react'
import { CopyButton } from '../../../kit/copy'
import { ErrorAlert } from '../../../kit/error-alert'
import { useFormat } from '../../../kit/format'
import { Time } from '../../../kit/time'
import type { StoredObject } from '../../../objects/bucket'
import { extensionOf, nameOf, type ObjectName, s3Uri } from '../../../objects/uri'
import { KindIcon } from '../kind-icon'
import { kindLabel, kindOf } from '../rows'
import { AudioPreview, HdrPreview, ImagePreview, PdfPreview, TextPreview, VideoPreview } from './media'
import { AdviceList, ModelFactList, TextureList } from './model-facts'
import { useModelFacts } from './model-file'
import { UsedBy } from './used-by'

const ModelStage = lazy(async () => ({ default: (await import('./model-stage')).ModelStage }))

export type PanelAction = 'rename' | 'move' | 'copy' | 'delete' | 'optimise' | 'convert'
export interface PreviewPanelProps {
  readonly workspaceId: string
  readonly name: ObjectName
  readonly object: StoredObject
  readonly onClose: () => void
  readonly onDownload: () => void
  readonly onAction: (action: PanelAction) => void
  /** Off while a dialog shows the model: graphics cards have few canvases to give. */
  readonly hasStage: boolean
}

export function PreviewPanel(props: PreviewPanelProps): ReactNode {
  const { name, object, onClose, onDownload, onAction } = props
  const kind = kindOf(name.key)
  const isGltf = ['glb', 'gltf'].includes(extensionOf(name.key))
  const isConvertible = ['obj', 'stl'].includes(extensionOf(name.key))
  return (
    <aside className="lib-preview" aria-label={`Preview of ${nameOf(name.key)}`}>
      <div className="lib-preview-head">
        <KindIcon kind={kind} size_px={28} />
        <h2>{nameOf(name.key)}</h2>
        <Button variant="icon" iconName="close" ariaLabel="Close preview" onClick={onClose} />
      </div>
      <div className="lib-preview-body">
        {isGltf ? <ModelPart key={`${name.key} ${object.etag}`} {...props} /> : <Media name={name} object={object} />}
        <SpaceBetween direction="horizontal" size="xs">
          {isConvertible && <Button variant="primary" onClick={() => onAction('convert')}>Convert to GLB</Button>}
          <Button iconName="download" onClick={onDownload}>Download</Button>
          <CopyButton text={s3Uri(name)} label="Copy S3 URI" />
          <ButtonDropdown
            ariaLabel="More actions" variant="icon"
            items={[{ id: 'rename', text: 'Rename' }, { id: 'move', text: 'Move' }, { id: 'copy', text: 'Copy' }, { id: 'delete', text: 'Delete' }]}
            onItemClick={({ detail }) => onAction(detail.id as PanelAction)}
          />
        </SpaceBetween>
        <ObjectFacts name={name} object={object} />
        <UsedBy workspaceId={props.workspaceId} name={name} />
      </div>
    </aside>
  )
}

function Media({ name, object }: { readonly name: ObjectName; readonly object: StoredObject }): ReactNode {
  const kind = kindOf(name.key)
  if (extensionOf(name.key) === 'hdr') return <HdrPreview name={name} object={object} />
  if (kind === 'image') return <ImagePreview name={name} object={object} />
  if (kind === 'video') return <VideoPreview name={name} object={object} />
  if (kind === 'audio') return <AudioPreview name={name} object={object} />
  if (kind === 'document') return <PdfPreview name={name} object={object} />
  if (kind === 'scene' || kind === 'text') return <TextPreview name={name} object={object} />
  return <div className="lib-stage"><KindIcon kind={kind} size_px={72} /></div>
}

function ModelPart({ name, object, onAction, hasStage }: PreviewPanelProps): ReactNode {
  const facts = useModelFacts(name, object.etag)
  return (
    <>
      {hasStage ? <Suspense fallback={<div className="lib-stage"><Spinner size="large" /></div>}><ModelStage name={name} etag={object.etag} /></Suspense> : <div className="lib-stage" />}
      {facts.error && <ErrorAlert error={facts.error} header="The model cannot be read" onRetry={() => void facts.refetch()} />}
      {facts.isPending && <Box color="text-body-secondary"><Spinner /> Counting triangles…</Box>}
      {facts.data && (
        <>
          <AdviceList facts={facts.data.facts} />
          <div>
            <Button variant="primary" disabled={facts.data.obstacle !== null} disabledReason={facts.data.obstacle ?? ''} onClick={() => onAction('optimise')}>Optimise…</Button>
          </div>
          <ModelFactList facts={facts.data.facts} />
          {facts.data.facts.textures.length > 0 && <ExpandableSection headerText={`Textures (${facts.data.facts.textures.length})`}><TextureList facts={facts.data.facts} /></ExpandableSection>}
        </>
      )}
    </>
  )
}

function ObjectFacts({ name, object }: { readonly name: ObjectName; readonly object: StoredObject }): ReactNode {
  const format = useFormat()
  return (
    <dl className="lib-facts">
      <dt>Kind</dt><dd>{kindLabel({ key: name.key, kind: kindOf(name.key) })}</dd>
      <dt>File size</dt><dd>{format.bytes(object.size_bytes)}</dd>
      <dt>Changed</dt><dd><Time time={object.modified_at} isExact /></dd>
      <dt>Where</dt><dd>{s3Uri(name)}</dd>
    </dl>
  )
}
