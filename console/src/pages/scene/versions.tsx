// Versions of the scene: who saved what when, how each differs from now, and going back to one.

import { diffScenes, parseScene, replaceDocument } from '@gemel/scene'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { describeError } from '../../kit/errors'
import { loadThumbnail } from '../../objects/scene-file'
import { describeVersion, listVersions, readVersion, type SceneVersion } from '../../objects/versions'
import { agoWords } from '../../panels/binding/words'
import { useComposer, useEditor } from '../../panels/context'
import { TextButton } from '../../panels/kit/controls'
import { Icon } from '../../panels/kit/icon'
import { useObjectUrl } from './asset-picture'
import { nameOfArn } from './conflict-dialog'
import { Dialog } from './dialog'
import { DiffList } from './diff-list'
import type { Saving } from './saving'

export function Versions({
  saving,
  onClose,
}: {
  readonly saving: Saving
  readonly onClose: () => void
}): ReactNode {
  const { clients } = useComposer()
  const { file } = saving
  const { data, error, isPending } = useQuery({
    queryKey: ['scene-versions', file.bucket, file.key],
    queryFn: () => listVersions(clients, file),
    staleTime: 0,
  })
  const [chosen, setChosen] = useState<SceneVersion | null>(null)
  return (
    <Dialog title="Versions of this scene" width_px={820} onClose={onClose}>
      {error ? <p className="c-bad">{describeError(error).message}</p> : null}
      {isPending && <p className="c-quiet-text">Reading the versions…</p>}
      {data?.length === 0 && (
        <div className="c-empty">
          <b>No versions yet</b>Each save keeps what was there before, so that you can go back.
        </div>
      )}
      {data && data.length > 0 && (
        <div className="c-versions">
          <div className="c-version-list" role="listbox" aria-label="Versions" tabIndex={-1}>
            {data.map((it) => (
              <VersionRow
                key={it.name.key}
                version={it}
                isChosen={it === chosen}
                onChoose={() => setChosen(it)}
              />
            ))}
          </div>
          <div className="c-grow c-version-detail">
            {chosen ? (
              <Detail key={chosen.name.key} version={chosen} onClose={onClose} />
            ) : (
              <p className="c-quiet-text">Choose a version to see how it differs from what is open now.</p>
            )}
          </div>
        </div>
      )}
    </Dialog>
  )
}

function VersionRow({
  version,
  isChosen,
  onChoose,
}: {
  readonly version: SceneVersion
  readonly isChosen: boolean
  readonly onChoose: () => void
}): ReactNode {
  const { clients } = useComposer()
  const detail = useQuery({
    queryKey: ['scene-version', version.name.key, version.etag],
    queryFn: () => describeVersion(clients, version.name),
    staleTime: Infinity,
  })
  const picture = useQuery({
    queryKey: ['scene-version-picture', version.name.key, version.etag],
    queryFn: ({ signal }) => loadThumbnail(clients, version.name, signal),
    staleTime: Infinity,
    enabled: version.hasThumbnail,
  })
  const url = useObjectUrl(picture.data ?? null)
  return (
    <button type="button" role="option" aria-selected={isChosen} className="c-version" onClick={onChoose}>
      <span className="c-version-picture">{url ? <img src={url} alt="" /> : <Icon name="history" />}</span>
      <span className="c-grow">
        <b>{version.saved_at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}</b>
        <small>
          {agoWords(version.saved_at.getTime(), Date.now())}
          {detail.data?.savedBy ? ` · ${nameOfArn(detail.data.savedBy)}` : ''}
        </small>
        {detail.data?.comment && <small>{detail.data.comment}</small>}
      </span>
    </button>
  )
}

function Detail({
  version,
  onClose,
}: {
  readonly version: SceneVersion
  readonly onClose: () => void
}): ReactNode {
  const { clients, editor, notify } = useComposer()
  const now = useEditor((it) => it.document)
  const isReadOnly = useEditor((it) => it.isReadOnly)
  const { data, error } = useQuery({
    queryKey: ['scene-version-text', version.name.key, version.etag],
    queryFn: async () => parseScene(await readVersion(clients, version.name)),
    staleTime: Infinity,
  })
  if (error) return <p className="c-bad">{describeError(error).message}</p>
  if (!data) return <p className="c-quiet-text">Reading…</p>
  const restore = () => {
    editor.run(replaceDocument(data.document, `Go back to ${version.saved_at.toLocaleString()}`))
    notify('That version is open now. Save to keep it, or undo to come back.', 'success')
    onClose()
  }
  return (
    <>
      <div className="c-inline">
        <b className="c-grow">From that version to now</b>
        <TextButton kind="primary" isDisabled={isReadOnly} onClick={restore}>
          Go back to it
        </TextButton>
      </div>
      <DiffList diff={diffScenes(data.document, now)} />
    </>
  )
}
