// The page of entities: the tree, and beside it the entity or component the address names.

import Box from '@cloudscape-design/components/box'
import { type CSSProperties, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { useParams } from 'react-router'
import { useConsole, usePaletteActions, useWorkspaceId } from '../../kit/context'
import { Empty } from '../../kit/empty'
import { Link } from '../../kit/link'
import { PageFrame } from '../../kit/page-frame'
import { paths } from '../../kit/paths'
import { ComponentDetail } from './component/component-detail'
import { ComponentEditor } from './component/component-editor'
import { EntityDetail } from './detail/entity-detail'
import { type Place, pathTo } from './operations'
import { Pane } from './pane'
import { Splitter, usePaneWidth } from './splitter'
import { ROOT } from './tree/model'
import { treeOf } from './tree/store'
import { type EntityActions, useActions } from './use-actions'
import { useFill } from './use-fill'
import './entities.css'

export function Page(): ReactNode {
  const { clients } = useConsole()
  const workspaceId = useWorkspaceId()
  const { entityId, view, path } = useParams()
  const place = useMemo<Place>(() => ({ clients, workspaceId }), [clients, workspaceId])
  const [width, setWidth] = usePaneWidth()
  const { actions, dialog } = useActions(place, entityId)
  useShown(place, entityId)
  const frame = useFill()
  const detail = useRef<HTMLElement>(null)
  useEffect(() => {
    if (detail.current) detail.current.scrollTop = 0
  }, [entityId, view, path])
  usePaletteActions(useMemo(() => [
    { id: 'entity-create', label: 'Create entity', group: 'Entities', run: () => actions.create(ROOT) },
    ...(entityId === undefined ? [] : [
      { id: 'entity-create-below', label: 'Create entity below this one', group: 'Entities', run: () => actions.create(entityId) },
      { id: 'entity-rename', label: 'Rename this entity', group: 'Entities', run: () => actions.rename(entityId) },
      { id: 'entity-move', label: 'Move this entity', group: 'Entities', run: () => actions.move([entityId]) },
      { id: 'entity-duplicate', label: 'Duplicate this entity', group: 'Entities', run: () => actions.duplicate(entityId, false) },
      { id: 'entity-delete', label: 'Delete this entity', group: 'Entities', run: () => actions.remove([entityId]) },
    ]),
  ], [actions, entityId]))
  return (
    <PageFrame title="Entities" crumbs={[{ text: 'Workspaces', href: paths.workspaces() }, { text: workspaceId, href: paths.workspace(workspaceId) }]} hasOwnHeader>
      <div ref={frame} className={`g-entities ${entityId === undefined ? '' : 'has-entity'}`} style={{ '--g-pane': `${width}px` } as CSSProperties}>
        <Pane place={place} openId={entityId} actions={actions} />
        <Splitter width={width} onChange={setWidth} />
        <section ref={detail} className="g-detail" aria-label="Entity">
          {entityId !== undefined && <Box padding={{ bottom: 's' }}><span className="g-back"><Link to={paths.entities(workspaceId)}>All entities</Link></span></Box>}
          <Detail key={`${entityId}/${view}/${path}`} place={place} entityId={entityId} view={view} path={path} actions={actions} />
        </section>
      </div>
      {dialog}
    </PageFrame>
  )
}

interface DetailProps {
  readonly place: Place
  readonly entityId: string | undefined
  readonly view: string | undefined
  readonly path: string | undefined
  readonly actions: EntityActions
}

function Detail({ place, entityId, view, path, actions }: DetailProps): ReactNode {
  if (entityId === undefined) {
    return <Empty title="Choose an entity" hint="Pick one on the left to see its components, values and relations, or type to find it." />
  }
  if (view === 'components' && path !== undefined) return <ComponentDetail place={place} entityId={entityId} path={path} />
  if (view === 'add-component') return <ComponentEditor place={place} entityId={entityId} path={null} />
  if (view === 'edit-component' && path !== undefined) return <ComponentEditor place={place} entityId={entityId} path={path} />
  return <EntityDetail place={place} entityId={entityId} actions={actions} />
}

/** Opens the tree where the entity of the address stands. */
function useShown(place: Place, entityId: string | undefined): void {
  useEffect(() => {
    if (entityId === undefined) return
    const tree = treeOf(place.clients, place.workspaceId)
    // The page itself tells what is wrong with an id that leads nowhere.
    void pathTo(place, entityId).then((path) => tree.reveal(path)).then(() => {
      if (!tree.state.selected.has(entityId)) tree.select(new Set([entityId]), entityId, entityId)
    }, () => undefined)
  }, [place, entityId])
}
