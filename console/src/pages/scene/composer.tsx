// The composer itself: top bar, panels, picture, time bar, and the dialogs that belong to them.

import { type NodeId, type Problem } from '@gemel/scene'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useConsole } from '../../kit/context'
import { useActions } from '../../panels/actions'
import { type Composer as Context, ComposerContext } from '../../panels/context'
import { Hierarchy } from '../../panels/hierarchy/hierarchy'
import { nodeMenu } from '../../panels/hierarchy/node-menu'
import { Inspector } from '../../panels/inspector/inspector'
import { Tabs, useKept } from '../../panels/kit/controls'
import { Menu, type MenuItem } from '../../panels/kit/menu'
import { onOpenRule } from '../../panels/rules/open-rule'
import { RulesPanel } from '../../panels/rules/rules-panel'
import { SettingsPanel } from '../../panels/settings/settings-panel'
import { ThingPanel } from '../../panels/thing/thing-panel'
import { TimeBar } from '../../panels/time/time-bar'
import { AssetDialog, type AssetKind } from './asset-dialog'
import { Canvas } from './canvas'
import { ConflictDialog } from './conflict-dialog'
import { DraftBar } from './draft-bar'
import { useFileDrop } from './file-drop'
import { useFirstPicture } from './first-picture'
import { LeaveGuard } from './leave-guard'
import { Side, useIsNarrow } from './layout'
import type { OpenScene } from './open-scene'
import { ProblemsDialog } from './problems-dialog'
import { Saving } from './saving'
import { createToasts, say, ToastList } from './toasts'
import { PlacementBar, Toolbar } from './toolbar'
import { TopBar } from './top-bar'
import { Versions } from './versions'

type LeftTab = 'hierarchy' | 'rules' | 'settings'
type Picking = { readonly kind: AssetKind; readonly done: (uri: string | null) => void }

const LEFT_TABS = [
  { id: 'hierarchy', title: 'Hierarchy', icon: 'tree' },
  { id: 'rules', title: 'Rules', icon: 'rules' },
  { id: 'settings', title: 'Settings', icon: 'settings' },
] as const

