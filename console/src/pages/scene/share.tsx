// A link to what one sees: camera, selection and moment, in the address.

import type { CameraPose, NodeId, SceneDocument, Vec3 } from '@gemel/scene'
import { pathOf } from '@gemel/scene'
import type { ReactNode } from 'react'
import { paths } from '../../kit/paths'
import { type Composer, useComposer } from '../../panels/context'
import { IconButton } from '../../panels/kit/controls'

export function ShareButton({ text }: { readonly text?: string }): ReactNode {
  const composer = useComposer()
  const copy = () => {
    const link = linkOf(composer)
    const done = () => composer.notify('A link to this view is on the clipboard', 'success')
    navigator.clipboard
      ?.writeText(link)
      .then(done, () =>
        composer.notify(`The browser does not let it be copied. The link: ${link}`, 'warning'),
      )
  }
  return (
    <IconButton
      icon="share"
      label="Copy a link to this view"
      {...(text ? { text } : {})}
      kind="quiet"
      onClick={copy}
    />
  )
}

export function linkOf({ editor, handle, time, workspaceId, sceneId }: Composer): string {
  const { document, selection } = editor.store.getState()
  const params = new URLSearchParams()
  const pose = handle()?.pose()
  if (pose)
    params.set('camera', [...pose.position, ...pose.target].map((it) => Number(it.toFixed(2))).join(','))
  const [first] = selection
  if (first) params.set('node', pathOf(document, first))
  const { mode, window } = time.store.getState()
  if (mode === 'past') {
    params.set('time', new Date(time.cursor_ms).toISOString())
    params.set('from', new Date(window.start_ms).toISOString())
    params.set('to', new Date(window.end_ms).toISOString())
  }
  return `${location.origin}/console${paths.scene(workspaceId, sceneId)}/view?${params.toString()}`
}

export interface Shared {
  readonly pose: CameraPose | null
  readonly nodeId: NodeId | null
  readonly time_ms: number | null
  readonly window: { readonly start_ms: number; readonly end_ms: number } | null
}

/** Reads a link; what cannot be read is left out. `node` may be a path, a name or an entity. */
export function readLink(
  params: URLSearchParams,
  document: SceneDocument,
  byEntity: (id: string) => NodeId | undefined,
): Shared {
  const numbers = (params.get('camera') ?? '').split(',').map(Number)
  const isPose = numbers.length === 6 && numbers.every(Number.isFinite)
  const name = params.get('node')
  const entity = params.get('entity')
  const found =
    name === null
      ? undefined
      : ([...document.nodes.values()].find((it) => pathOf(document, it.id) === name) ??
        [...document.nodes.values()].find((it) => it.name === name))
  const time = (key: string) => {
    const it = Date.parse(params.get(key) ?? '')
    return Number.isNaN(it) ? null : it
  }
  const [start_ms, end_ms] = [time('from'), time('to')]
  return {
    pose: isPose
      ? { position: numbers.slice(0, 3) as unknown as Vec3, target: numbers.slice(3) as unknown as Vec3 }
      : null,
    nodeId: found?.id ?? (entity ? byEntity(entity) : undefined) ?? null,
    time_ms: time('time'),
    window: start_ms !== null && end_ms !== null && start_ms < end_ms ? { start_ms, end_ms } : null,
  }
}
