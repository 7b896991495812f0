// The versions of a scene: who saved what when, how it differs from now, and the way back.

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Spinner from '@cloudscape-design/components/spinner'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { useConsole, useWorkspaceId } from '../../../kit/context'
import { Empty } from '../../../kit/empty'
import { ErrorAlert } from '../../../kit/error-alert'
import { useFormat } from '../../../kit/format'
import { PageFrame } from '../../../kit/page-frame'
import { paths } from '../../../kit/paths'
import { keys, queryClient } from '../../../kit/query'
import { Time } from '../../../kit/time'
import { saveScene, type SceneFile } from '../../../objects/scene-file'
import { type SceneVersion, thumbnailKey } from '../../../objects/versions'
import { useSignedLink } from '../../library/data'
import { refreshScenes } from '../data'
import { handOver } from '../export-scene'
import { createScene } from '../operations'
import { ScenePlaceholder } from '../placeholder'
import { freeSceneId } from '../scene-id'
import { Compare } from './compare'
import { useSceneFile, useVersionDetail, useVersions, useVersionText } from './data'
import '../scenes.css'
import '../../library/library.css'

export function Page(): ReactNode {
  const workspaceId = useWorkspaceId()
  const { sceneId = '' } = useParams()
  const navigate = useNavigate()
  const file = useSceneFile(workspaceId, sceneId)
  const versions = useVersions(workspaceId, sceneId, file.data)
  const [query, setQuery] = useSearchParams()
  const chosen = versions.data?.find((it) => it.saved_at.toISOString() === query.get('version')) ?? versions.data?.[0]
  const crumbs = [
    { text: 'Workspaces', href: paths.workspaces() }, { text: workspaceId, href: paths.workspace(workspaceId) },
    { text: 'Scenes', href: paths.scenes(workspaceId) }, { text: sceneId, href: paths.scene(workspaceId, sceneId) },
  ]
  return (
    <PageFrame
      title="Versions" crumbs={crumbs} description={`Every save of “${sceneId}” keeps what was there before.`}
      isLoading={file.isPending || (file.data !== undefined && versions.isPending)} error={file.error ?? versions.error} onRetry={() => { void file.refetch(); void versions.refetch() }}
      actions={<Button onClick={() => void navigate(paths.scene(workspaceId, sceneId))}>Open in the composer</Button>}
    >
      {versions.data?.length === 0 && <Empty title="No older versions yet" hint="The first one is kept when the scene is saved again." action={<Button onClick={() => void navigate(paths.scene(workspaceId, sceneId))}>Open in the composer</Button>} />}
      {file.data && chosen && versions.data && (
        <div className="sc-versions">
          <div>
            <Box variant="h2" padding={{ bottom: 's' }}>{versions.data.length === 1 ? '1 version' : `${versions.data.length} versions`}</Box>
            <ul className="sc-version-list">
              {versions.data.map((it) => <li key={it.name.key}><VersionButton workspaceId={workspaceId} sceneId={sceneId} version={it} isChosen={it === chosen} onChoose={() => setQuery({ version: it.saved_at.toISOString() }, { replace: true })} /></li>)}
            </ul>
          </div>
          <Chosen key={chosen.name.key} workspaceId={workspaceId} sceneId={sceneId} file={file.data} version={chosen} />
        </div>
      )}
    </PageFrame>
  )
}

interface VersionButtonProps {
  readonly workspaceId: string
  readonly sceneId: string
  readonly version: SceneVersion
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function VersionButton({ workspaceId, sceneId, version, isChosen, onChoose }: VersionButtonProps): ReactNode {
  const format = useFormat()
  const detail = useVersionDetail(workspaceId, sceneId, version)
  const link = useSignedLink(version.hasThumbnail ? { bucket: version.name.bucket, key: thumbnailKey(version.name.key) } : null, version.etag)
  return (
    <button type="button" className="sc-version" aria-pressed={isChosen} onClick={onChoose}>
      <span className="sc-version-picture">{link ? <img src={link} alt="" loading="lazy" /> : <ScenePlaceholder seed={version.etag} />}</span>
      <span>
        <span className="sc-version-when"><Time time={version.saved_at} /></span>
        {detail.data?.comment && <span>{detail.data.comment}</span>}
        <span className="sc-version-who">{format.time(version.saved_at, 'minute')} · {format.bytes(version.size_bytes)}{detail.data?.savedBy ? ` · ${personOf(detail.data.savedBy)}` : ''}</span>
      </span>
    </button>
  )
}

/** `arn:aws:iam::1:user/anna` → `anna`. */
function personOf(arn: string): string {
  return arn.split(/[:/]/).at(-1) ?? arn
}

interface ChosenProps {
  readonly workspaceId: string
  readonly sceneId: string
  readonly file: SceneFile
  readonly version: SceneVersion
}

function Chosen({ workspaceId, sceneId, file, version }: ChosenProps): ReactNode {
  const { clients, notify } = useConsole()
  const format = useFormat()
  const text = useVersionText(workspaceId, sceneId, version)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const refresh = () => {
    void queryClient.invalidateQueries({ queryKey: [...keys.scene(workspaceId, sceneId), 'file'] })
    refreshScenes(workspaceId)
  }
  const save = async (content: string, ifMatch: string, comment: string) => {
    const etag = await saveScene(clients, file, content, { ifMatch, comment })
    refresh()
    return etag
  }
  const attempt = async (act: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    try {
      await act()
    } catch (failure) {
      setError(failure)
      refresh()
    }
    setBusy(false)
  }
  const restore = (old: string) => attempt(async () => {
    const when = format.time(version.saved_at, 'minute')
    const etag = await save(old, file.etag, `Restored the version of ${when}`)
    notify({ type: 'success', text: `“${sceneId}” is as it was on ${when}. What was there is kept as a version.`, undo: async () => void (await save(file.text, etag, 'Restoring undone')) })
  })
  const fork = (old: string) => attempt(async () => {
    const id = freeSceneId(`${sceneId}-${version.saved_at.toISOString().slice(0, 16).replace(/[T:]/g, '-')}`, new Set())
    await createScene(clients, { workspaceId, sceneId: id, description: `${sceneId} as of ${format.time(version.saved_at, 'minute')}`, text: old, like: file.scene })
    refreshScenes(workspaceId)
    notify({ type: 'success', text: `“${id}” is made of this version.`, link: { text: 'Open', to: paths.scene(workspaceId, id) } })
  })
  const old = text.data
  return (
    <SpaceBetween size="l">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="primary" loading={isBusy} disabled={old === undefined || old === file.text} disabledReason={old === file.text ? 'This version is what is there now' : ''} onClick={() => { if (old !== undefined) void restore(old) }}>Restore this version</Button>
        <ButtonDropdown
          disabled={old === undefined} items={[{ id: 'fork', text: 'Make a new scene of it' }, { id: 'download', text: 'Download' }]}
          onItemClick={({ detail }) => {
            if (old === undefined) return
            if (detail.id === 'fork') void fork(old)
            else handOver(new Blob([old], { type: 'application/json' }), `${sceneId} ${version.saved_at.toISOString().slice(0, 16).replace(':', '.')}.json`)
          }}
        >
          More
        </ButtonDropdown>
      </SpaceBetween>
      <ErrorAlert error={error ?? text.error} {...(text.error ? { onRetry: () => void text.refetch() } : {})} />
      {text.isPending && <Spinner />}
      {old !== undefined && <Compare before={old} after={file.text} base={file} />}
    </SpaceBetween>
  )
}