export function Composer({
  scene,
  workspaceId,
  sceneId,
}: {
  readonly scene: OpenScene
  readonly workspaceId: string
  readonly sceneId: string
}): ReactNode {
  const { clients } = useConsole()
  const isNarrow = useIsNarrow()
  const [toasts] = useState(createToasts)
  const [picking, setPicking] = useState<Picking | null>(null)
  const [isLeftOpen, setLeftOpen] = useKept('left', true)
  const [isRightOpen, setRightOpen] = useKept('right', true)
  const [tab, setTab] = useKept<LeftTab>('tab', 'hierarchy')
  const [dialog, setDialog] = useState<'versions' | 'problems' | null>(null)
  const [menu, setMenu] = useState<{
    readonly x: number
    readonly y: number
    readonly items: readonly MenuItem[]
  } | null>(null)
  const [modelProblems, setModelProblems] = useState<readonly Problem[]>([])
  const [thing, setThing] = useState<NodeId | null>(null)
  const drawer = useState<'left' | 'right' | null>(null)

  const context = useMemo<Context>(
    () => ({
      ...scene,
      clients,
      workspaceId,
      sceneId,
      object: { bucket: scene.file.bucket, key: scene.file.key },
      handle: () => scene.canvas.handle,
      pickAsset: (kind) => new Promise((done) => setPicking({ kind, done })),
      notify: (text, type) => void say(toasts, text, type),
    }),
    [scene, clients, workspaceId, sceneId, toasts],
  )
  const saving = useSaving(context, scene)
  useActions(context, NO_ACTIONS)
  useEffect(
    () =>
      onOpenRule(() => {
        setTab('rules')
        setLeftOpen(true)
      }),
    [setTab, setLeftOpen],
  )

  const [openDrawer, setDrawer] = drawer
  const isShown = (side: 'left' | 'right') =>
    isNarrow ? openDrawer === side : side === 'left' ? isLeftOpen : isRightOpen
  const toggleSide = (side: 'left' | 'right') => {
    if (isNarrow) setDrawer(openDrawer === side ? null : side)
    else if (side === 'left') setLeftOpen(!isLeftOpen)
    else setRightOpen(!isRightOpen)
  }
  const closeDrawer = useCallback(() => setDrawer(null), [setDrawer])
  const closeMenu = useCallback(() => setMenu(null), [])
  const onDrop = useFileDrop(context)
  const onLoaded = useFirstPicture(context)
  if (!saving) return null
  return (
    <ComposerContext value={context}>
      <main className={`c-app${isNarrow ? ' c-narrow' : ''}`}>
        <TopBar
          saving={saving}
          isNarrow={isNarrow}
          openSides={{ left: isShown('left'), right: isShown('right') }}
          onToggleSide={toggleSide}
          onVersions={() => setDialog('versions')}
          onProblems={() => setDialog('problems')}
          modelProblems={modelProblems.length}
        />
        <div className="c-middle">
          <Side side="left" label="Scene" isOpen={isShown('left')} isDrawer={isNarrow} onClose={closeDrawer}>
            <Tabs label="Scene" tabs={LEFT_TABS} active={tab} onChange={setTab} />
            {tab === 'hierarchy' ? <Hierarchy /> : tab === 'rules' ? <RulesPanel /> : <SettingsPanel />}
          </Side>
          <div className="c-canvas">
            <Canvas
              scene={scene}
              label={`Scene ${sceneId}`}
              onTagActivate={setThing}
              onDrop={onDrop}
              onLoaded={onLoaded}
              onProblems={setModelProblems}
              onContextMenu={({ clientX, clientY, nodeId }) => {
                if (nodeId !== null && !scene.editor.store.getState().selection.includes(nodeId))
                  scene.editor.select([nodeId])
                setMenu({ x: clientX, y: clientY, items: nodeMenu(context) })
              }}
            />
            <Toolbar isView={false} />
            <PlacementBar />
            <DraftBar saving={saving} />
            {thing !== null && <ThingPanel nodeId={thing} onClose={() => setThing(null)} />}
          </div>
          <Side
            side="right"
            label="Inspector"
            isOpen={isShown('right')}
            isDrawer={isNarrow}
            onClose={closeDrawer}
          >
            <div className="c-side-title">Inspector</div>
            <div className="c-panel-body c-scroll">
              <Inspector />
            </div>
          </Side>
        </div>
        <ToastList toasts={toasts} />
        <TimeBar />
        {menu && <Menu label="Scene" at={menu} items={menu.items} onClose={closeMenu} />}
        {picking && (
          <AssetDialog
            kind={picking.kind}
            onPick={(uri) => {
              picking.done(uri)
              setPicking(null)
            }}
            onClose={() => {
              picking.done(null)
              setPicking(null)
            }}
          />
        )}
        {dialog === 'versions' && <Versions saving={saving} onClose={() => setDialog(null)} />}
        {dialog === 'problems' && (
          <ProblemsDialog modelProblems={modelProblems} onClose={() => setDialog(null)} />
        )}
        <ConflictDialog saving={saving} />
        <LeaveGuard saving={saving} />
      </main>
    </ComposerContext>
  )
}

const NO_ACTIONS: readonly never[] = []

function useSaving({ clients, workspaceId, sceneId, editor }: Context, scene: OpenScene): Saving | null {
  const [saving, setSaving] = useState<Saving | null>(null)
  const latest = useRef(scene)
  latest.current = scene
  useEffect(() => {
    const of = { accountId: clients.session.accountId, workspaceId, sceneId }
    const made = new Saving(clients, of, latest.current.file, editor, () => latest.current.canvas.handle)
    setSaving(made)
    return () => made.close()
  }, [clients, workspaceId, sceneId, editor])
  return saving
}
