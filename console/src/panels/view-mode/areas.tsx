// Where one can go: saved views, and the areas of the scene with the alarms in them.

import {
  componentOf,
  displayName,
  type NodeId,
  type SceneDocument,
  type SceneNode,
  slotsOf,
  subtree,
} from '@gemel/scene'
import { type ReactNode, useMemo } from 'react'
import { useComposer, useEditor } from '../context'
import { iconOf } from '../hierarchy/rows'
import { Icon } from '../kit/icon'
import { poseOf } from '../pose'
import type { Alarms } from './use-alarms'

export function Areas({ alarms }: { readonly alarms: Alarms }): ReactNode {
  const { handle, editor } = useComposer()
  const document = useEditor((it) => it.document)
  const cameras = useMemo(
    () => [...document.nodes.values()].filter((it) => componentOf(it, 'Camera')),
    [document],
  )
  const areas = useMemo(() => areasOf(document), [document])
  const active = useMemo(
    () => new Set(alarms.all.filter((it) => it.status === 'ACTIVE').map((it) => it.alarm.ref.entityId)),
    [alarms.all],
  )
  return (
    <div className="c-panel-body c-scroll">
      <ul className="c-areas">
        <li>
          <button type="button" className="c-area" onClick={() => handle()?.frame()}>
            <Icon name="frame" />
            <span>Everything</span>
          </button>
        </li>
        {cameras.map((it) => (
          <li key={it.id}>
            <button
              type="button"
              className="c-area"
              onClick={() => handle()?.flyTo(poseOf(editor.store.getState().document, it), 900)}
            >
              <Icon name="camera" />
              <span>{displayName(it)}</span>
            </button>
          </li>
        ))}
      </ul>
      {areas.length > 0 && <h3 className="c-areas-title">Areas</h3>}
      <ul className="c-areas">
        {areas.map(({ node, depth, entities }) => {
          const count = [...entities].filter((it) => active.has(it)).length
          return (
            <li key={node.id}>
              <button
                type="button"
                className="c-area"
                style={{ paddingInlineStart: 12 + depth * 16 }}
                onClick={() => {
                  editor.select([node.id])
                  handle()?.frame([node.id])
                }}
              >
                <Icon name={iconOf(node)} />
                <span>{displayName(node)}</span>
                {count > 0 && (
                  <b className="c-count c-alarm-count" role="img" aria-label={`${count} in alarm`}>
                    {count}
                  </b>
                )}
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

interface Area {
  readonly node: SceneNode
  readonly depth: number
  readonly entities: ReadonlySet<string>
}

/** The upper two levels, and a third where it has children of its own; lights and views are no areas. */
function areasOf(document: SceneDocument): readonly Area[] {
  const areas: Area[] = []
  const walk = (ids: readonly NodeId[], depth: number) => {
    for (const id of ids) {
      const node = document.nodes.get(id)
      if (
        !node ||
        componentOf(node, 'Light') ||
        componentOf(node, 'Camera') ||
        (node.childIds.length === 0 && (depth > 0 || !componentOf(node, 'ModelRef')))
      )
        continue
      const entities = new Set(
        subtree(document, id).flatMap((it) =>
          it.components.flatMap((component) =>
            slotsOf(component).flatMap(({ binding }) => binding?.dataBindingContext?.entityId ?? []),
          ),
        ),
      )
      areas.push({ node, depth, entities })
      if (depth < 2) walk(node.childIds, depth + 1)
    }
  }
  walk(document.rootIds, 0)
  return areas
}
