// The scene for operators: the whole screen to look at; find things, see what is wrong, acknowledge, look back.

import type { ReactNode } from 'react'
import { useParams } from 'react-router'
import { useConsole, useWorkspaceId } from '../../kit/context'
import { usePageTitle } from '../../kit/page-title'
import { Waiting } from './edit'
import { useOpenScene } from './open-scene'
import { Viewer } from './viewer'
import '../../panels/kit/panels.css'
import '../../panels/kit/composer.css'
import '../../panels/time/time-bar.css'
import '../../panels/view-mode/view-mode.css'

export function Page(): ReactNode {
  const workspaceId = useWorkspaceId()
  const { sceneId = '' } = useParams()
  const { clients } = useConsole()
  const opening = useOpenScene(clients, workspaceId, sceneId, true)
  usePageTitle(sceneId)
  if (opening.status === 'open')
    return (
      <Viewer
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
