// What operators see: picture, areas, alarms, charts and time bar around it.

import { findByEntity, type NodeId } from '@gemel/scene'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useConsole } from '../../kit/context'
import { paths } from '../../kit/paths'
import { useActions } from '../../panels/actions'
import { type Composer as Context, ComposerContext } from '../../panels/context'
import { IconButton, useKept } from '../../panels/kit/controls'
import { Icon } from '../../panels/kit/icon'
import { ThingPanel } from '../../panels/thing/thing-panel'
import { TimeBar } from '../../panels/time/time-bar'
import { AlarmList } from '../../panels/view-mode/alarm-list'
import { Areas } from '../../panels/view-mode/areas'
import { ChartDrawer } from '../../panels/view-mode/chart-drawer'
import { EntitySearch } from '../../panels/view-mode/entity-search'
import { type Alarms, useAlarms } from '../../panels/view-mode/use-alarms'
import { Canvas } from './canvas'
import { Side, useIsNarrow } from './layout'
import { useFirstPicture } from './first-picture'
import type { OpenScene } from './open-scene'
import { readLink, ShareButton } from './share'
import { createToasts, say, ToastList } from './toasts'
import { Toolbar } from './toolbar'

export interface ViewerProps {
  readonly scene: OpenScene
  readonly workspaceId: string
  readonly sceneId: string
}

export function Viewer({ scene, workspaceId, sceneId }: ViewerProps): ReactNode {
  const { clients } = useConsole()
  const [toasts] = useState(createToasts)
  const context = useMemo<Context>(
    () => ({
      ...scene,
      clients,
      workspaceId,
      sceneId,
      object: { bucket: scene.file.bucket, key: scene.file.key },
      handle: () => scene.canvas.handle,
      pickAsset: async () => null,
      notify: (text, type) => void say(toasts, text, type),
    }),
    [scene, clients, workspaceId, sceneId, toasts],
  )
  return (
    <ComposerContext value={context}>
      <Screen context={context} scene={scene} toasts={toasts} />
    </ComposerContext>
  )
}

function Screen({
  context,
  scene,
  toasts,
}: {
  readonly context: Context
  readonly scene: OpenScene
  readonly toasts: ReturnType<typeof createToasts>
}): ReactNode {
  const { workspaceId, sceneId, editor, time } = context
  const isNarrow = useIsNarrow()
  const [left, setLeft] = useKept<boolean>('view.left', !isNarrow)
  const [right, setRight] = useKept<boolean>('view.right', !isNarrow)
  const [hasCharts, setCharts] = useState(false)
  const [thing, setThing] = useState<NodeId | null>(null)
  const [params] = useSearchParams()
  const alarms = useAlarms()
  const onLoaded = useFirstPicture(context)
  const closeLeft = useCallback(() => setLeft(false), [setLeft])
  const closeRight = useCallback(() => setRight(false), [setRight])
  useActions(
    context,
    useMemo(
      () => [
        { id: 'view:charts', label: 'Charts', group: 'View', keys: 'c', run: () => setCharts((it) => !it) },
        { id: 'view:full', label: 'Whole screen', group: 'View', keys: 'shift+f11', run: wholeScreen },
      ],
      [],
    ),
  )
  const show = (id: NodeId) => {
    editor.select([id])
    scene.canvas.handle?.frame([id])
    setThing(id)
    if (isNarrow) closeRight()
  }
  const fly = (entityId: string) => {
    const nodes = findByEntity(editor.store.getState().document, entityId)
    const node =
      nodes.find((it) =>
        it.components.some(
          (component) =>
            component.type === 'Tag' &&
            component.valueDataBinding?.dataBindingContext?.propertyName === 'alarm_status',
        ),
      ) ?? nodes[0]
    if (node) show(node.id)
    else context.notify('It is not in this scene.', 'info')
  }
  const onReady = () => {
    const shared = readLink(
      params,
      editor.store.getState().document,
      (id) => findByEntity(editor.store.getState().document, id)[0]?.id,
    )
    if (shared.nodeId) {
      editor.select([shared.nodeId])
      setThing(shared.nodeId)
      if (!shared.pose) scene.canvas.handle?.frame([shared.nodeId])
    }
    if (shared.pose) scene.canvas.handle?.flyTo(shared.pose, 0)
    if (shared.window) time.setWindow(shared.window, null)
    if (shared.time_ms !== null) time.seek(shared.time_ms)
  }
  return (
    <main className={`c-app c-view${isNarrow ? ' c-narrow' : ''}`}>
      <ViewTop
        sceneId={sceneId}
        workspaceId={workspaceId}
        alarms={alarms}
        isKiosk={params.has('kiosk')}
        isNarrow={isNarrow}
        left={left}
        right={right}
        hasCharts={hasCharts}
        onLeft={() => setLeft(!left)}
        onRight={() => setRight(!right)}
        onCharts={() => setCharts(!hasCharts)}
        onPick={show}
      />
      <div className="c-middle">
        <Side side="left" label="Areas" isOpen={left} isDrawer={isNarrow} onClose={closeLeft}>
          <div className="c-side-title">Views and areas</div>
          <Areas alarms={alarms} />
        </Side>
        <div className="c-view-middle">
          <div className="c-canvas">
            <Canvas
              scene={scene}
              label={`Scene ${sceneId}`}
              onReady={onReady}
              onLoaded={onLoaded}
              onTagActivate={setThing}
            />
            <Toolbar isView />
            {thing !== null && <ThingPanel nodeId={thing} onClose={() => setThing(null)} />}
          </div>
          {hasCharts && <ChartDrawer onClose={() => setCharts(false)} />}
        </div>
        <Side side="right" label="Alarms" isOpen={right} isDrawer={isNarrow} onClose={closeRight}>
          <div className="c-side-title">Alarms</div>
          <AlarmList
            alarms={alarms}
            say={(text, type, undo) => void say(toasts, text, type, undo)}
            onFly={fly}
          />
        </Side>
      </div>
      <ToastList toasts={toasts} />
      <TimeBar />
    </main>
  )
}

