// The scene composer: the open scene between its panels.

import { type ReactNode } from 'react'
import { useParams } from 'react-router'
import { useConsole, useWorkspaceId } from '../../kit/context'
import { ErrorAlert } from '../../kit/error-alert'
import { paths } from '../../kit/paths'
import { usePageTitle } from '../../kit/page-title'
import { Link } from '../../kit/link'
import { Composer } from './composer'
import { useOpenScene } from './open-scene'
import '../../panels/kit/panels.css'
import '../../panels/kit/composer.css'
import '../../panels/time/time-bar.css'

export function Page(): ReactNode {
  const workspaceId = useWorkspaceId()
  const { sceneId = '' } = useParams()
  const { clients } = useConsole()
  const opening = useOpenScene(clients, workspaceId, sceneId, false)
  usePageTitle(sceneId)
  if (opening.status === 'open')
    return (
      <Composer
        key={opening.scene.file.uri}
        scene={opening.scene}
        workspaceId={workspaceId}
        sceneId={sceneId}
      />
    )
  return (
    <Waiting
      sceneId={sceneId}
      workspaceId={workspaceId}
      error={opening.status === 'failed' ? opening.error : null}
      onRetry={opening.retry}
    />
  )
}

export function Waiting({
  sceneId,
  workspaceId,
  error,
  onRetry,
}: {
  readonly sceneId: string
  readonly workspaceId: string
  readonly error: unknown
  readonly onRetry: () => void
}): ReactNode {
  return (
    <main className="c-app c-waiting">
      {error ? (
        <div>
          <ErrorAlert error={error} header={`Scene “${sceneId}” cannot be opened`} onRetry={onRetry} />
          <p>
            <Link to={paths.scenes(workspaceId)}>All scenes of {workspaceId}</Link>
          </p>
        </div>
      ) : (
        <p role="status">Opening {sceneId}…</p>
      )}
    </main>
  )
}
