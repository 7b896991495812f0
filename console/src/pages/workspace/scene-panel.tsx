// The scenes of a workspace, latest first, each a press away.

import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Spinner from '@cloudscape-design/components/spinner'
import type { ReactNode } from 'react'
import { Link as RouterLink, useNavigate } from 'react-router'
import { Empty } from '../../kit/empty'
import { ErrorAlert } from '../../kit/error-alert'
import { Link } from '../../kit/link'
import { paths } from '../../kit/paths'
import { Time } from '../../kit/time'
import { type SceneRow, useSceneRows } from '../scenes/data'
import { Thumbnail } from '../scenes/thumbnail'
import '../scenes/scenes.css'

const MOST = 6

export function ScenePanel({ workspaceId }: { readonly workspaceId: string }): ReactNode {
  const navigate = useNavigate()
  const { rows, isPending, error, refetch } = useSceneRows(workspaceId)
  const latest = (rows ?? []).toSorted((a, b) => (b.changed_at?.getTime() ?? 0) - (a.changed_at?.getTime() ?? 0)).slice(0, MOST)
  return (
    <Container header={<Header variant="h2" counter={rows ? `(${rows.length})` : ''} actions={<Link to={paths.scenes(workspaceId)}>All scenes</Link>}>Scenes</Header>}>
      <ErrorAlert error={rows?.length ? null : error} onRetry={refetch} />
      {isPending && !error && <Spinner />}
      {rows?.length === 0 && !error && (
        <Empty
          title="No scenes yet" hint="A scene shows the twin in 3D, with tags that follow its values."
          action={<Button onClick={() => void navigate(paths.scenes(workspaceId))}>Create a scene</Button>}
        />
      )}
      <ul className="g-scenes">{latest.map((row) => <Card key={row.sceneId} workspaceId={workspaceId} row={row} />)}</ul>
    </Container>
  )
}

function Card({ workspaceId, row }: { readonly workspaceId: string; readonly row: SceneRow }): ReactNode {
  const to = paths.scene(workspaceId, row.sceneId)
  return (
    <li className="g-scene">
      <RouterLink to={to} className="g-scene-open">
        <span className="sc-picture g-scene-art"><Thumbnail row={row} /></span>
        <span className="g-scene-name">{row.sceneId}</span>
      </RouterLink>
      <span className="g-scene-note" title={row.description}>{row.description || 'No description'}</span>
      <span className="g-scene-foot">
        <span>changed <Time time={row.changed_at} /></span>
        <Link to={`${to}/view`} ariaLabel={`View ${row.sceneId}`}>View</Link>
      </span>
    </li>
  )
}