interface ViewTopProps {
  readonly sceneId: string
  readonly workspaceId: string
  readonly alarms: Alarms
  readonly isKiosk: boolean
  readonly isNarrow: boolean
  readonly left: boolean
  readonly right: boolean
  readonly hasCharts: boolean
  readonly onLeft: () => void
  readonly onRight: () => void
  readonly onCharts: () => void
  readonly onPick: (id: NodeId) => void
}

function ViewTop({
  sceneId,
  workspaceId,
  alarms,
  isKiosk,
  isNarrow,
  left,
  right,
  hasCharts,
  onLeft,
  onRight,
  onCharts,
  onPick,
}: ViewTopProps): ReactNode {
  const navigate = useNavigate()
  const text = (words: string) => (isNarrow ? {} : { text: words })
  return (
    <header className="c-top">
      {!isKiosk && (
        <IconButton
          icon="back"
          label="Back to the scenes"
          kind="quiet"
          onClick={() => void navigate(paths.scenes(workspaceId))}
        />
      )}
      <IconButton
        icon="floor"
        label="Views and areas"
        {...text('Areas')}
        isOn={left}
        kind="quiet"
        onClick={onLeft}
      />
      <div className="c-title">
        <h1 title={sceneId}>{sceneId}</h1>
      </div>
      <EntitySearch onPick={onPick} />
      <span className="c-grow" />
      <IconButton
        icon="chart"
        label="Charts"
        {...text('Charts')}
        isOn={hasCharts}
        kind="quiet"
        onClick={onCharts}
      />
      <ShareButton {...text('Link')} />
      <IconButton icon="frame" label="Whole screen" kind="quiet" onClick={wholeScreen} />
      {!isKiosk && (
        <IconButton
          icon="sliders"
          label="Edit this scene"
          {...text('Edit')}
          kind="quiet"
          onClick={() => void navigate(paths.scene(workspaceId, sceneId))}
        />
      )}
      <button
        type="button"
        className={`c-button ${alarms.active > 0 ? 'c-alarm-button' : 'c-quiet'}${right ? ' c-on' : ''}`}
        aria-pressed={right}
        onClick={onRight}
      >
        <Icon name="bell" />
        {alarms.active > 0 ? `${alarms.active} ${alarms.active === 1 ? 'alarm' : 'alarms'}` : 'Alarms'}
      </button>
    </header>
  )
}

function wholeScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen()
  else void document.documentElement.requestFullscreen?.().catch(() => undefined)
}
