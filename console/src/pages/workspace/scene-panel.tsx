// The scenes of a workspace, latest first, each a press away.

import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Spinner from '@cloudscape-design/components/spinner'
import type { SceneSummary } from '@aws-sdk/client-iottwinmaker'
import type { ReactNode } from 'react'
import { Link as RouterLink, useNavigate } from 'react-router'
import type { AllPages } from '../../kit/all-pages'
import { Empty } from '../../kit/empty'
import { ErrorAlert } from '../../kit/error-alert'
import { Link } from '../../kit/link'
import { paths } from '../../kit/paths'
import { Time } from '../../kit/time'
import { SceneArt } from './scene-art'

const MOST = 6

export function ScenePanel({ workspaceId, scenes }: { readonly workspaceId: string; readonly scenes: AllPages<SceneSummary> }): ReactNode {
  const navigate = useNavigate()
  const latest = scenes.items.toSorted((a, b) => (b.updateDateTime?.getTime() ?? 0) - (a.updateDateTime?.getTime() ?? 0)).slice(0, MOST)
  return (
    <Container header={<Header variant="h2" counter={scenes.isPending ? '' : `(${scenes.items.length}${scenes.isStreaming ? '+' : ''})`} actions={<Link to={paths.scenes(workspaceId)}>All scenes</Link>}>Scenes</Header>}>
      <ErrorAlert error={scenes.items.length === 0 ? scenes.error : null} onRetry={scenes.refetch} />
      {scenes.isPending && !scenes.error && <Spinner />}
      {scenes.isComplete && latest.length === 0 && (
        <Empty
          title="No scenes yet" hint="A scene shows the twin in 3D, with tags that follow its values."
          action={<Button onClick={() => void navigate(paths.scenes(workspaceId))}>Create a scene</Button>}
        />
      )}
      <ul className="g-scenes">
        {latest.map((scene) => (
          <li key={scene.sceneId}>
            <RouterLink to={paths.scene(workspaceId, scene.sceneId ?? '')} className="g-scene">
              <SceneArt workspaceId={workspaceId} scene={scene} />
              <span className="g-scene-name">{scene.sceneId}</span>
              <span className="g-scene-note">{scene.description || 'No description'}</span>
              <span className="g-scene-note">changed <Time time={scene.updateDateTime} /></span>
            </RouterLink>
          </li>
        ))}
      </ul>
    </Container>
  )
}
